// Layers known by their parameters (Embedding, LayerNorm, GroupNorm, Bilinear, ...): what they are made of and how it is
// drawn, as torch.nn.modules makes them. Forward is the function of the registry where there is one, else Unknown.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  type ClassValue,
  float,
  type InstanceValue,
  int,
  none,
  pyFalse,
  pyTrue,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { callFunction } from '../callFunction';
import { dtypeOf } from '../dtypeObject';
import { loseGenerator } from '../random/generatorObject';
import type { Torch } from '../torch';
import { registerBuffer, subclassOf } from './moduleClass';
import { asParameter, constantTensor, drawnTensor, kaimingBound, uniformParameter } from './parameter';

/** What a constructor has to go on. */
interface Making {
  readonly torch: Torch;
  readonly machine: Machine;
  readonly self: InstanceValue;
  readonly dtype: DType;
  /** An integer argument; raises TypeError for anything else. */
  readonly size: (name: string) => number;
  readonly isOn: (name: string) => boolean;
}

interface Layer {
  readonly name: string;
  readonly file: string;
  readonly params: string;
  /** Defaults of the parameters that stay attributes. */
  readonly defaults: Readonly<Record<string, Value>>;
  readonly make: (making: Making) => void;
  /** Names in `repr`: `name!` without its name, `name?` only where it is not `usual`. */
  readonly shown: readonly string[];
  readonly usual?: Readonly<Record<string, string>>;
  /** The function behind `forward`, and the attributes that follow the input. */
  readonly forward?: readonly [dotted: string, attributes: readonly string[]];
}

const attribute = (self: InstanceValue, name: string): Value => self.attrs.get(name) ?? none;
const tail = ', device=None, dtype=None';

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

/** An int as many times as there are dims, or the tuple given. */
function spread(self: InstanceValue, name: string, rank: number): void {
  const value = attribute(self, name);
  if (value.kind === 'int') self.attrs.set(name, tuple(new Array<Value>(rank).fill(value)));
  else if (value.kind === 'list') self.attrs.set(name, tuple(value.items));
}

const sizes = (value: Value): number[] =>
  value.kind === 'tuple' ? value.items.map((item) => (item.kind === 'int' ? Number(item.value) : 0)) : [];

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
      for (const name of ['kernel_size', 'stride', 'padding', 'dilation', 'output_padding']) spread(self, name, rank);
      const [inputs, outputs, groups] = [size('in_channels'), size('out_channels'), size('groups')];
      if (groups <= 0) machine.raise('ValueError', 'groups must be a positive integer');
      if (inputs % groups !== 0) machine.raise('ValueError', 'in_channels must be divisible by groups');
      if (outputs % groups !== 0) machine.raise('ValueError', 'out_channels must be divisible by groups');
      const kernel = sizes(attribute(self, 'kernel_size'));
      const shape = [inputs, outputs / groups, ...kernel];
      const fan = shape.slice(1).reduce((product, n) => product * n, 1);
      setUniform(making, 'weight', shape, kaimingBound(fan));
      if (isOn('bias')) setUniform(making, 'bias', [outputs], fan > 0 ? 1 / Math.sqrt(fan) : 0);
      else self.attrs.set('bias', none);
    },
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
});

const ranks = [1, 2, 3] as const;

