// torch.memory_format and its objects, and what arguments of that type ask for. Knows no op.
import type { Machine } from '../python/machine';
import { builtin, type InstanceValue, str, type Value } from '../python/value';
import type { Engine } from '../tensor/engine';
import { copyIn } from '../tensor/laidOut';
import { formatStrides, type Lying, liesIn, looksChannelsLast, type MemoryFormat } from '../tensor/layout';
import type { Tensor } from '../tensor/tensor';
import { makeClass } from './makeClass';

class FormatNative {
  constructor(readonly format: MemoryFormat) {}
}

const formats: readonly MemoryFormat[] = ['preserve_format', 'contiguous_format', 'channels_last', 'channels_last_3d'];

const nativeOf = (value: Value | undefined): MemoryFormat | undefined =>
  value?.kind === 'instance' && value.native instanceof FormatNative ? value.native.format : undefined;

/** `torch.memory_format` and the one object of each format. */
export function memoryFormats(): Readonly<Record<string, Value>> {
  const repr = builtin('__repr__', ({ positional: [self] }) => str(`torch.${nativeOf(self) ?? 'memory_format'}`), true);
  const cls = makeClass('memory_format', 'torch', [], { __repr__: repr });
  const object = (format: MemoryFormat): InstanceValue => ({
    kind: 'instance',
    cls,
    attrs: new Map(),
    native: new FormatNative(format),
  });
  return { memory_format: cls, ...Object.fromEntries(formats.map((format) => [format, object(format)])) };
}

/** The format that an argument asks for; what is left out or None is `otherwise`. */
export const formatOf = (value: Value | undefined, otherwise: MemoryFormat = 'preserve_format'): MemoryFormat =>
  nativeOf(value) ?? otherwise;

/** The first format among arguments; undefined where there is none. */
export const formatAmong = (values: Iterable<Value>): MemoryFormat | undefined =>
  [...values].map(nativeOf).find((format) => format !== undefined);

/** Strides of a tensor like `x` in a format; raises where its rank has no such format. */
export function stridesIn(x: Lying, format: MemoryFormat, machine: Machine): readonly number[] {
  const strides = formatStrides(x, format);
  if (strides) return strides;
  return machine.raise(
    'RuntimeError',
    `required rank ${format === 'channels_last' ? 4 : 5} tensor to use ${format} format`,
  );
}

/** Whether `Tensor.to` leaves `x` as it is. */
export function suits(x: Tensor, format: MemoryFormat): boolean {
  if (format === 'preserve_format') return true;
  const own = !looksChannelsLast(x) ? 'contiguous_format' : x.rank === 4 ? 'channels_last' : 'channels_last_3d';
  return own === format;
}

/** `Tensor.contiguous`: a copy, or undefined where `x` lies so already. */
export function broughtTo(engine: Engine, x: Tensor, format: MemoryFormat, machine: Machine): Tensor | undefined {
  if (liesIn(x, format)) return undefined;
  if (format === 'preserve_format')
    machine.raise('RuntimeError', 'preserve memory format is unsupported by the contiguous operator');
  return copyIn(engine, x, stridesIn(x, format, machine));
}
