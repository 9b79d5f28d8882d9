// MultiheadAttention: its parameters and what it hands to the attention of several heads. Knows no arithmetic.

import type { Machine } from '../../python/machine';
import {
  bool,
  type ClassValue,
  float,
  type InstanceValue,
  int,
  none,
  pyFalse,
  type Run,
  tuple,
  type Value,
} from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { attribute, makeClass } from '../makeClass';
import type { Entries } from '../moduleValue';
import { normals } from '../random/draw';
import { loseGenerator } from '../random/generatorObject';
import { numberIn } from '../scalarValue';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { attend, numericMask } from './attend';
import { composer, shapeOf } from './compose';
import { classesOf, type Layer, type Making, tail } from './layerClass';
import type { ModuleMethod } from './moduleClass';
import { asParameter, constantTensor, drawnTensor, uniformParameter } from './parameter';

/** A class under torch.nn by its name. */
export type FindClass = (name: string) => Value;

export const isOn = (value: Value | undefined): boolean => value?.kind === 'bool' && value.value;
const numberOf = (value: Value): number => numberIn(value, 0);

function checkSizes({ machine, self, size }: Making): void {
  const [width, heads] = [size('embed_dim'), size('num_heads')];
  if (width <= 0 || heads <= 0)
    machine.raise(
      'ValueError',
      `embed_dim and num_heads must be greater than 0, got embed_dim=${width} and num_heads=${heads} instead`,
    );
  for (const name of ['kdim', 'vdim']) if (attribute(self, name).kind === 'none') self.attrs.set(name, int(width));
  const isOne = size('kdim') === width && size('vdim') === width;
  self.attrs.set('_qkv_same_embed_dim', bool(isOne));
  const each = Math.floor(width / heads);
  self.attrs.set('head_dim', int(each));
  if (each * heads !== width) machine.raise('AssertionError', 'embed_dim must be divisible by num_heads');
  // The places of the parameters, which are drawn after those of the last projection.
  const names = isOne ? ['in_proj_weight', ...separate] : [...separate, 'in_proj_weight'];
  for (const name of [...names, 'in_proj_bias', 'out_proj', 'bias_k', 'bias_v']) self.attrs.set(name, none);
}

const separate = ['q_proj_weight', 'k_proj_weight', 'v_proj_weight'] as const;

function* makeParts(making: Making, last: Value): Run<unknown> {
  const { torch, machine, self, dtype, given, size, isOn: flag } = making;
  const width = size('embed_dim');
  const hasBias = flag('bias');
  const options = new Map([
    ['bias', bool(hasBias)],
    ['dtype', given.get('dtype') ?? none],
  ]);
  const output = yield* machine.call(last, [int(width), int(width)], options);
  self.attrs.set('out_proj', output);
  const draw = (name: string, rows: number, columns: number): void => {
    const bound = Math.sqrt(3) * Math.sqrt(2 / (rows + columns));
    self.attrs.set(name, uniformParameter(torch, machine, [rows, columns], bound, dtype));
  };
  if (isOn(attribute(self, '_qkv_same_embed_dim'))) draw('in_proj_weight', 3 * width, width);
  else for (const [i, name] of separate.entries()) draw(name, width, size(['embed_dim', 'kdim', 'vdim'][i]!));
  if (hasBias) {
    self.attrs.set('in_proj_bias', asParameter(torch, constantTensor(torch, [3 * width], dtype, 0)));
    if (output.kind === 'instance')
      output.attrs.set('bias', asParameter(torch, constantTensor(torch, [width], dtype, 0)));
  }
  if (isOn(given.get('add_bias_kv')))
    for (const name of ['bias_k', 'bias_v']) {
      const std = Math.sqrt(2 / (2 * width));
      const drawn = drawnTensor(torch, machine, [1, 1, width], dtype, normals(0, std));
      self.attrs.set(name, asParameter(torch, drawn));
    }
  return;
}

