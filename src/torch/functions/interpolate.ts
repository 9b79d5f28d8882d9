// torch.nn.functional.interpolate and its older names: which sizes are asked for and in which way. Knows no weights.

import { say } from '../../base/text';
import { type ResizeMode, resized } from '../../ops/layer/resize';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, int, pyTrue, type Run, str, tuple, unknown, type Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { laidOut } from '../../tensor/laidOut';
import { channelsLike } from '../../tensor/layout';
import { resultTensor } from '../autograd/record';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { guarded } from '../raise';
import { numberIn } from '../scalarValue';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** Of each mode: the ranks it takes, how it weighs, and what the node of the graph is called. */
const modes: Readonly<
  Record<string, { readonly ranks: readonly number[]; readonly how: ResizeMode; readonly node: string }>
> = {
  nearest: { ranks: [3, 4, 5], how: 'nearest', node: 'UpsampleNearest' },
  'nearest-exact': { ranks: [3, 4, 5], how: 'nearest-exact', node: 'UpsampleNearestExact' },
  linear: { ranks: [3], how: 'linear', node: 'UpsampleLinear' },
  bilinear: { ranks: [4], how: 'linear', node: 'UpsampleBilinear' },
  trilinear: { ranks: [5], how: 'linear', node: 'UpsampleTrilinear' },
  bicubic: { ranks: [4], how: 'cubic', node: 'UpsampleBicubic' },
};
const aligned: ReadonlySet<string> = new Set(['linear', 'bilinear', 'bicubic', 'trilinear']);

const params =
  "input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False";

export function interpolateFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  return {
    interpolate: declare('interpolate', 'python', params, (given, machine) => interpolate(torch, machine, given)),
    upsample: declare(
      'upsample',
      'python',
      "input, size=None, scale_factor=None, mode='nearest', align_corners=None",
      (given, machine) => {
        deprecated(machine, 'upsample');
        return interpolate(torch, machine, given);
      },
    ),
    upsample_nearest: declare('upsample_nearest', 'python', 'input, size=None, scale_factor=None', (given, machine) => {
      deprecated(machine, 'upsample_nearest');
      return interpolate(torch, machine, given);
    }),
    upsample_bilinear: declare(
      'upsample_bilinear',
      'python',
      'input, size=None, scale_factor=None',
      (given, machine) => {
        deprecated(machine, 'upsample_bilinear');
        const fixed: Readonly<Record<string, Value>> = { mode: str('bilinear'), align_corners: pyTrue };
        return interpolate(torch, machine, { ...given, get: (name) => fixed[name] ?? given.get(name) });
      },
    ),
  };
}

const deprecated = (machine: Machine, name: string): void =>
  machine.warn('UserWarning', `\`nn.functional.${name}\` is deprecated. Use \`nn.functional.interpolate\` instead.`);

const numberOf = (value: Value): number => numberIn(value, Number.NaN);
const isOn = (value: Value): boolean => value.kind === 'bool' && value.value;
const itemsOf = (value: Value): readonly Value[] | undefined =>
  value.kind === 'tuple' || value.kind === 'list' ? value.items : undefined;

/** The sizes asked for, and the factors where they were given and count. */
interface Asked {
  readonly sizes: readonly number[];
  readonly factors: readonly number[] | undefined;
}

