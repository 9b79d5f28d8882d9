// Values of a program as JSON data, tensors included: {kind: 'tensor', shape, dtype, values}. Knows no text form of JSON.
import { shortest } from '../base/numberText';
import { render } from '../base/text';
import type { Value } from '../python/value';
import { type DType, type HostArray, isIntegral } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { DTypeNative } from './dtypeObject';
import { NumpyBool } from './numpy/scalarTypes';
import { isTensorValue, lostValues } from './tensorValue';

/** What JSON can say; integers of any size are bigints. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** The encoding of a value; of an unknown one its reason. */
export async function encodeValue(engine: Engine, value: Value): Promise<Json> {
  if (isTensorValue(value)) {
    const lost = lostValues(value.native);
    if (lost) return encodeValue(engine, lost);
    const { shape, dtype } = value.native;
    const kind = value.cls.name === 'ndarray' ? 'ndarray' : 'tensor';
    return { kind, shape, dtype, ...nestedParts(await engine.read(value.native), shape, dtype) };
  }
  switch (value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'bool':
    case 'str':
    case 'int':
      return { kind: value.kind, value: value.value };
    case 'float':
      return { kind: 'float', value: jsonNumber(value.value) };
    case 'complex':
      return { kind: 'complex', value: [jsonNumber(value.re), jsonNumber(value.im)] };
    case 'tuple':
    case 'list':
      return { kind: value.kind, items: await encodeAll(engine, value.items) };
    case 'dict': {
      const entries = [...value.entries.values()];
      const items = await encodeAll(
        engine,
        entries.map((entry) => entry.value),
      );
      return { kind: 'dict', items: entries.map(({ key }, i) => [keyText(key), items[i] ?? null]) };
    }
    case 'unknown':
      return { kind: 'unknown', reason: render(value.reason) };
    default:
      if (value.kind === 'instance' && value.native instanceof DTypeNative) {
        return { kind: 'dtype', value: `torch.${value.native.dtype}` };
      }
      if (value.kind === 'instance' && value.native instanceof NumpyBool)
        return { kind: 'bool', value: value.native.value };
      return { kind: 'repr', value: value.kind };
  }
}

/** Why a value, or something inside it, is not known. */
export function unknownReason(value: Value): string | undefined {
  if (value.kind === 'unknown') return render(value.reason);
  if (isTensorValue(value)) {
    const lost = lostValues(value.native);
    return lost && render(lost.reason);
  }
  const items =
    value.kind === 'list' || value.kind === 'tuple'
      ? value.items
      : value.kind === 'dict'
        ? [...value.entries.values()].map((entry) => entry.value)
        : [];
  for (const item of items) {
    const reason = unknownReason(item);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const encodeAll = async (engine: Engine, values: readonly Value[]): Promise<readonly Json[]> => {
  const encoded: Json[] = [];
  for (const value of values) encoded.push(await encodeValue(engine, value));
  return encoded;
};

const keyText = (key: Value): string =>
  key.kind === 'str' ? key.value : 'value' in key ? String(key.value) : key.kind;

/** Non-finite numbers have names. */
const jsonNumber = (value: number): Json => (Number.isFinite(value) ? value : shortest(value));

function nestedParts(values: HostArray, shape: readonly number[], dtype: DType): { readonly [key: string]: Json } {
  if (dtype !== 'complex64') return { values: nested(shape, (i) => element(values[i] ?? 0, dtype)) };
  const part = (offset: number): Json => nested(shape, (i) => element(values[2 * i + offset] ?? 0, 'float32'));
  return { values: part(0), imag: part(1) };
}

/** Row-major elements as nested lists. */
function nested(shape: readonly number[], at: (index: number) => Json): Json {
  let index = 0;
  const level = (dim: number): Json =>
    dim === shape.length ? at(index++) : Array.from({ length: shape[dim] ?? 0 }, () => level(dim + 1));
  return level(0);
}

function element(value: number | bigint, dtype: DType): Json {
  if (dtype === 'bool') return Boolean(value);
  if (isIntegral(dtype) || typeof value === 'bigint') return BigInt(value);
  if (!Number.isFinite(value)) return shortest(value);
  return dtype === 'float64' ? value : Number(shortest(value, 'float32'));
}
