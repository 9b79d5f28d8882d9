// The documents that are damaged: files, Markdown and notebooks made of the programs of the other tests. Knows no server.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Dice } from '../cpython/dice';

export interface Cell {
  readonly uri: string;
  readonly languageId: 'python' | 'markdown';
  readonly text: string;
}

/** One document, or the cells of a notebook. */
export interface Original {
  readonly name: string;
  readonly notebook: boolean;
  readonly cells: readonly Cell[];
}

const folders = ['test/fixtures', 'test/parity/programs', 'examples'];
const programs: readonly (readonly [string, string])[] = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.py') && name !== 'record.py')
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const),
);

/** Pieces that begin at top-level statements after blank lines. */
const pieces = (text: string): readonly string[] => text.split(/\n(?:[ \t]*\n)+(?=\S)/);

const fenced = (text: string, dice: Dice): string =>
  pieces(text)
    .map(
      (piece) => `Some words about it:\n\n\`\`\`${dice.one(['python', 'py', 'python title="x"'])}\n${piece}\n\`\`\`\n`,
    )
    .join('\n');

/** A document by the dice; `id` makes its address its own. */
export function original(id: number, dice: Dice): Original {
  const [name, text] = dice.one(programs);
  const uri = `untitled:${id}/${name}`;
  const kind = dice.one(['file', 'file', 'file', 'file', 'markdown', 'notebook']);
  if (kind === 'file') return { name, notebook: false, cells: [{ uri, languageId: 'python', text }] };
  if (kind === 'markdown') {
    return { name: `${name}.md`, notebook: false, cells: [{ uri, languageId: 'markdown', text: fenced(text, dice) }] };
  }
  const cells = pieces(text).map((piece, i) => ({ uri: `${uri}#${i}`, languageId: 'python' as const, text: piece }));
  return { name: `${name}.ipynb`, notebook: true, cells };
}
