// Layers over spatial dims and those that draw or learn beside an activation: Conv, BatchNorm, Dropout by channel, PReLU, RReLU,
// Softmax2d. Knows no operation; each forward calls one by its name.

import type { Machine } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import { bool, float, type InstanceValue, int, none, type Run, str, tuple, type Value } from '../../python/value';
import { allocate, type DType, defaultFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { callFunction } from '../callFunction';
import { dropoutFunctions } from '../functions/dropout';
import { readValues } from '../hostValues';
import { attribute, attributeOrProperty } from '../makeClass';
import type { Entries, Entry } from '../moduleValue';
import { fillArray } from '../numberStorage';
import { loseDraws, loseGenerator } from '../random/generatorObject';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { initialiser, numberOf, type Rows, truth } from './initialiser';
import { sizesOfEmpty, takingInput } from './layerArguments';
import { subclassOf } from './moduleClass';
import { registerBuffer } from './moduleTree';
import { asParameter, checkSizes, notModelled, uniformParameter } from './parameter';
import { tripletWithDistance } from './tripletLayer';

/** Classes by their name under torch.nn, made when they are asked for. */
export function drawnLayers(torch: Torch): Entries {
  const make = (name: string, file: string, rows: () => Rows): readonly [string, Entry] => [
    name,
    () => subclassOf(torch.classes.module, name, `torch.nn.modules.${file}`, takingInput(name, rows())),
  ];
  const triplet = 'TripletMarginWithDistanceLoss';
  return new Map<string, Entry>([
    [triplet, () => subclassOf(torch.classes.module, triplet, 'torch.nn.modules.loss', tripletWithDistance(torch))],
    ...[1, 2, 3].map((count) => make(`Conv${count}d`, 'conv', () => convolution(torch, count))),
    ...[1, 2, 3].map((count) => make(`BatchNorm${count}d`, 'batchnorm', () => batchNorm(torch, count))),
    ...Object.keys(dropouts).map((name) => make(name, 'dropout', () => dropout(torch, name))),
    make('PReLU', 'activation', () => prelu(torch)),
    make('RReLU', 'activation', () => rrelu(torch)),
    make('Softmax2d', 'activation', () => softmax2d(torch)),
  ]);
}

/** A tensor of one dim, or of none where there is no size. */
function filled(
  torch: Torch,
  size: number | undefined,
  value: number | bigint,
  dtype: DType = defaultFloat,
): TensorValue {
  const shape = size === undefined ? [] : [size];
  checkSizes(shape);
  const values = size === undefined ? fillArray(dtype, [value]) : allocate(dtype, size).fill(value as never);
  return tensorValue(torch.classes.tensor, hostTensor(values, shape, dtype));
}

/** An int for every dim, or the tuple given. */
const sizesOf = (value: Value, count: number): readonly number[] | undefined => {
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : Array<Value>(count).fill(value);
  const sizes = items.map(numberOf);
  return items.length === count && sizes.every((size) => size !== undefined) ? sizes : undefined;
};

function convolution(torch: Torch, count: number): Rows {
  const name = `Conv${count}d`;
  const params =
    "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None";
  const defaults = {
    stride: int(1),
    padding: int(0),
    dilation: int(1),
    groups: int(1),
    bias: bool(true),
    padding_mode: str('zeros'),
  };
  const listed = ['kernel_size', 'stride', 'padding', 'dilation'];
  const own = ['stride', 'padding', 'dilation', 'groups'];
  return {
    __init__: initialiser(torch, name, params, defaults, (self, bound, machine, dtype) => {
      for (const key of listed) {
        const value = attribute(self, key);
        if (value.kind === 'str') continue;
        const sizes = sizesOf(value, count);
        if (!sizes) return refuse(torch, name);
        self.attrs.set(key, tuple(sizes.map((size) => (Number.isInteger(size) ? int(size) : float(size)))));
      }
      const [inputs, outputs, groups] = ['in_channels', 'out_channels', 'groups'].map((key) =>
        numberOf(bound.get(key)),
      );
      const kernel = sizesOf(attribute(self, 'kernel_size'), count);
      const mode = attribute(self, 'padding_mode');
      if (inputs === undefined || outputs === undefined || groups === undefined || !kernel || mode.kind !== 'str') {
        return refuse(torch, name);
      }
      if (groups <= 0) machine.raise('ValueError', 'groups must be a positive integer');
      if (inputs % groups !== 0) machine.raise('ValueError', 'in_channels must be divisible by groups');
      if (outputs % groups !== 0) machine.raise('ValueError', 'out_channels must be divisible by groups');
      checkPadding(self, machine);
      const wanted = [outputs, Math.floor(inputs / groups), ...kernel];
      const shape = sizesOfEmpty(
        machine,
        // An integer that is beyond all doubles is still one.
        wanted.map((n) => (n === Infinity ? int(Number.MAX_VALUE) : Number.isInteger(n) ? int(n) : float(n))),
      );
      const fan = sizeOf(shape.slice(1));
      // kaiming_uniform_ with a = sqrt(5), rounded step by step as there.
      const limit = Math.sqrt(3) * (Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)) / Math.sqrt(fan));
      self.attrs.set('weight', uniformParameter(torch, machine, shape, limit, dtype));
      const bias = bound.get('bias') ?? none;
      self.attrs.set(
        'bias',
        truth(bias) ? uniformParameter(torch, machine, [outputs], 1 / Math.sqrt(fan), dtype) : none,
      );
      return none;
    }),
    forward: function* (self, [input = none], machine) {
      const mode = attribute(self, 'padding_mode');
      const around = mode.kind !== 'str' || mode.value === 'zeros' ? undefined : paddingAround(self);
      const padded = around
        ? yield* callFunction(torch, machine, 'torch.nn.functional.pad', [input, tuple(around.map(int)), mode])
        : input;
      const [stride, padding, dilation, groups] = own.map((key) => attribute(self, key));
      const weight = yield* attributeOrProperty(machine, self, 'weight');
      const bias = yield* attributeOrProperty(machine, self, 'bias');
      const rest = [weight, bias, stride, around ? int(0) : padding, dilation, groups] as readonly Value[];
      return yield* callFunction(torch, machine, `torch.nn.functional.conv${count}d`, [padded, ...rest]);
    },
    extra_repr: function* (self, _, machine) {
      const text = (key: string): Run<string> => machine.str(attribute(self, key));
      const parts = [yield* text('in_channels'), yield* text('out_channels')];
      parts.push(`kernel_size=${yield* text('kernel_size')}`, `stride=${yield* text('stride')}`);
      for (const [key, plain] of [
        ['padding', 0],
        ['dilation', 1],
      ] as const) {
        const sizes = sizesOf(attribute(self, key), count);
        if (!sizes?.every((size) => size === plain)) parts.push(`${key}=${yield* text(key)}`);
      }
      if (numberOf(attribute(self, 'groups')) !== 1) parts.push(`groups=${yield* text('groups')}`);
      if (attribute(self, 'bias').kind === 'none') parts.push('bias=False');
      const mode = yield* text('padding_mode');
      if (mode !== 'zeros') parts.push(`padding_mode=${mode}`);
      return str(parts.join(', '));
    },
  };
}

