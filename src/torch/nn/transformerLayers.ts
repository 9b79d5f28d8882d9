// The layers of a Transformer (torch/nn/modules/transformer.py): what an encoder's and a decoder's is made of, and in which
// order its parts are called. Knows no arithmetic.

import type { Machine } from '../../python/machine';
import { bool, float, type InstanceValue, int, none, pyFalse, pyTrue, type Run, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { attribute } from '../makeClass';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { numericMask } from './attend';
import { type FindClass, isOn } from './attentionLayers';
import { composer } from './compose';
import { type Layer, type Making, tail } from './layerClass';
import type { ModuleMethod } from './moduleClass';

export type Bound = ReadonlyMap<string, Value>;
type Forward = (self: InstanceValue, bound: Bound, machine: Machine) => Run<Value>;

/** Arguments by their names. */
export const named = (entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(entries));

/** Calls the submodule of this name. */
export const callPart = (
  machine: Machine,
  self: InstanceValue,
  name: string,
  args: readonly Value[],
  keywords?: ReadonlyMap<string, Value>,
): Run<Value> => machine.call(attribute(self, name), args, keywords);

/** A forward by its signature; an unknown argument makes the result unknown. */
export const forwardOf =
  (name: string, params: string, run: Forward): ((torch: Torch) => Readonly<Record<string, ModuleMethod>>) =>
  () => {
    const target = callee(`${name}.forward`, 'python', params, true);
    return {
      forward(self, positional, machine, keywords) {
        const bound = bindArguments(machine, target, { positional, keywords });
        return [...bound.values()].find((value) => value.kind === 'unknown') ?? run(self, bound, machine);
      },
    };
  };

const blockParams =
  'd_model, nhead, dim_feedforward=2048, dropout=0.1, activation=<function relu>, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True';
/** What both kinds of layers are made with. */
export const blockNames = [
  'd_model',
  'nhead',
  'dim_feedforward',
  'dropout',
  'activation',
  'layer_norm_eps',
  'batch_first',
  'norm_first',
  'bias',
  'dtype',
] as const;
/** What is left out. */
export const usual: Readonly<Record<string, Value>> = {
  dim_feedforward: int(2048),
  dropout: float(0.1),
  layer_norm_eps: float(1e-5),
  batch_first: pyFalse,
  norm_first: pyFalse,
  bias: pyTrue,
};

/** Makes the submodules of a layer of an encoder or a decoder, in their order: `attentions` first. */
function* makeBlock(find: FindClass, attentions: readonly string[], { self, machine, given }: Making): Run<unknown> {
  const get = (name: string): Value => given.get(name) ?? usual[name] ?? none;
  const put = function* (
    name: string,
    cls: string,
    args: readonly Value[],
    options: readonly string[] = [],
  ): Run<unknown> {
    const keywords = new Map([...options, 'dtype'].map((key) => [key, get(key)]));
    self.attrs.set(name, yield* machine.call(find(cls), args, options.length > 0 ? keywords : undefined));
    return;
  };
  const [width, inner, rate] = [get('d_model'), get('dim_feedforward'), get('dropout')];
  for (const name of attentions)
    yield* put(name, 'MultiheadAttention', [width, get('nhead')], ['dropout', 'bias', 'batch_first']);
  yield* put('linear1', 'Linear', [width, inner], ['bias']);
  yield* put('dropout', 'Dropout', [rate]);
  yield* put('linear2', 'Linear', [inner, width], ['bias']);
  self.attrs.set('norm_first', get('norm_first'));
  const counted = Array.from({ length: attentions.length + 1 }, (_, i) => i + 1);
  for (const i of counted) yield* put(`norm${i}`, 'LayerNorm', [width, get('layer_norm_eps')], ['bias']);
  for (const i of counted) yield* put(`dropout${i}`, 'Dropout', [rate]);
  const activation = get('activation');
  const functional = find('functional');
  const known = (name: string): Value => (functional.kind === 'module' ? (functional.get(name) ?? none) : none);
  if (activation.kind === 'str' && activation.value !== 'relu' && activation.value !== 'gelu')
    machine.raise('RuntimeError', `activation should be relu/gelu, not ${activation.value}`);
  const chosen =
    activation.kind === 'none' ? known('relu') : activation.kind === 'str' ? known(activation.value) : activation;
  const isOf = (name: string): boolean =>
    chosen === known(name.toLowerCase()) || (chosen.kind === 'instance' && chosen.cls === find(name));
  self.attrs.set('activation_relu_or_gelu', int(isOf('ReLU') ? 1 : isOf('GELU') ? 2 : 0));
  self.attrs.set('activation', chosen);
  return;
}

/** What a step of a layer adds to its input. */
type Branch = (input: Value) => Run<Value>;

/** Adds the branches one after another, with the norms before or after them. */
function* throughBranches(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  input: Value,
  branches: readonly Branch[],
): Run<Value> {
  const { add } = composer(torch, machine);
  const first = isOn(attribute(self, 'norm_first'));
  let x = input;
  for (const [i, branch] of branches.entries()) {
    const norm = (value: Value): Run<Value> => callPart(machine, self, `norm${i + 1}`, [value]);
    x = first ? yield* add(x, yield* branch(yield* norm(x))) : yield* norm(yield* add(x, yield* branch(x)));
  }
  return x;
}

interface Masks {
  readonly mask: Value;
  readonly padding: Value;
  readonly isCausal: Value;
}

const attending = (
  machine: Machine,
  self: InstanceValue,
  name: string,
  dropout: string,
  memory: Value | undefined,
  masks: Masks,
): Branch =>
  function* (input) {
    const keywords = named({
      attn_mask: masks.mask,
      key_padding_mask: masks.padding,
      need_weights: pyFalse,
      is_causal: bool(isOn(masks.isCausal)),
    });
    const found = yield* callPart(machine, self, name, [input, memory ?? input, memory ?? input], keywords);
    return yield* callPart(machine, self, dropout, [found.kind === 'tuple' ? found.items[0]! : found]);
  };

const feeding = (machine: Machine, self: InstanceValue, dropout: string): Branch =>
  function* (input) {
    const inner = yield* callPart(machine, self, 'linear1', [input]);
    const active = yield* callPart(machine, self, 'activation', [inner]);
    const kept = yield* callPart(machine, self, 'dropout', [active]);
    return yield* callPart(machine, self, dropout, [yield* callPart(machine, self, 'linear2', [kept])]);
  };

/** `TransformerEncoderLayer`. */
export const encoderLayer = (torch: Torch, find: FindClass): Layer => ({
  name: 'TransformerEncoderLayer',
  file: 'transformer',
  params: blockParams + tail,
  defaults: {},
  kept: [],
  make: () => undefined,
  parts: (making) => makeBlock(find, ['self_attn'], making),
  shown: [],
  methods: forwardOf(
    'TransformerEncoderLayer',
    'src, src_mask=None, src_key_padding_mask=None, is_causal=False',
    function* (self, bound, machine) {
      const src = bound.get('src') ?? none;
      const masks = yield* canonical(torch, machine, src, bound, 'src_mask', 'src_mask');
      return yield* throughBranches(torch, machine, self, src, [
        attending(machine, self, 'self_attn', 'dropout1', undefined, {
          ...masks,
          isCausal: bound.get('is_causal') ?? pyFalse,
        }),
        feeding(machine, self, 'dropout2'),
      ]);
    },
  ),
});

/** The masks of an encoder as numbers. */
export function* canonical(
  torch: Torch,
  machine: Machine,
  src: Value,
  bound: Bound,
  name: string,
  shown: string,
): Run<{ readonly mask: Value; readonly padding: Value }> {
  const [mask, padding] = [bound.get(name) ?? none, bound.get('src_key_padding_mask') ?? none];
  if (!isTensorValue(src)) return { mask, padding };
  return {
    padding: yield* numericMask(torch, machine, padding, 'src_key_padding_mask', src, [shown, mask]),
    mask: yield* numericMask(torch, machine, mask, shown, src),
  };
}

/** `TransformerDecoderLayer`. */
export const decoderLayer = (torch: Torch, find: FindClass): Layer => ({
  name: 'TransformerDecoderLayer',
  file: 'transformer',
  params: blockParams + tail,
  defaults: {},
  kept: [],
  make: () => undefined,
  parts: (making) => makeBlock(find, ['self_attn', 'multihead_attn'], making),
  shown: [],
  methods: forwardOf(
    'TransformerDecoderLayer',
    'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False',
    (self, bound, machine) => {
      const get = (name: string): Value => bound.get(name) ?? none;
      const masks = (name: string): Masks => ({
        mask: get(`${name}_mask`),
        padding: get(`${name}_key_padding_mask`),
        isCausal: get(`${name}_is_causal`),
      });
      return throughBranches(torch, machine, self, get('tgt'), [
        attending(machine, self, 'self_attn', 'dropout1', undefined, masks('tgt')),
        attending(machine, self, 'multihead_attn', 'dropout2', get('memory'), masks('memory')),
        feeding(machine, self, 'dropout3'),
      ]);
    },
  ),
});
