// Says of assignments from a notebook's commands (`files = !ls`) that they are no syntax errors: nothing runs the command.
// Knows no command.
import { touches } from '../base/span';
import { say } from '../base/text';
import type { Broken } from './nodes';
import { ParsedFile } from './parsedFile';
import type { SourceFile } from './sourceFile';

/** The file with the reason at each broken statement that holds one of the offsets. */
export function withCommandResults(file: SourceFile, results: readonly number[]): SourceFile {
  if (!results.length || !(file instanceof ParsedFile)) return file;
  const reason = say('commands of a notebook are not run here');
  const explained = (node: Broken): Broken =>
    results.some((offset) => touches(node.span, offset)) ? { ...node, reason } : node;
  return new ParsedFile(
    file.read,
    file.text,
    file.lineStarts,
    changed(file.module, explained),
    file.chunks,
    file.layout,
  );
}

/** The same tree with its broken statements changed. */
function changed<T>(value: T, change: (node: Broken) => Broken): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => changed(item, change)) as T;
  if ('kind' in value && value.kind === 'Broken') return change(value as T & Broken) as T & Broken;
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) copy[name] = changed(field, change);
  return copy as T;
}
