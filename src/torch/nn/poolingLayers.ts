// The pooling layers and LocalResponseNorm: no parameters, their arguments as attributes. Knows no arithmetic.

import { floatRepr } from '../../python/text/floatText';
import { float, int, none, pyFalse, pyTrue, tuple, type Value } from '../../python/value';
import { fractionalPools } from '../functions/fractionalPool';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import type { Torch } from '../torch';
import { classesOf, type Layer, type Making, spread } from './layerClass';
import { registerBuffer } from './moduleTree';

/** The stride is the window's own size unless it is given. */
function keepStride({ self }: Making): void {
  if (attribute(self, 'stride').kind === 'none') self.attrs.set('stride', attribute(self, 'kernel_size'));
}

interface Row {
  readonly name: string;
  readonly params: string;
  readonly defaults?: Readonly<Record<string, Value>>;
  readonly shown: readonly string[];
  readonly call: string;
  readonly arguments: readonly string[];
  readonly make?: (making: Making) => void;
  readonly takes?: string;
}
const row = ({ name, params, defaults = {}, shown, call, arguments: given, make, takes = 'input' }: Row): Layer => ({
  name,
  file: 'pooling',
  params,
  defaults,
  make: make ?? (() => undefined),
  shown,
  takes,
  forward: [`torch.nn.functional.${call}`, given],
});

const sliding = { stride: none, padding: int(0), ceil_mode: pyFalse };

const overDims = (rank: number): readonly Layer[] => [
  row({
    name: `MaxPool${rank}d`,
    params: 'kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False',
    defaults: { ...sliding, dilation: int(1), return_indices: pyFalse },
    shown: ['kernel_size', 'stride', 'padding', 'dilation', 'ceil_mode'],
    call: `max_pool${rank}d`,
    arguments: ['kernel_size', 'stride', 'padding', 'dilation', 'ceil_mode', 'return_indices'],
    make: keepStride,
  }),
  row({
    name: `MaxUnpool${rank}d`,
    params: 'kernel_size, stride=None, padding=0',
    defaults: { stride: none, padding: int(0) },
    shown: ['kernel_size', 'stride', 'padding'],
    call: `max_unpool${rank}d`,
    takes: 'input, indices, output_size=None',
    arguments: ['indices', 'kernel_size', 'stride', 'padding', 'output_size'],
    make: (making) => {
      keepStride(making);
      for (const name of ['kernel_size', 'stride', 'padding']) spread(making.self, name, rank);
    },
  }),
  row({
    name: `AvgPool${rank}d`,
    params: `kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True${rank === 1 ? '' : ', divisor_override=None'}`,
    defaults: { ...sliding, count_include_pad: pyTrue },
    shown: ['kernel_size', 'stride', 'padding'],
    call: `avg_pool${rank}d`,
    arguments: [
      ...['kernel_size', 'stride', 'padding', 'ceil_mode', 'count_include_pad'],
      ...(rank === 1 ? [] : ['divisor_override']),
    ],
    make: (making) => {
      keepStride(making);
      // The one-dimensional layer keeps tuples.
      if (rank === 1) for (const name of ['kernel_size', 'stride', 'padding']) spread(making.self, name, 1);
    },
  }),
  row({
    name: `AdaptiveAvgPool${rank}d`,
    params: 'output_size',
    shown: ['output_size'],
    call: `adaptive_avg_pool${rank}d`,
    arguments: ['output_size'],
  }),
  row({
    name: `AdaptiveMaxPool${rank}d`,
    params: 'output_size, return_indices=False',
    defaults: { return_indices: pyFalse },
    shown: ['output_size'],
    call: `adaptive_max_pool${rank}d`,
    arguments: ['output_size', 'return_indices'],
  }),
  row({
    name: `LPPool${rank}d`,
    params: 'norm_type, kernel_size, stride=None, ceil_mode=False',
    defaults: { stride: none, ceil_mode: pyFalse },
    shown: ['norm_type', 'kernel_size', 'stride', 'ceil_mode'],
    call: `lp_pool${rank}d`,
    arguments: ['norm_type', 'kernel_size', 'stride', 'ceil_mode'],
  }),
];

/** The output's size or its ratio to the input's, one of both, for all dims or each. */
function checkFractional({ machine, self, given }: Making, rank: number): void {
  const [size, ratio] = ['output_size', 'output_ratio'].map((name) => given.get(name) ?? none) as [Value, Value];
  for (const name of ['kernel_size', 'output_size']) spread(self, name, rank);
  const parts = ratio.kind === 'tuple' || ratio.kind === 'list' ? ratio.items : Array<Value>(rank).fill(ratio);
  if (ratio.kind !== 'none') self.attrs.set('output_ratio', tuple(parts));
  if (size.kind === 'none' && ratio.kind === 'none') {
    machine.raise(
      'ValueError',
      `FractionalMaxPool${rank}d requires specifying either an output size, or a pooling ratio`,
    );
  }
  if (size.kind !== 'none' && ratio.kind !== 'none')
    machine.raise('ValueError', 'only one of output_size and output_ratio may be specified');
  const isRight = parts.every(
    (part) => (part.kind === 'float' || part.kind === 'int') && part.value > 0 && part.value < 1,
  );
  if (ratio.kind !== 'none' && !isRight)
    machine.raise('ValueError', `output_ratio must be between 0 and 1 (got ${numbersText(ratio)})`);
  registerBuffer(self, '_random_samples', given.get('_random_samples') ?? none);
}

const numbersText = (value: Value): string =>
  value.kind === 'tuple' || value.kind === 'list'
    ? `(${value.items.map(numbersText).join(', ')})`
    : value.kind === 'float'
      ? floatRepr(value.value)
      : 'value' in value
        ? String(value.value)
        : value.kind;

const fractional = (rank: number): Layer => ({
  ...row({
    name: `FractionalMaxPool${rank}d`,
    params: 'kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
    defaults: { output_size: none, output_ratio: none, return_indices: pyFalse },
    shown: [],
    call: `fractional_max_pool${rank}d`,
    arguments: [],
    make: (making) => checkFractional(making, rank),
  }),
  methods: (torch) => {
    const pool = fractionalPools(torch)[`fractional_max_pool${rank}d`]!;
    const names = ['kernel_size', 'output_size', 'output_ratio', 'return_indices', '_random_samples'];
    return {
      forward: (self, [input = none], machine, keywords) =>
        machine.call(pool, [keywords.get('input') ?? input, ...names.map((name) => attribute(self, name))]),
    };
  },
});

const layers: readonly Layer[] = [
  fractional(2),
  fractional(3),
  ...[1, 2, 3].flatMap(overDims),
  {
    ...row({
      name: 'LocalResponseNorm',
      params: 'size, alpha=0.0001, beta=0.75, k=1.0',
      defaults: { alpha: float(1e-4), beta: float(0.75), k: float(1) },
      shown: ['size!', 'alpha', 'beta', 'k'],
      call: 'local_response_norm',
      arguments: ['size', 'alpha', 'beta', 'k'],
    }),
    file: 'normalization',
  },
];

/** Classes by their name under torch.nn. */
export const poolingLayers = (torch: Torch): Entries => classesOf(torch, layers);