function* forward(torch: Torch, machine: Machine, self: InstanceValue, bound: ReadonlyMap<string, Value>): Run<Value> {
  const get = (name: string): Value => bound.get(name) ?? none;
  const flag = (name: string, usual: boolean): boolean => (bound.has(name) ? isOn(get(name)) : usual);
  const dropout = isOn(attribute(self, 'training')) ? numberOf(attribute(self, 'dropout')) : 0;
  const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
  if (doubt) {
    if (dropout > 0) loseGenerator(torch, 'torch.nn.MultiheadAttention');
    return doubt;
  }
  const inputs: Value[] = [get('query'), get('key'), get('value')];
  const { call } = composer(torch, machine);
  const turns = isOn(attribute(self, 'batch_first')) && shapeOf(inputs[0]!).length === 3;
  const [first] = inputs;
  if (!isTensorValue(first))
    return machine.raise('AttributeError', `'${machine.classOf(first ?? none).name}' object has no attribute 'dim'`);
  const paddingMask = yield* numericMask(torch, machine, get('key_padding_mask'), 'key_padding_mask', first, [
    'attn_mask',
    get('attn_mask'),
  ]);
  const mask = yield* numericMask(torch, machine, get('attn_mask'), 'attn_mask', first);
  if (turns)
    for (const [i, input] of inputs.entries())
      if (shapeOf(input).length > 1) inputs[i] = yield* call('transpose', input, int(1), int(0));
  const [query, key, value] = inputs;
  if (!isTensorValue(query) || !isTensorValue(key) || !isTensorValue(value)) {
    const wrong = inputs.find((input) => !isTensorValue(input)) ?? none;
    return machine.raise('AttributeError', `'${machine.classOf(wrong).name}' object has no attribute 'dim'`);
  }
  const output = attribute(self, 'out_proj');
  const of = (name: string): Value => (output.kind === 'instance' ? attribute(output, name) : none);
  const found = yield* attend(
    torch,
    machine,
    {
      width: numberOf(attribute(self, 'embed_dim')),
      count: numberOf(attribute(self, 'num_heads')),
      weights: isOn(attribute(self, '_qkv_same_embed_dim'))
        ? attribute(self, 'in_proj_weight')
        : [attribute(self, separate[0]), attribute(self, separate[1]), attribute(self, separate[2])],
      bias: attribute(self, 'in_proj_bias'),
      extraKey: attribute(self, 'bias_k'),
      extraValue: attribute(self, 'bias_v'),
      addsZero: isOn(attribute(self, 'add_zero_attn')),
      output: [of('weight'), of('bias')],
      dropout,
    },
    {
      query,
      key,
      value,
      paddingMask,
      mask,
      isCausal: flag('is_causal', false),
      needsWeights: flag('need_weights', true),
      averages: flag('average_attn_weights', true),
    },
  );
  if (!turns || found.kind !== 'tuple') return found;
  const [result = none, weights = none] = found.items;
  return tuple([yield* call('transpose', result, int(1), int(0)), weights]);
}

const callParams =
  'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False';

/** Classes by their name under torch.nn. `find` knows the other ones. */
export function attentionLayers(torch: Torch, find: FindClass): Entries {
  let last: ClassValue | undefined;
  const projection = (): Value => {
    const linear = find('Linear');
    last ??=
      linear.kind === 'class'
        ? makeClass('NonDynamicallyQuantizableLinear', 'torch.nn.modules.linear', [linear], {})
        : undefined;
    return last ?? linear;
  };
  const layer: Layer = {
    name: 'MultiheadAttention',
    file: 'activation',
    params: `embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False${tail}`,
    defaults: { dropout: float(0), add_zero_attn: pyFalse, batch_first: pyFalse },
    kept: ['embed_dim', 'num_heads', 'dropout', 'add_zero_attn', 'kdim', 'vdim', 'batch_first'],
    make: checkSizes,
    parts: (making) => makeParts(making, projection()),
    shown: [],
    methods: (): Readonly<Record<string, ModuleMethod>> => {
      const target = callee('MultiheadAttention.forward', 'python', callParams, true);
      return {
        forward: (self, positional, machine, keywords) =>
          forward(torch, machine, self, bindArguments(machine, target, { positional, keywords })),
      };
    },
  };
  return classesOf(torch, [layer]);
}
