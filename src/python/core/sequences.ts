// Indexing, slicing, joining and repeating of sequences, with Python's errors. Knows no evaluator.
import { isWide, points } from '../text/codePoints';
import { int, list, type RangeValue, type SliceValue, str, tuple, type Value } from '../value';
import { nameInWords } from './classes';
import { rangeLength } from './hash';
import { kindOfBuiltin } from './homes';
import { intOf } from './numbers';
import { PyError, typeError } from './pyError';

/** Start, stop and step of a slice over `length` items, as Python clips them. */
export function sliceBounds(
  slice: SliceValue,
  length: number,
): { start: number; stop: number; step: number; count: number } {
  const part = (v: Value): bigint | undefined => {
    if (v.kind === 'none') return undefined;
    const n = intOf(v);
    if (n === undefined) throw typeError('slice indices must be integers or None or have an __index__ method');
    return n;
  };
  const stepBig = part(slice.step) ?? 1n;
  if (stepBig === 0n) throw new PyError('ValueError', 'slice step cannot be zero');
  const clip = (n: bigint, low: number, high: number): number =>
    n < BigInt(low) ? low : n > BigInt(high) ? high : Number(n);
  const step = clip(stepBig, -(2 ** 52), 2 ** 52);
  const low = step < 0 ? -1 : 0;
  const high = step < 0 ? length - 1 : length;
  const bound = (v: Value, fallback: number): number => {
    const n = part(v);
    if (n === undefined) return fallback;
    return clip(n < 0n ? n + BigInt(length) : n, low, high);
  };
  const start = bound(slice.start, step < 0 ? high : low);
  const stop = bound(slice.stop, step < 0 ? low : high);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return { start, stop, step, count };
}

/** The position an index means, or undefined where it is out of range. */
export function position(index: bigint, length: number): number | undefined {
  if (BigInt.asIntN(64, index) !== index)
    throw new PyError('IndexError', "cannot fit 'int' into an index-sized integer");
  const n = index < 0n ? index + BigInt(length) : index;
  return n >= 0n && n < BigInt(length) ? Number(n) : undefined;
}

export function sliced<T>(items: readonly T[], slice: SliceValue): T[] {
  const { start, step, count } = sliceBounds(slice, items.length);
  if (step === 1) return items.slice(start, start + count);
  return Array.from({ length: count }, (_, i) => items[start + i * step] as T);
}

export function slicedRange(range: RangeValue, slice: SliceValue): RangeValue {
  const length = Number(rangeLength(range.start, range.stop, range.step));
  const { start, stop, step } = sliceBounds(slice, length);
  const at = (i: number) => range.start + BigInt(i) * range.step;
  return { kind: 'range', start: at(start), stop: at(stop), step: range.step * BigInt(step) };
}

const outOfRange = (what: string): never => {
  throw new PyError('IndexError', `${what} index out of range`);
};