const paddingModes = "{'zeros', 'reflect', 'replicate', 'circular'}";

/** Raises what a convolution's constructor raises for paddings that it cannot do. */
function checkPadding(self: InstanceValue, machine: Machine): void {
  const [padding, mode] = [attribute(self, 'padding'), attribute(self, 'padding_mode')];
  if (padding.kind === 'str') {
    if (padding.value !== 'same' && padding.value !== 'valid')
      machine.raise('ValueError', `Invalid padding string '${padding.value}', should be one of {'valid', 'same'}`);
    if (padding.value === 'same' && numbersOf(attribute(self, 'stride')).some((step) => step !== 1))
      machine.raise('ValueError', "padding='same' is not supported for strided convolutions");
  }
  if (mode.kind === 'str' && !paddingModes.includes(`'${mode.value}'`))
    machine.raise('ValueError', `padding_mode must be one of ${paddingModes}, but got padding_mode='${mode.value}'`);
}

/** Sizes before and after each spatial dim, the last dim first, as `F.pad` takes them. */
function paddingAround(self: InstanceValue): readonly number[] {
  const padding = attribute(self, 'padding');
  const [kernel, dilation] = ['kernel_size', 'dilation'].map((key) => numbersOf(attribute(self, key)));
  const sides =
    padding.kind === 'str'
      ? kernel!.map((size, dim) => {
          const total = padding.value === 'same' ? dilation![dim]! * (size - 1) : 0;
          return [Math.floor(total / 2), Math.ceil(total / 2)];
        })
      : numbersOf(padding).map((size) => [size, size]);
  return sides.reverse().flat();
}

