// Questions to tensors and settings of the module torch that have one answer here, and functions of shapes and types.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, bool, builtin, int, none, type Run, str, unknown, type Value } from '../../python/value';
import { sameShape } from '../../tensor/broadcast';
import { sizesText } from '../../tensor/view';
import { refuseKeywords } from '../binding/bindArguments';
import { declare, type Given } from '../binding/define';
import type { DeviceObjects } from '../deviceObject';
import { sizeValue } from '../sizeObject';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

export function tensorQuestions(torch: Torch, devices: DeviceObjects): Readonly<Record<string, BuiltinValue>> {
  const tensorIn = (name: string, { get }: Given, machine: Machine, param: string, position: number): TensorValue => {
    const value = get(param);
    if (isTensorValue(value)) return value;
    return machine.raise(
      'TypeError',
      `${name}(): argument '${param}' (position ${position}) must be Tensor, not ${machine.classOf(value).name}`,
    );
  };
  const question = (name: string, answer: (x: TensorValue) => boolean): BuiltinValue =>
    declare(name, 'native', 'input', (given, machine) => bool(answer(tensorIn(name, given, machine, 'input', 1))));
  const constant = (name: string, value: Value): BuiltinValue => declare(name, 'python', '', () => value);
  const ignored = (name: string, params: string): BuiltinValue => declare(name, 'python', params, () => none);
  return {
    is_conj: question('is_conj', () => false),
    is_neg: question('is_neg', () => false),
    is_inference: question('is_inference', ({ native }) => native.storage.inference === true),
    is_signed: question('is_signed', ({ native }) => native.dtype !== 'uint8' && native.dtype !== 'bool'),
    is_same_size: declare('is_same_size', 'native', 'input, other', (given, machine) => {
      const [a, b] = [
        tensorIn('is_same_size', given, machine, 'input', 1),
        tensorIn('is_same_size', given, machine, 'other', 2),
      ];
      return bool(sameShape(a.native.shape, b.native.shape));
    }),
    is_nonzero: declare('is_nonzero', 'native', 'input', function* (given, machine): Run<Value> {
      const truth = yield* machine.truth(tensorIn('is_nonzero', given, machine, 'input', 1));
      return truth === 'unknown' ? unknown(say('whether this is true is not known')) : bool(truth);
    }),
    broadcast_shapes: builtin('broadcast_shapes', function* ({ positional, keywords }, machine): Run<Value> {
      refuseKeywords(machine, 'broadcast_shapes', keywords);
      const shapes: (readonly number[])[] = [];
      for (const item of positional) {
        if (item.kind === 'unknown') return item;
        const sizes = item.kind === 'tuple' || item.kind === 'list' ? item.items : [item];
        const numbers: number[] = [];
        for (const size of sizes) {
          if (size.kind === 'unknown') return size;
          if (size.kind !== 'int') {
            return machine.raise(
              'RuntimeError',
              `Input shapes should be of type ints, a tuple of ints, or a list of ints, got ${yield* machine.repr(item)}`,
            );
          }
          numbers.push(Number(size.value));
        }
        shapes.push(numbers);
      }
      return sizeValue(torch, commonShape(machine, shapes));
    }),
    get_default_device: constant('get_default_device', devices.cpu),
    get_num_interop_threads: constant('get_num_interop_threads', int(1)),
    get_float32_matmul_precision: declare('get_float32_matmul_precision', 'python', '', () =>
      str(torch.matmulPrecision),
    ),
    set_float32_matmul_precision: declare('set_float32_matmul_precision', 'python', 'precision', ({ get }, machine) => {
      const precision = get('precision');
      const given = precision.kind === 'str' ? precision.value : '';
      if (['highest', 'high', 'medium'].includes(given)) torch.matmulPrecision = given;
      else
        machine.warn(
          'UserWarning',
          `${given} is not one of 'highest', 'high', or 'medium'; the currentsetFloat32MatmulPrecision call has no effect.`,
        );
      return none;
    }),
    are_deterministic_algorithms_enabled: constant('are_deterministic_algorithms_enabled', bool(false)),
    is_warn_always_enabled: constant('is_warn_always_enabled', bool(false)),
    set_num_interop_threads: ignored('set_num_interop_threads', 'int'),
    set_flush_denormal: constant('set_flush_denormal', bool(true)),
  };
}

/** The common shape by torch.broadcast_shapes' own words. */
function commonShape(machine: Machine, shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result: number[] = new Array(rank).fill(1);
  shapes.forEach((shape, index) => {
    for (let i = 1; i <= shape.length; i++) {
      const size = shape[shape.length - i]!;
      if (size < 0)
        machine.raise('RuntimeError', `Trying to create tensor with negative dimension (${size}): (${size})`);
      const known = result[rank - i]!;
      if (size === 1 || size === known) continue;
      if (known !== 1) {
        const text = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
        machine.raise(
          'RuntimeError',
          `Attempting to broadcast a dimension of length ${size} at -${i}! Mismatching argument at index ${index} had ${text}; but expected shape should be broadcastable to ${sizesText(result)}`,
        );
      }
      result[rank - i] = size;
    }
  });
  return result;
}
