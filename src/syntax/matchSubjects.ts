// `match [a, b]:` also reads as an item of a variable called `match`, and the grammar prefers that. So such subjects are
// parsed on their own and a name stands for them in the chunk. Knows no values.
import type { Cst, CstTree } from './cst';
import type { LogicalLine } from './lines';

export interface Subjects {
  /** The chunk with each such subject replaced by a name of the same length. */
  readonly text: string;
  /** The subjects by where they begin in the chunk. */
  readonly found: ReadonlyMap<number, Cst>;
}

export function liftSubjects(
  chunk: string,
  offset: number,
  lines: readonly LogicalLine[],
  read: (text: string) => CstTree,
): Subjects {
  let text = chunk;
  const found = new Map<number, Cst>();
  for (const line of lines) {
    const source = chunk.slice(line.start - offset, line.end - offset);
    const header = line.opensBlock ? /^match\s+(?=[[(*\-~])/.exec(source) : null;
    if (!header) continue;
    const start = line.start - offset + header[0].length;
    const end = line.end - offset - 1;
    const tree = read(`${chunk.slice(start, end)}\n`);
    const statement = tree.root.children[0];
    if (tree.faults.length || statement?.type !== 'expression_statement' || tree.root.children.length !== 1) continue;
    const only = statement.children.length === 1 ? statement.children[0] : undefined;
    found.set(start, moved(only ?? { ...statement, type: 'expression_list' }, start));
    text = text.slice(0, start) + '_'.repeat(end - start) + text.slice(end);
  }
  return { text, found };
}

const moved = (node: Cst, by: number): Cst => ({
  ...node,
  start: node.start + by,
  end: node.end + by,
  children: node.children.map((child) => moved(child, by)),
});