const numbersOf = (value: Value): readonly number[] =>
  value.kind === 'tuple' ? value.items.map((item) => numberOf(item) ?? 0) : [];

function refuse(torch: Torch, name: string): Value {
  loseGenerator(torch, `torch.nn.${name}`);
  return notModelled(`torch.nn.${name}`);
}

function batchNorm(torch: Torch, count: number): Rows {
  const name = `BatchNorm${count}d`;
  const ranks = count === 1 ? [2, 3] : [count + 2];
  return {
    __init__: initialiser(
      torch,
      name,
      'num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True',
      { eps: float(1e-5), momentum: float(0.1), affine: bool(true), track_running_stats: bool(true), bias: bool(true) },
      (self, bound, machine, dtype) => {
        const [size] = sizesOfEmpty(machine, bound.get('num_features') ?? none);
        if (size === undefined) return notModelled(`torch.nn.${name}`);
        const affine = truth(attribute(self, 'affine'));
        const parameter = (value: number) => asParameter(torch, filled(torch, size, value, dtype));
        self.attrs.set('weight', affine ? parameter(1) : none);
        self.attrs.set('bias', affine && truth(bound.get('bias') ?? none) ? parameter(0) : none);
        const tracks = truth(attribute(self, 'track_running_stats'));
        registerBuffer(self, 'running_mean', tracks ? filled(torch, size, 0, dtype) : none);
        registerBuffer(self, 'running_var', tracks ? filled(torch, size, 1, dtype) : none);
        registerBuffer(self, 'num_batches_tracked', tracks ? filled(torch, undefined, 0n, 'int64') : none);
        return none;
      },
    ),
    forward: function* (self, [input = none], machine) {
      if (isTensorValue(input) && !ranks.includes(input.native.rank)) {
        const wanted = ranks.map((rank) => `${rank}D`).join(' or ');
        machine.raise('ValueError', `expected ${wanted} input (got ${input.native.rank}D input)`);
      }
      const [mean, variance] = [attribute(self, 'running_mean'), attribute(self, 'running_var')];
      const training = truth(attribute(self, 'training'));
      const batches = attribute(self, 'num_batches_tracked');
      if (training && isTensorValue(batches)) yield* machine.call(yield* machine.getAttr(batches, 'add_'), [int(1)]);
      let momentum = attribute(self, 'momentum');
      if (momentum.kind === 'none') {
        // Without a momentum the statistics are averages over all batches.
        const [seen] = isTensorValue(batches) ? yield* readValues(torch, machine, batches.native) : [];
        momentum = float(training && seen ? 1 / Number(seen) : 0);
      }
      return yield* callFunction(torch, machine, 'torch.nn.functional.batch_norm', [
        input,
        mean,
        variance,
        yield* attributeOrProperty(machine, self, 'weight'),
        yield* attributeOrProperty(machine, self, 'bias'),
        bool(training || mean.kind === 'none'),
        momentum,
        attribute(self, 'eps'),
      ]);
    },
    extra_repr: function* (self, _, machine) {
      const parts = [yield* machine.repr(attribute(self, 'num_features'))];
      for (const key of ['eps', 'momentum', 'affine'])
        parts.push(`${key}=${yield* machine.repr(attribute(self, key))}`);
      parts.push(`bias=${attribute(self, 'bias').kind === 'none' ? 'False' : 'True'}`);
      parts.push(`track_running_stats=${yield* machine.repr(attribute(self, 'track_running_stats'))}`);
      return str(parts.join(', '));
    },
  };
}