function* asked(machine: Machine, { get }: Given, input: TensorValue, mode: string): Run<Asked> {
  const fail = (message: string): never => machine.raise('ValueError', message);
  const [size, factor] = [get('size'), get('scale_factor')];
  const spatial = input.native.shape.slice(2);
  const form = 'Please provide input tensor in (N, C, d1, d2, ...,dK) format and';
  if (size.kind !== 'none' && factor.kind !== 'none') fail('only one of size or scale_factor should be defined');
  const given = size.kind === 'none' ? factor : size;
  if (given.kind === 'none') fail('either size or scale_factor should be defined');
  const items = itemsOf(given) ?? spatial.map(() => given);
  if (size.kind !== 'none') {
    if (items.length !== spatial.length)
      fail(
        `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [${spatial.join(', ')}] and output size of ${yield* machine.str(size)}. ${form} output size in (o1, o2, ...,oK) format.`,
      );
    if (itemsOf(size) && items.some((item) => item.kind !== 'int')) {
      const types = items.map((item) => `<class '${machine.classOf(item).name}'>`).join(', ');
      machine.raise(
        'TypeError',
        `expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but got size with types [${types}]`,
      );
    }
    if (isOn(get('recompute_scale_factor'))) fail('recompute_scale_factor is not meaningful with an explicit size.');
    return { sizes: items.map(numberOf), factors: undefined };
  }
  if (items.length !== spatial.length)
    fail(
      `Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of [${spatial.join(', ')}] and scale_factor of shape ${yield* machine.str(factor)}. ${form} scale_factor in (s1, s2, ...,sK) format.`,
    );
  const factors = items.map(numberOf);
  const sizes = spatial.map((n, i) => Math.floor(n * factors[i]!));
  return { sizes, factors: isOn(get('recompute_scale_factor')) || mode === 'area' ? undefined : factors };
}

function* interpolate(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const { get } = given;
  const input = get('input');
  const kind = get('mode');
  const mode = kind.kind === 'none' ? 'nearest' : kind.kind === 'str' ? kind.value : '';
  if (!isTensorValue(input))
    return machine.raise('AttributeError', `'${machine.classOf(input).name}' object has no attribute 'dim'`);
  if (!aligned.has(mode) && get('align_corners').kind !== 'none')
    machine.raise(
      'ValueError',
      'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear',
    );
  const { sizes, factors } = yield* asked(machine, given, input, mode);
  const { rank, dtype, shape } = input.native;
  const spatial = shape.slice(2);
  if (mode === 'area' && rank >= 3 && rank <= 5)
    return yield* callFunction(torch, machine, `torch.nn.functional.adaptive_avg_pool${rank - 2}d`, [
      input,
      tuple(sizes.map((n) => int(n))),
    ]);
  const row = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (!row?.ranks.includes(rank)) return refuse(machine, mode, rank);
  if (isOn(get('antialias')) || !isFloat(dtype))
    return unknown(say('this form of {0} is not modelled yet', 'interpolate'));
  if ([...sizes, ...spatial].some((n) => !(n > 0))) {
    const names = ['D', 'H', 'W'].slice(3 - spatial.length);
    const text = (of: readonly number[]): string => of.map((n, i) => `${names[i]}: ${n}`).join(', ');
    machine.raise(
      'RuntimeError',
      `Input and output sizes should be greater than 0, but got input (${text(spatial)}) output (${text(sizes)})`,
    );
  }
  machine.spend(sizes.reduce((product, n) => product * n, (shape[0] ?? 1) * (shape[1] ?? 1)));
  const how = sizes.map((_, i) => ({
    mode: row.how,
    alignCorners: isOn(get('align_corners')),
    factor: factors?.[i],
    // ATen's kernels for images look, those for lines and volumes do not.
    keepsEqual: row.how === 'linear' || (mode === 'nearest' && rank === 4),
  }));
  const made = guarded(machine, () => resized(torch.engine, input.native, sizes, how));
  const result = made instanceof Promise ? yield* machine.wait(made) : made;
  if ('kind' in result) return result;
  const lying = laidOut(torch.engine, result, channelsLike(result.shape, input.native));
  return resultTensor(torch, lying, [input], `${row.node}${spatial.length}DBackward0`, (engine, [x]) => {
    const again = resized(engine, x!, sizes, how);
    return again instanceof Promise ? again.then((value) => [value]) : [again];
  });
}

function refuse(machine: Machine, mode: string, rank: number): never {
  const wanted: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 };
  const needs = wanted[mode];
  return machine.raise(
    'NotImplementedError',
    needs !== undefined && rank >= 3 && rank <= 5
      ? `Got ${rank}D input, but ${mode} mode needs ${needs}D input`
      : `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${mode})`,
  );
}