/** `sequence[key]` for the builtin sequences; `index` is what the key means as an integer. Undefined: this is no sequence. */
export function sequenceItem(sequence: Value, key: Value, index: bigint | undefined): Value | undefined {
  const slice = key.kind === 'slice' ? key : undefined;
  const wrong = (name: string, words = 'integers or slices'): never => {
    throw typeError(`${name} indices must be ${words}, not ${typeNameOf(key)}`);
  };
  switch (sequence.kind) {
    case 'list':
    case 'tuple': {
      if (slice) {
        const items = sliced(sequence.items, slice);
        return sequence.kind === 'list' ? list(items) : tuple(items);
      }
      if (index === undefined) return wrong(sequence.kind);
      const at = position(index, sequence.items.length);
      return at === undefined ? outOfRange(sequence.kind) : sequence.items[at];
    }
    case 'str': {
      const text = sequence.value;
      if (slice) {
        const { start, step, count } = sliceBounds(slice, isWide(text) ? points(text).length : text.length);
        if (step === 1 && !isWide(text)) return str(text.slice(start, start + count));
        return str(sliced(points(text), slice).join(''));
      }
      if (index === undefined) {
        const name = typeNameOf(key);
        throw typeError(`string indices must be integers, not '${name}'`);
      }
      const chars = isWide(text) ? points(text) : text;
      const at = position(index, chars.length);
      return at === undefined ? outOfRange('string') : str(chars[at] ?? '');
    }
    case 'bytes': {
      if (slice) return { kind: 'bytes', value: Uint8Array.from(sliced(Array.from(sequence.value), slice)) };
      if (index === undefined) return wrong('byte');
      const at = position(index, sequence.value.length);
      if (at === undefined) throw new PyError('IndexError', 'index out of range');
      return int(sequence.value[at] ?? 0);
    }
    case 'range': {
      if (slice) return slicedRange(sequence, slice);
      if (index === undefined) return wrong('range');
      const length = rangeLength(sequence.start, sequence.stop, sequence.step);
      const n = index < 0n ? index + length : index;
      if (n < 0n || n >= length) throw new PyError('IndexError', 'range object index out of range');
      return int(sequence.start + n * sequence.step);
    }
    default:
      return undefined;
  }
}

/** The name of a builtin value's type, for messages. */
export function typeNameOf(value: Value): string {
  if ('cls' in value && value.cls) return nameInWords(value.cls);
  switch (value.kind) {
    case 'none':
      return 'NoneType';
    case 'notImplemented':
      return 'NotImplementedType';
    case 'set':
      return value.frozen ? 'frozenset' : 'set';
    case 'builtin':
      return kindOfBuiltin(value);
    case 'method':
      return value.func.kind === 'builtin' ? 'builtin_function_or_method' : 'method';
    case 'class':
      return 'type';
    case 'iterator':
      return value.name;
    default:
      return value.kind;
  }
}

/** `a + b` of two sequences of one kind. */
export function joined(a: Value, b: Value): Value | undefined {
  if (a.kind === 'str' && b.kind === 'str') return str(a.value + b.value);
  if (a.kind === 'list' && b.kind === 'list') return list([...a.items, ...b.items]);
  if (a.kind === 'tuple' && b.kind === 'tuple') return tuple([...a.items, ...b.items]);
  if (a.kind === 'bytes' && b.kind === 'bytes')
    return { kind: 'bytes', value: Uint8Array.from([...a.value, ...b.value]) };
  return undefined;
}

/** How many units `value * times` will hold, or undefined where it is no sequence. */
export function repeatedSize(value: Value, times: bigint): bigint | undefined {
  const n = times < 0n ? 0n : times;
  if (value.kind === 'str' || value.kind === 'bytes') return BigInt(value.value.length) * n;
  if (value.kind === 'list' || value.kind === 'tuple') return BigInt(value.items.length) * n;
  return undefined;
}

/** `value * times`, once the size has been allowed. */
export function repeated(value: Value, times: bigint): Value | undefined {
  const n = Number(times < 0n ? 0n : times);
  switch (value.kind) {
    case 'str':
      return str(value.value && n ? value.value.repeat(n) : '');
    case 'bytes': {
      const out = new Uint8Array(value.value.length * n);
      for (let i = 0; i < n && value.value.length; i++) out.set(value.value, i * value.value.length);
      return { kind: 'bytes', value: out };
    }
    case 'list':
    case 'tuple': {
      const { items } = value;
      const out: Value[] = new Array(items.length && n ? items.length * n : 0);
      for (let i = 0; i < out.length; i++) out[i] = items[i % items.length] as Value;
      return value.kind === 'list' ? list(out) : tuple(out);
    }
    default:
      return undefined;
  }
}

/** Other items in the same list. */
export function refill(items: Value[], others: readonly Value[]): void {
  const kept = others === items ? [...others] : others;
  items.length = 0;
  for (const item of kept) items.push(item);
}