/** The layers that drop, and the functions behind them. */
const dropouts: Readonly<Record<string, string>> = {
  Dropout: 'dropout',
  Dropout1d: 'dropout1d',
  Dropout2d: 'dropout2d',
  Dropout3d: 'dropout3d',
  AlphaDropout: 'alpha_dropout',
  FeatureAlphaDropout: 'feature_alpha_dropout',
};

function dropout(torch: Torch, name: string): Rows {
  const drop = dropoutFunctions(torch)[dropouts[name] ?? name] ?? none;
  // These two never write in place.
  const writes = !name.includes('Alpha');
  return {
    __init__: initialiser(
      torch,
      name,
      'p=0.5, inplace=False',
      { p: float(0.5), inplace: bool(false) },
      (_, bound, machine) => {
        const p = bound.get('p');
        const rate = numberOf(p);
        if (p && ['none', 'str', 'list', 'tuple'].includes(p.kind))
          machine.raise('TypeError', `'<' not supported between instances of '${machine.classOf(p).name}' and 'int'`);
        if (rate !== undefined && (rate < 0 || rate > 1))
          machine.raise(
            'ValueError',
            `dropout probability has to be between 0 and 1, but got ${p?.kind === 'int' ? rate : floatRepr(rate)}`,
          );
        return none;
      },
    ),
    forward: (self, [input = none], machine) => {
      const inplace = writes ? attribute(self, 'inplace') : bool(false);
      return machine.call(drop, [input, attribute(self, 'p'), attribute(self, 'training'), inplace]);
    },
    extra_repr: function* (self, _, machine) {
      const p = yield* machine.repr(attribute(self, 'p'));
      return str(`p=${p}, inplace=${yield* machine.repr(attribute(self, 'inplace'))}`);
    },
  };
}

const prelu = (torch: Torch): Rows => ({
  __init__: initialiser(
    torch,
    'PReLU',
    'num_parameters=1, init=0.25, device=None, dtype=None',
    { num_parameters: int(1), init: float(0.25) },
    (self, _, machine, dtype) => {
      const [size] = sizesOfEmpty(machine, attribute(self, 'num_parameters'));
      const value = numberOf(attribute(self, 'init'));
      if (size === undefined || value === undefined) return notModelled('torch.nn.PReLU');
      self.attrs.set('weight', asParameter(torch, filled(torch, size, value, dtype)));
      return none;
    },
  ),
  forward: (self, [input = none], machine) =>
    callFunction(torch, machine, 'torch.nn.functional.prelu', [input, attribute(self, 'weight')]),
  extra_repr: function* (self, _, machine) {
    return str(`num_parameters=${yield* machine.repr(attribute(self, 'num_parameters'))}`);
  },
});

function rrelu(torch: Torch): Rows {
  const bend = dropoutFunctions(torch).rrelu ?? none;
  return {
    __init__: initialiser(torch, 'RReLU', 'lower=0.125, upper=0.3333333333333333, inplace=False', {
      lower: float(1 / 8),
      upper: float(1 / 3),
      inplace: bool(false),
    }),
    forward: (self, [input = none], machine) => {
      if (input.kind === 'unknown' && truth(attribute(self, 'training'))) loseDraws(torch, undefined, input);
      return machine.call(bend, [
        input,
        ...['lower', 'upper', 'training', 'inplace'].map((key) => attribute(self, key)),
      ]);
    },
    extra_repr: function* (self, _, machine) {
      const lower = yield* machine.repr(attribute(self, 'lower'));
      const flag = truth(attribute(self, 'inplace')) ? ', inplace=True' : '';
      return str(`lower=${lower}, upper=${yield* machine.repr(attribute(self, 'upper'))}${flag}`);
    },
  };
}

const softmax2d = (torch: Torch): Rows => ({
  forward: (_, [input = none], machine) => {
    if (isTensorValue(input) && input.native.rank !== 3 && input.native.rank !== 4) {
      machine.raise('ValueError', `Softmax2d: expected input to be 3D or 4D, got ${input.native.rank}D instead`);
    }
    return callFunction(torch, machine, 'torch.nn.functional.softmax', [input, int(-3)]);
  },
});
