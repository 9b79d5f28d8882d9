// Layers known by their parameters (LayerNorm, GroupNorm, Bilinear, ...): what they are made of and how it is
// drawn, as torch.nn.modules makes them. Knows no class machinery.

import { say } from '../../base/text';
import {
  float,
  type InstanceValue,
  int,
  none,
  pyFalse,
  pyTrue,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import type { Torch } from '../torch';
import { embeddingLayers } from './embeddingLayers';
import { sizesOfEmpty } from './layerArguments';
import { classesOf, type Layer, type Making, spread, tail } from './layerClass';
import { registerBuffer } from './moduleTree';
import { asParameter, constantTensor, kaimingBound, uniformParameter } from './parameter';

function setUniform(
  { torch, machine, self, dtype }: Making,
  name: string,
  shape: readonly number[],
  bound: number,
): void {
  self.attrs.set(name, uniformParameter(torch, machine, shape, bound, dtype));
}

function setConstant({ torch, self, dtype }: Making, name: string, shape: readonly number[], value: number): void {
  self.attrs.set(name, asParameter(torch, constantTensor(torch, shape, dtype, value)));
}

/** What an output size asks for is not worked out. */
const outputPadding = (self: InstanceValue, given: (name: string) => Value): Value =>
  given('output_size').kind === 'none'
    ? attribute(self, 'output_padding')
    : unknown(say('this form of {0} is not modelled yet', `torch.nn.${self.cls.name}`));

const transposedConvolution = (rank: number): Layer => {
  const zeros = tuple(new Array<Value>(rank).fill(int(0)));
  const usualTuple = (n: number): string => (rank === 1 ? `(${n},)` : `(${new Array(rank).fill(n).join(', ')})`);
  return {
    name: `ConvTranspose${rank}d`,
    file: 'conv',
    params: `in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros'${tail}`,
    defaults: {
      stride: int(1),
      padding: int(0),
      dilation: int(1),
      output_padding: zeros,
      groups: int(1),
      padding_mode: str('zeros'),
    },
    make: (making) => {
      const { self, machine, size, isOn } = making;
      const mode = attribute(self, 'padding_mode');
      if (mode.kind !== 'str' || mode.value !== 'zeros')
        machine.raise('ValueError', `Only "zeros" padding mode is supported for ConvTranspose${rank}d`);
      for (const name of ['kernel_size', 'stride', 'padding', 'dilation', 'output_padding']) spread(self, name, rank);
      const [inputs, outputs, groups] = [size('in_channels'), size('out_channels'), size('groups')];
      if (groups <= 0) machine.raise('ValueError', 'groups must be a positive integer');
      if (inputs % groups !== 0) machine.raise('ValueError', 'in_channels must be divisible by groups');
      if (outputs % groups !== 0) machine.raise('ValueError', 'out_channels must be divisible by groups');
      const kernel = attribute(self, 'kernel_size');
      const items =
        kernel.kind === 'tuple' ? kernel.items : kernel.kind === 'str' ? [...kernel.value].map(str) : [kernel];
      const shape = sizesOfEmpty(machine, [int(inputs), int(outputs / groups), ...items]);
      const fan = shape.slice(1).reduce((product, n) => product * n, 1);
      setUniform(making, 'weight', shape, kaimingBound(fan));
      if (isOn('bias')) setUniform(making, 'bias', [outputs], fan > 0 ? 1 / Math.sqrt(fan) : 0);
      else self.attrs.set('bias', none);
    },
    takes: 'input, output_size=None',
    forward: [
      `torch.nn.functional.conv_transpose${rank}d`,
      ['weight', 'bias', 'stride', 'padding', outputPadding, 'groups', 'dilation'],
    ],
    shown: [
      'in_channels!',
      'out_channels!',
      'kernel_size',
      'stride',
      'padding?',
      'dilation?',
      'output_padding?',
      'groups?',
      'bias?',
      'padding_mode?',
    ],
    usual: {
      padding: usualTuple(0),
      dilation: usualTuple(1),
      output_padding: usualTuple(0),
      groups: '1',
      bias: 'True',
      padding_mode: "'zeros'",
    },
  };
};

/** Weight of ones and bias of zeros, as far as they are wanted. */
function affine(making: Making, flag: string, shape: readonly number[]): void {
  const { self, isOn } = making;
  if (isOn(flag)) setConstant(making, 'weight', shape, 1);
  else self.attrs.set('weight', none);
  if (isOn(flag) && isOn('bias')) setConstant(making, 'bias', shape, 0);
  else self.attrs.set('bias', none);
}

const unusedFeatures = (dim: number): string =>
  `input's size at dim=${dim} does not match num_features. You can silence this warning by not passing in num_features, which is not used because affine=False`;

const instanceNorm = (rank: number): Layer => ({
  name: `InstanceNorm${rank}d`,
  file: 'instancenorm',
  params: `num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False${tail}, *, bias=True`,
  defaults: { eps: float(1e-5), momentum: float(0.1), affine: pyFalse, track_running_stats: pyFalse },
  make: (making) => {
    const { torch, self, dtype, size, isOn } = making;
    const count = size('num_features');
    affine(making, 'affine', [count]);
    const tracks = isOn('track_running_stats');
    const buffer = (key: string, shape: readonly number[], type: DType, value: number): void =>
      registerBuffer(self, key, tracks ? constantTensor(torch, shape, type, value) : none);
    buffer('running_mean', [count], dtype, 0);
    buffer('running_var', [count], dtype, 1);
    buffer('num_batches_tracked', [], 'int64', 0);
  },
  shown: ['num_features!', 'eps', 'momentum', 'affine', 'bias', 'track_running_stats'],
  batched: rank + 2,
  check: (self, { shape }, machine) => {
    const [alone, batch] = [rank + 1, rank + 2];
    if (shape.length !== alone && shape.length !== batch)
      machine.raise('ValueError', `expected ${alone}D or ${batch}D input (got ${shape.length}D input)`);
    const dim = shape.length - alone;
    const wanted = attribute(self, 'num_features');
    if (wanted.kind !== 'int' || shape[dim] === Number(wanted.value)) return;
    if (attribute(self, 'affine') === pyTrue)
      machine.raise(
        'ValueError',
        `expected input's size at dim=${dim} to match num_features (${wanted.value}), but got: ${shape[dim]}.`,
      );
    machine.warn('UserWarning', unusedFeatures(dim));
  },
  forward: [
    'torch.nn.functional.instance_norm',
    ['running_mean', 'running_var', 'weight', 'bias', usesInput, momentumOf, 'eps'],
  ],
});

/** Statistics are those of the sample unless running ones are there and training is over. */
const usesInput = (self: InstanceValue): Value =>
  attribute(self, 'training') === pyTrue || attribute(self, 'track_running_stats') !== pyTrue ? pyTrue : pyFalse;

/** None: the statistics stay. */
const momentumOf = (self: InstanceValue): Value => {
  const momentum = attribute(self, 'momentum');
  return momentum.kind === 'none' ? float(0) : momentum;
};

/** The shape that is normalised, kept as a tuple. */
function normalizedShape({ self, machine }: Making): readonly number[] {
  spread(self, 'normalized_shape', 1);
  const value = attribute(self, 'normalized_shape');
  if (value.kind === 'tuple') return sizesOfEmpty(machine, value);
  if (value.kind === 'str') return sizesOfEmpty(machine, [...value.value].map(str));
  return machine.raise('TypeError', `'${machine.classOf(value).name}' object is not iterable`);
}

const ranks = [1, 2, 3] as const;

const layers: readonly Layer[] = [
  ...ranks.map(transposedConvolution),
  ...ranks.map(instanceNorm),
  ...embeddingLayers,
  {
    name: 'LayerNorm',
    file: 'normalization',
    params: `normalized_shape, eps=1e-05, elementwise_affine=True, bias=True${tail}`,
    defaults: { eps: float(1e-5), elementwise_affine: pyTrue },
    make: (making) => {
      affine(making, 'elementwise_affine', normalizedShape(making));
    },
    shown: ['normalized_shape!', 'eps', 'elementwise_affine', 'bias'],
    forward: ['torch.nn.functional.layer_norm', ['normalized_shape', 'weight', 'bias', 'eps']],
  },
  {
    name: 'RMSNorm',
    file: 'normalization',
    params: `normalized_shape, eps=None, elementwise_affine=True${tail}`,
    defaults: { eps: none, elementwise_affine: pyTrue },
    make: (making) => {
      const { self, isOn } = making;
      const shape = normalizedShape(making);
      if (isOn('elementwise_affine')) setConstant(making, 'weight', shape, 1);
      else self.attrs.set('weight', none);
    },
    shown: ['normalized_shape!', 'eps', 'elementwise_affine'],
    takes: 'x',
    forward: ['torch.nn.functional.rms_norm', ['normalized_shape', 'weight', 'eps']],
  },
  {
    name: 'GroupNorm',
    file: 'normalization',
    params: `num_groups, num_channels, eps=1e-05, affine=True${tail}, *, bias=True`,
    defaults: { eps: float(1e-5), affine: pyTrue },
    make: (making) => {
      const { machine, size } = making;
      if (size('num_channels') % size('num_groups') !== 0)
        machine.raise(
          'ValueError',
          `num_channels (${size('num_channels')}) must be divisible by num_groups (${size('num_groups')})`,
        );
      affine(making, 'affine', [size('num_channels')]);
    },
    shown: ['num_groups!', 'num_channels!', 'eps', 'affine', 'bias'],
    forward: ['torch.nn.functional.group_norm', ['num_groups', 'weight', 'bias', 'eps']],
  },
  {
    name: 'Bilinear',
    file: 'linear',
    params: `in1_features, in2_features, out_features, bias=True${tail}`,
    defaults: {},
    make: (making) => {
      const { machine, self, shape, isOn } = making;
      const [outputs = 0, first = 0, second = 0] = shape('out_features', 'in1_features', 'in2_features');
      if (first === 0) machine.raise('ValueError', 'in1_features must be > 0, but got (in1_features=0)');
      const bound = 1 / Math.sqrt(first);
      setUniform(making, 'weight', [outputs, first, second], bound);
      if (isOn('bias')) setUniform(making, 'bias', [outputs], bound);
      else self.attrs.set('bias', none);
    },
    shown: ['in1_features', 'in2_features', 'out_features', 'bias'],
    takes: 'input1, input2',
    forward: ['torch.nn.functional.bilinear', ['input2', 'weight', 'bias']],
  },
];

/** Classes by their name under torch.nn. */
export const parameterLayers = (torch: Torch): Entries => classesOf(torch, layers);
