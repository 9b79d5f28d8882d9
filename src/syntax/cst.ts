// The parser's tree as plain objects, read in one pass because every step through WebAssembly costs. Knows no Python.
import type { Tree } from 'web-tree-sitter';

/** A node of the concrete tree without comments; offsets in UTF-16 units of the parsed text. */
export interface Cst {
  readonly type: string;
  readonly named: boolean;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: Cst[];
}

export interface CstTree {
  readonly root: Cst;
  /** Where the parser met something that is no Python, or where something is missing. */
  readonly faults: readonly { readonly start: number; readonly end: number; readonly missing?: string }[];
}

const extras: ReadonlySet<string> = new Set(['comment', 'line_continuation']);

export function readTree(tree: Tree): CstTree {
  const cursor = tree.walk();
  const faults: { start: number; end: number; missing?: string }[] = [];
  const read = (): Cst => {
    const type = cursor.nodeType;
    const node: Cst = {
      type,
      named: cursor.nodeIsNamed,
      field: cursor.currentFieldName ?? undefined,
      start: cursor.startIndex,
      end: cursor.endIndex,
      children: [],
    };
    if (type === 'ERROR') faults.push({ start: node.start, end: node.end });
    else if (cursor.nodeIsMissing) faults.push({ start: node.start, end: node.end, missing: type });
    return node;
  };
  const root = read();
  const parents: Cst[] = [];
  let current = root;
  // An own stack, since the depth of the tree is the user's.
  for (;;) {
    if (cursor.gotoFirstChild()) parents.push(current);
    else {
      let moved = cursor.gotoNextSibling();
      while (!moved && parents.length > 1) {
        cursor.gotoParent();
        parents.pop();
        moved = cursor.gotoNextSibling();
      }
      if (!moved) break;
    }
    current = read();
    if (!extras.has(current.type)) parents.at(-1)?.children.push(current);
  }
  cursor.delete();
  return { root, faults };
}

export const child = (node: Cst, field: string): Cst | undefined => node.children.find((c) => c.field === field);
export const named = (node: Cst): Cst[] => node.children.filter((c) => c.named);
export const has = (node: Cst, token: string): boolean => node.children.some((c) => !c.named && c.type === token);
