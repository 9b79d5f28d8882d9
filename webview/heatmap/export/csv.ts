// A plane of a tensor as comma-separated values that read back as the same numbers. Knows no DOM.
import { shortest } from '../../../src/protocol/texts';
import type { NumberFormat } from '../../../src/protocol/views';

export const csvOf = (
  { rows, cols }: { readonly rows: number; readonly cols: number },
  valueAt: (row: number, col: number) => number,
  format: NumberFormat,
): string =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (_, col) => shortest(valueAt(row, col), format)).join(','),
  ).join('\n');
