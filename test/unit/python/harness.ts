// Shared by the evaluator's tests: a parser, and runs of small programs with what they printed and raised.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { render } from '../../../src/base/text';
import type { EvaluateOptions } from '../../../src/python/evaluate';
import type { Library } from '../../../src/python/machine';
import { evaluate } from '../../../src/python/run';
import type { Value } from '../../../src/python/value';
import { createParser, type Parser } from '../../../src/syntax/parser';

const bytes = (file: string) => readFileSync(path.join(process.cwd(), 'node_modules', file));
let made: Promise<Parser> | undefined;
export const parser = (): Promise<Parser> => {
  made ??= createParser({
    runtime: bytes('web-tree-sitter/web-tree-sitter.wasm'),
    python: bytes('tree-sitter-python/tree-sitter-python.wasm'),
  });
  return made;
};

export const noLibrary: Library = { module: () => undefined, isPure: () => false };

export interface Ran {
  readonly out: string;
  readonly warnings: readonly string[];
  /** `code Type: message` or `code our words`. */
  readonly problems: readonly string[];
  readonly globals: ReadonlyMap<string, Value>;
  /** Texts of the source at which the problems stand. */
  readonly places: readonly string[];
  /** The last value of each piece of source, as `kind value`. */
  readonly seen: ReadonlyMap<string, Value>;
}

export async function run(text: string, options: Partial<EvaluateOptions> = {}): Promise<Ran> {
  const file = (await parser()).parse(text);
  let out = '';
  const warnings: string[] = [];
  const seen = new Map<string, Value>();
  const result = await evaluate(file, {
    library: noLibrary,
    limits: { steps: 20_000_000, milliseconds: 20_000, depth: 1000, megabytes: 500 },
    signal: new AbortController().signal,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    mode: 'program',
    observer: {
      onWrite: (piece) => {
        out += piece;
      },
      onWarning: (_, warning) => warnings.push(`${warning.type}: ${warning.message}`),
      onValue: (span, value) => seen.set(text.slice(span.start, span.end), value),
    },
    ...options,
  });
  return {
    out,
    warnings,
    problems: result.problems.map(
      ({ code, python, text: own }) =>
        `${code} ${python ? `${python.type}: ${python.message}` : own ? render(own) : ''}`,
    ),
    places: result.problems.map(({ span }) => text.slice(span.start, span.end)),
    globals: result.globals,
    seen,
  };
}

/** A value in a few words, for assertions. */
export function brief(value: Value | undefined): string {
  if (!value) return 'absent';
  if (value.kind === 'unknown') return `unknown: ${render(value.reason)}`;
  if (value.kind === 'int' || value.kind === 'float' || value.kind === 'str' || value.kind === 'bool')
    return String(value.value);
  if (value.kind === 'list' || value.kind === 'tuple') return `[${value.items.map(brief).join(', ')}]`;
  return value.kind;
}
