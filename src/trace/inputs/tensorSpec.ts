// What a `# tensor:` comment may say, read into data: `randn(4, 10)`, `int64[4] < 10`, `[[1, 2], [3, 4]]`. Draws nothing.
import { bool, float, int, list, type Value } from '../../python/value';
import { categoryOf, type DType, dtypes } from '../../tensor/dtype';

export type TensorSpec =
  | {
      readonly kind: 'drawn';
      readonly fill: 'normal' | 'uniform' | 'integers' | 'zeros' | 'ones';
      readonly dtype: DType;
      readonly shape: readonly number[];
      /** Integers lie in [low, high). */
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'given'; readonly data: Value };

type Drawn = Extract<TensorSpec, { kind: 'drawn' }>;

/** Integers without a bound: an index into any two classes. */
const defaultHigh = 2;
const fills: Readonly<Record<string, Drawn['fill']>> = {
  randn: 'normal',
  rand: 'uniform',
  zeros: 'zeros',
  ones: 'ones',
};
const otherNames: Readonly<Record<string, DType>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  int: 'int32',
  long: 'int64',
};

/** The specification; undefined where the text is none. */
export function readSpec(text: string): TensorSpec | undefined {
  return readFilled(text) ?? readRange(text) ?? readTyped(text) ?? readGiven(text);
}

/** Elements of a dtype as a comment's `float32[2, 3]` means them: normal, or integers below `high`. */
export function ofType(dtype: DType, shape: readonly number[], high = defaultHigh): TensorSpec {
  const fill = categoryOf(dtype) === 'float' ? 'normal' : 'integers';
  return { kind: 'drawn', fill, dtype, shape, low: 0, high: dtype === 'bool' ? 2 : high };
}

function readFilled(text: string): TensorSpec | undefined {
  const [, name = '', sizes = ''] = /^(?:torch\.)?(\w+)\(\s*[([]?([\d,\s]*)[)\]]?\s*\)$/.exec(text) ?? [];
  const fill = Object.hasOwn(fills, name) ? fills[name] : undefined;
  const shape = readShape(sizes);
  return fill && shape && { kind: 'drawn', fill, dtype: 'float32', shape, low: 0, high: 1 };
}

function readRange(text: string): TensorSpec | undefined {
  const parts = /^(?:torch\.)?randint\((?:(-?\d+)\s*,\s*)?(-?\d+)\s*,\s*[([]([\d,\s]*)[)\]]\s*\)$/.exec(text);
  const [low, high, shape] = [Number(parts?.[1] ?? 0), Number(parts?.[2]), readShape(parts?.[3] ?? '')];
  if (!parts || !shape || !isRange(low, high)) return undefined;
  return { kind: 'drawn', fill: 'integers', dtype: 'int64', shape, low, high };
}

function readTyped(text: string): TensorSpec | undefined {
  const parts = /^(?:torch\.)?(\w+)\s*\[([\d,\s]*)\](?:\s*<\s*(\d+))?$/.exec(text);
  const [, name = '', sizes = '', bound] = parts ?? [];
  const dtype = dtypes.find((one) => one === name) ?? (Object.hasOwn(otherNames, name) ? otherNames[name] : undefined);
  const shape = readShape(sizes);
  if (!dtype || !shape || dtype === 'complex64') return undefined;
  if (bound === undefined) return ofType(dtype, shape);
  const fits = categoryOf(dtype) === 'int' && isRange(0, Number(bound)) && Number(bound) <= largest(dtype) + 1;
  return fits ? ofType(dtype, shape, Number(bound)) : undefined;
}

const isRange = (low: number, high: number): boolean =>
  Number.isSafeInteger(low) && Number.isSafeInteger(high) && low < high;
const bitsOf: Partial<Record<DType, number>> = { uint8: 8, int8: 7, int16: 15, int32: 31 };
const largest = (dtype: DType): number => 2 ** (bitsOf[dtype] ?? 53) - 1;

function readShape(text: string): readonly number[] | undefined {
  const sizes = text.trim().replace(/,$/, '');
  if (sizes.trim() === '') return text.trim() === '' ? [] : undefined;
  const parts = sizes.split(',').map((size) => size.trim());
  return parts.every((size) => /^\d{1,9}$/.test(size)) ? parts.map(Number) : undefined;
}

/** A number or nested lists of numbers, as Python writes them. */
function readGiven(text: string): TensorSpec | undefined {
  const inner = /^(?:torch\.)?tensor\((.*)\)$/.exec(text)?.[1] ?? text;
  const tokens = inner.match(/[[\],]|[^\s[\],]+/g) ?? [];
  let at = 0;
  const read = (): Value | undefined => {
    const token = tokens[at++];
    if (token !== '[') return token === undefined ? undefined : readNumber(token);
    const items: Value[] = [];
    while (tokens[at] !== ']') {
      const item = read();
      if (!item) return undefined;
      items.push(item);
      if (tokens[at] === ',') at++;
      else if (tokens[at] !== ']') return undefined;
    }
    at++;
    return list(items);
  };
  const data = read();
  return data && at === tokens.length ? { kind: 'given', data } : undefined;
}

function readNumber(token: string): Value | undefined {
  if (token === 'True' || token === 'False') return bool(token === 'True');
  if (/^[+-]?\d{1,18}$/.test(token)) return int(BigInt(token));
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(token)) return float(Number(token));
  return undefined;
}
