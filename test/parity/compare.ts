// Compares what a program did here with what it did in PyTorch: text exactly, numbers to a tolerance. Knows no runner.
import type { Json } from '../../src/torch/encode';

/** What a program printed, warned of, raised and bound to `result`. */
export interface Happened {
  readonly stdout: string;
  readonly warnings: readonly { readonly category: string; readonly message: string }[];
  readonly error?: { readonly type: string; readonly message: string; readonly line: number };
  readonly value?: Json;
}

/** How far two floats may lie apart. */
export type Near = (got: number, expected: number) => boolean;

/** Two units in the last float32 place of `size`, or of the number itself. */
export const twoUlp =
  (size?: number): Near =>
  (got, expected) => {
    if (Object.is(got, expected) || got === expected) return true;
    const [a, b] = [Math.fround(got), Math.fround(expected)];
    const exponent = Math.max(Math.floor(Math.log2(size ?? Math.abs(b))), -126);
    return Math.abs(a - b) <= 2 * 2 ** (exponent - 23);
  };
/** Relative 1e-5, absolute 1e-6. */
export const loose: Near = (got, expected) =>
  Object.is(got, expected) || got === expected || Math.abs(got - expected) <= 1e-6 + 1e-5 * Math.abs(expected);

/** What differs, in words; undefined where nothing does. */
export function difference(got: Happened, expected: Happened, near: Near): string | undefined {
  return (
    errorDifference(got.error, expected.error) ??
    textDifference(got.stdout, expected.stdout, near) ??
    sameData('warnings', got.warnings.map(plain), expected.warnings.map(plain)) ??
    (expected.value === undefined ? undefined : valueDifference(got.value, expected.value, near, 'result'))
  );
}

/** Without the place in PyTorch's own source, which is not recorded. */
const plain = ({ category, message }: Happened['warnings'][number]): string =>
  `${category}: ${message.replace(/\s*\(Triggered internally at [^\n]*\)\s*$/, '')}`;

function errorDifference(got: Happened['error'], expected: Happened['error']): string | undefined {
  const text = (error: Happened['error']): string =>
    error ? `${error.type} in line ${error.line}: ${error.message}` : 'no error';
  return text(got) === text(expected) ? undefined : `error\n  got      ${text(got)}\n  expected ${text(expected)}`;
}

const sameData = (what: string, got: unknown, expected: unknown): string | undefined => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  return a === b ? undefined : `${what}\n  got      ${a}\n  expected ${b}`;
};

/** Numbers with more digits than a tensor's four are full floats, of which the last digits may differ. */
const fullNumber = /-?\d+\.\d{6,}(?:e[-+]\d+)?/g;

function textDifference(got: string, expected: string, near: Near): string | undefined {
  if (got === expected) return undefined;
  const report = `stdout\n--- got\n${got}--- expected\n${expected}`;
  if (got.replace(fullNumber, '#') !== expected.replace(fullNumber, '#')) return report;
  const numbers = (text: string): readonly number[] => (text.match(fullNumber) ?? []).map(Number);
  const wanted = numbers(expected);
  return numbers(got).every((value, i) => near(value, wanted[i] ?? Number.NaN)) ? undefined : report;
}

function valueDifference(got: Json | undefined, expected: Json, near: Near, path: string): string | undefined {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return sameData(path, got, expected);
    return first(expected.map((item: Json, i) => valueDifference(got[i], item, near, `${path}[${i}]`)));
  }
  if (typeof expected === 'object' && expected !== null) {
    const [a, b] = [got as { readonly [key: string]: Json }, expected as { readonly [key: string]: Json }];
    if (typeof got !== 'object' || got === null) return sameData(path, got, expected);
    return first(Object.keys(b).map((key) => valueDifference(a[key], b[key] ?? null, near, `${path}.${key}`)));
  }
  const value = typeof got === 'bigint' ? Number(got) : got;
  if (typeof value === 'number' && typeof expected === 'number' && near(value, expected)) return undefined;
  return sameData(path, value, expected);
}

const first = (found: readonly (string | undefined)[]): string | undefined => found.find((text) => text !== undefined);