const layers: readonly Layer[] = [
  ...ranks.map(transposedConvolution),
  ...ranks.map(instanceNorm),
  {
    name: 'Embedding',
    file: 'sparse',
    params: `num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False${tail}`,
    defaults: { padding_idx: none, max_norm: none, norm_type: float(2), scale_grad_by_freq: pyFalse, sparse: pyFalse },
    make: ({ torch, machine, self, dtype, size }) => {
      const [rows, width] = [size('num_embeddings'), size('embedding_dim')];
      const tensor = drawnTensor(torch, machine, [rows, width], dtype, (generator, count, precision) => [
        ...generator.normals(count, 0, 1, precision),
      ]);
      const padding = attribute(self, 'padding_idx');
      if (padding.kind === 'int') {
        let at = Number(padding.value);
        if (at >= rows || at < -rows) machine.raise('AssertionError', 'Padding_idx must be within num_embeddings');
        if (at < 0) at += rows;
        self.attrs.set('padding_idx', int(at));
        tensor.native.storage.host?.fill(0 as never, at * width, (at + 1) * width);
      }
      self.attrs.set('weight', asParameter(torch, tensor));
    },
    shown: [
      'num_embeddings!',
      'embedding_dim!',
      'padding_idx?',
      'max_norm?',
      'norm_type?',
      'scale_grad_by_freq?',
      'sparse?',
    ],
    usual: { padding_idx: 'None', max_norm: 'None', norm_type: '2.0', scale_grad_by_freq: 'False', sparse: 'False' },
    forward: ['torch.nn.functional.embedding', ['weight', 'padding_idx']],
  },
  {
    name: 'LayerNorm',
    file: 'normalization',
    params: `normalized_shape, eps=1e-05, elementwise_affine=True, bias=True${tail}`,
    defaults: { eps: float(1e-5), elementwise_affine: pyTrue },
    make: (making) => {
      spread(making.self, 'normalized_shape', 1);
      affine(making, 'elementwise_affine', sizes(attribute(making.self, 'normalized_shape')));
    },
    shown: ['normalized_shape!', 'eps', 'elementwise_affine', 'bias'],
    forward: ['torch.nn.functional.layer_norm', ['normalized_shape', 'weight', 'bias', 'eps']],
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
      const { machine, self, size, isOn } = making;
      const [first, second, outputs] = [size('in1_features'), size('in2_features'), size('out_features')];
      if (first <= 0) machine.raise('ValueError', `in1_features must be > 0, but got ${first}`);
      const bound = 1 / Math.sqrt(first);
      setUniform(making, 'weight', [outputs, first, second], bound);
      if (isOn('bias')) setUniform(making, 'bias', [outputs], bound);
      else self.attrs.set('bias', none);
    },
    shown: ['in1_features', 'in2_features', 'out_features', 'bias'],
  },
];

/** Classes by their name under torch.nn. */
export const parameterLayers = (torch: Torch): ReadonlyMap<string, ClassValue> =>
  new Map(layers.map((layer) => [layer.name, layerClass(torch, layer)]));

function layerClass(torch: Torch, layer: Layer): ClassValue {
  const target = callee(`${layer.name}.__init__`, 'python', layer.params, true);
  return subclassOf(torch.classes.module, layer.name, `torch.nn.modules.${layer.file}`, {
    __init__: (self, positional, machine, keywords) =>
      construct(torch, layer, self, bindArguments(machine, target, { positional, keywords }), machine),
    forward: function* (self, [input = none], machine) {
      if (!layer.forward) return unknown(say('{0} is not modelled yet', `torch.nn.${layer.name}.forward`));
      const [dotted, attributes] = layer.forward;
      return yield* callFunction(torch, machine, dotted, [input, ...attributes.map((name) => attribute(self, name))]);
    },
    extra_repr: (self, _, machine) => shownText(self, layer, machine),
  });
}

function construct(
  torch: Torch,
  layer: Layer,
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  machine: Machine,
): Value {
  const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
  const given = bound.get('_weight') ?? none;
  const wanted = bound.get('dtype') ?? none;
  if (doubt || given.kind !== 'none') {
    const why = loseGenerator(torch, `torch.nn.${layer.name}`);
    return doubt ?? why;
  }
  self.attrs.set('training', pyTrue);
  for (const [name, value] of [...Object.entries(layer.defaults), ...bound])
    if (!['bias', 'device', 'dtype', '_weight', '_freeze'].includes(name)) self.attrs.set(name, value);
  const size = (name: string): number => {
    const value = attribute(self, name);
    if (value.kind === 'int') return Number(value.value);
    const type = machine.classOf(value).name;
    return machine.raise('TypeError', `empty(): argument 'size' must be tuple of ints, not ${type}`);
  };
  const isOn = (name: string): boolean => {
    const value = name === 'bias' ? (bound.get('bias') ?? pyTrue) : attribute(self, name);
    return value.kind === 'bool' ? value.value : value.kind === 'int' && value.value !== 0n;
  };
  layer.make({ torch, machine, self, dtype: dtypeOf(wanted) ?? 'float32', size, isOn });
  return none;
}

function* shownText(self: InstanceValue, { shown, usual = {} }: Layer, machine: Machine): Run<Value> {
  const parts: string[] = [];
  for (const entry of shown) {
    const name = entry.replace(/[!?]$/, '');
    const value = attribute(self, name);
    const text = name === 'bias' ? (value.kind === 'none' ? 'False' : 'True') : yield* machine.repr(value);
    if (entry.endsWith('?') && text === usual[name]) continue;
    const bare = name === 'padding_mode' && value.kind === 'str' ? value.value : text;
    parts.push(entry.endsWith('!') ? text : `${name}=${bare}`);
  }
  return str(parts.join(', '));
}
