// Numbers as comma-separated values that read back as the same numbers. Knows no tensor and no DOM.
import { areExact } from './npy';
import { shortest } from './texts';
import type { NumberFormat, Numbers } from './views';

export const csvOf = (
  { rows, cols }: { readonly rows: number; readonly cols: number },
  valueAt: (row: number, col: number) => number,
  format: NumberFormat,
): string =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (_, col) => shortest(valueAt(row, col), format)).join(','),
  ).join('\n');

/** Numbers that a file has at most: reading them as text takes longer than anyone waits. */
const most = 8_000_000;
/** Numbers between two calls of `rest`. */
const share = 16_384;

/**
 * A whole tensor as a file: a line for each row of its last dim, for all indices of the dims before. Calls `rest` every few
 * milliseconds. Undefined where there are more than 8 million numbers, or integers that are not exact.
 */
export async function csvBytes(
  {
    shape,
    dtype,
    format,
    values,
  }: {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly format: NumberFormat;
    readonly values: Numbers;
  },
  rest: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (values.length > most || !areExact(dtype, values)) return undefined;
  const cols = shape.at(-1) ?? 1;
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (let done = 0; done < values.length; ) {
    let text = '';
    for (const end = Math.min(values.length, done + share); done < end; done++)
      text += `${shortest(values[done]!, format)}${done % cols === cols - 1 ? '\n' : ','}`;
    parts.push(encoder.encode(text));
    await rest();
  }
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
