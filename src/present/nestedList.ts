// A nested list of Python numbers read as the tensor it spells, for hovers. Knows no torch: nothing is converted.
import type { NumberFormat } from '../base/numberText';
import type { Value } from '../python/value';
import type { HostTensor } from './tensorView';

/** The tensor that `[[1.0, 2.0], [3.0, 4.0]]` spells; undefined where rows differ in length or an item is no number. */
export function nestedList(value: Value): HostTensor | undefined {
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const shape: number[] = [];
  for (
    let level: Value | undefined = value;
    level?.kind === 'list' || level?.kind === 'tuple';
    level = level.items[0]
  ) {
    shape.push(level.items.length);
  }
  const numbers: number[] = [];
  const kinds = new Set<Value['kind']>();
  if (!collect(value, shape, 0, numbers, kinds) || !numbers.length) return undefined;
  const format: NumberFormat = kinds.has('float') ? 'float64' : kinds.has('int') ? 'int' : 'bool';
  const dtype = { float64: 'float', int: 'int', bool: 'bool' }[format as 'float64' | 'int' | 'bool'];
  return { shape, dtype: `list of ${dtype}`, format, values: Float64Array.from(numbers) };
}

function collect(
  value: Value,
  shape: readonly number[],
  depth: number,
  out: number[],
  kinds: Set<Value['kind']>,
): boolean {
  if (depth === shape.length) {
    if (value.kind !== 'int' && value.kind !== 'float' && value.kind !== 'bool') return false;
    kinds.add(value.kind);
    out.push(Number(value.value));
    return true;
  }
  if ((value.kind !== 'list' && value.kind !== 'tuple') || value.items.length !== shape[depth]) return false;
  return value.items.every((item) => collect(item, shape, depth + 1, out, kinds));
}
