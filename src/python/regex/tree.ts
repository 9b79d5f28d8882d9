// A regular expression as a tree, and how many characters a part takes. Knows neither its syntax nor any text.
import type { CharTest } from './characters';

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

export type Regex =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly code: number; readonly ignoreCase: boolean }
  | { readonly kind: 'set'; readonly test: CharTest; readonly ignoreCase: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  | { readonly kind: 'choice'; readonly parts: readonly Regex[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: Regex }
  | { readonly kind: 'atomic'; readonly body: Regex }
  | { readonly kind: 'look'; readonly behind: number | undefined; readonly negative: boolean; readonly body: Regex }
  | { readonly kind: 'back'; readonly index: number; readonly ignoreCase: boolean }
  | {
      readonly kind: 'repeat';
      readonly body: Regex;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    }
  | { readonly kind: 'at'; readonly where: 'start' | 'end' | 'lineStart' | 'lineEnd' | 'lastLineEnd' }
  | { readonly kind: 'boundary'; readonly negative: boolean; readonly ascii: boolean };

/** Syntax that is not modelled. */
export class RegexUnmodelled extends Error {}

/** The least and the most characters that a part takes. */
export function widthOf(tree: Regex): readonly [number, number] {
  switch (tree.kind) {
    case 'char':
    case 'set':
      return [1, 1];
    case 'sequence': {
      const widths = tree.parts.map(widthOf);
      return [widths.reduce((sum, [a]) => sum + a, 0), widths.reduce((sum, [, b]) => sum + b, 0)];
    }
    case 'choice': {
      const widths = tree.parts.map(widthOf);
      return [Math.min(...widths.map(([a]) => a)), Math.max(...widths.map(([, b]) => b))];
    }
    case 'group':
    case 'atomic':
      return widthOf(tree.body);
    case 'repeat': {
      const [least, most] = widthOf(tree.body);
      return [least * tree.least, most === 0 ? 0 : most * tree.most];
    }
    case 'back':
      throw new RegexUnmodelled('(?<=');
    default:
      return [0, 0];
  }
}
