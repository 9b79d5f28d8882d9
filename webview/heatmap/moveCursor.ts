// Which cell a key leads to, as in any grid. Pure.

export interface Cell {
  readonly row: number;
  readonly col: number;
}

const page = 10;

/** The next cell, or nothing where the key is not for moving. */
export function moveCursor(key: string, control: boolean, at: Cell, rows: number, cols: number): Cell | undefined {
  const last = { row: rows - 1, col: cols - 1 };
  const to = ((): Cell | undefined => {
    switch (key) {
      case 'ArrowUp':
        return { row: control ? 0 : at.row - 1, col: at.col };
      case 'ArrowDown':
        return { row: control ? last.row : at.row + 1, col: at.col };
      case 'ArrowLeft':
        return { row: at.row, col: control ? 0 : at.col - 1 };
      case 'ArrowRight':
        return { row: at.row, col: control ? last.col : at.col + 1 };
      case 'Home':
        return { row: control ? 0 : at.row, col: 0 };
      case 'End':
        return { row: control ? last.row : at.row, col: last.col };
      case 'PageUp':
        return { row: at.row - page, col: at.col };
      case 'PageDown':
        return { row: at.row + page, col: at.col };
      default:
        return undefined;
    }
  })();
  if (!to) return undefined;
  const within = (value: number, high: number): number => Math.min(high, Math.max(0, value));
  return { row: within(to.row, last.row), col: within(to.col, last.col) };
}
