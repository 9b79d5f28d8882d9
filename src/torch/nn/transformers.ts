// Transformer, its encoder and its decoder (torch/nn/modules/transformer.py): copies of layers, called one after another.

import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import {
  bool,
  float,
  type InstanceValue,
  int,
  list,
  none,
  pyFalse,
  pyTrue,
  type Run,
  type Value,
} from '../../python/value';
import { requiresGrad } from '../autograd/record';
import { declare } from '../binding/define';
import { dtypeOf } from '../dtypeObject';
import { readValues } from '../hostValues';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { causalMask } from './attend';
import { type FindClass, isOn } from './attentionLayers';
import { composer, shapeOf } from './compose';
import { classesOf, type Layer, type Making, tail } from './layerClass';
import { namedTensors } from './moduleTree';
import { constantTensor, uniformParameter } from './parameter';
import {
  blockNames,
  callPart,
  canonical,
  decoderLayer,
  encoderLayer,
  forwardOf,
  named,
  usual,
} from './transformerLayers';

/** Copies of a layer, one for each level. */
function* clones(find: FindClass, machine: Machine, layer: Value, count: number): Run<Value> {
  const module = findStdlibModule(machine as Vm, 'copy');
  const copy = module?.kind === 'module' ? (module.get('deepcopy') ?? none) : none;
  const items: Value[] = [];
  for (let i = 0; i < count; i++) items.push(yield* machine.call(copy, [layer]));
  return yield* machine.call(find('ModuleList'), [list(items)]);
}

const layersOf = (machine: Machine, self: InstanceValue): Run<readonly Value[]> =>
  machine.items(attribute(self, 'layers'));

const stack = (
  find: FindClass,
  name: string,
  layer: string,
  extra: string,
  methods: Layer['methods'] & {},
  finish: (making: Making, layer: Value) => void,
): Layer => ({
  name,
  file: 'transformer',
  params: `${layer}, num_layers, norm=None${extra}`,
  defaults: {},
  kept: [],
  make: () => undefined,
  *parts(making) {
    const { self, machine, given } = making;
    const one = given.get(layer) ?? none;
    const count = given.get('num_layers') ?? none;
    self.attrs.set('layers', yield* clones(find, machine, one, count.kind === 'int' ? Number(count.value) : 0));
    self.attrs.set('num_layers', count);
    self.attrs.set('norm', given.get('norm') ?? none);
    finish(making, one);
    return;
  },
  shown: [],
  methods,
});

/** Why PyTorch takes no short way through an encoder of these layers; its warning says so. */
function whyNotNested(find: FindClass, layer: Value): string | undefined {
  if (layer.kind !== 'instance' || layer.cls !== find('TransformerEncoderLayer'))
    return 'encoder_layer was not TransformerEncoderLayer';
  const of = (part: string, name: string): Value => {
    const module = attribute(layer, part);
    return module.kind === 'instance' ? attribute(module, name) : none;
  };
  const number = (value: Value): number => (value.kind === 'int' || value.kind === 'float' ? Number(value.value) : 0);
  if (isOn(attribute(layer, 'norm_first'))) return 'encoder_layer.norm_first was True';
  if (!isOn(of('self_attn', 'batch_first')))
    return 'encoder_layer.self_attn.batch_first was not True(use batch_first for better inference performance)';
  if (of('self_attn', 'in_proj_bias').kind === 'none') return 'encoder_layer.self_attn was passed bias=False';
  if (number(attribute(layer, 'activation_relu_or_gelu')) === 0)
    return 'encoder_layer.activation_relu_or_gelu was not True';
  if (number(of('norm1', 'eps')) !== number(of('norm2', 'eps')))
    return 'encoder_layer.norm1.eps was not equal to encoder_layer.norm2.eps';
  return number(of('self_attn', 'num_heads')) % 2 === 1 ? 'encoder_layer.self_attn.num_heads is odd' : undefined;
}

const encoder = (torch: Torch, find: FindClass): Layer =>
  stack(
    find,
    'TransformerEncoder',
    'encoder_layer',
    ', enable_nested_tensor=True, mask_check=True',
    forwardOf(
      'TransformerEncoder',
      'src, mask=None, src_key_padding_mask=None, is_causal=None',
      function* (self, bound, machine) {
        const src = bound.get('src') ?? none;
        const { mask, padding } = yield* canonical(torch, machine, src, bound, 'mask', 'mask');
        const empty = yield* emptied(torch, machine, self, src, mask, padding);
        let output = src;
        for (const layer of yield* layersOf(machine, self))
          output = yield* machine.call(
            layer,
            [output],
            named({
              src_mask: mask,
              src_key_padding_mask: padding,
              is_causal: bool(isOn(bound.get('is_causal'))),
            }),
          );
        if (empty) output = yield* composer(torch, machine).call('masked_fill', output, empty, float(0));
        return attribute(self, 'norm').kind === 'none' ? output : yield* callPart(machine, self, 'norm', [output]);
      },
    ),
    ({ self, machine, given }, layer) => {
      const wants = given.has('enable_nested_tensor') ? isOn(given.get('enable_nested_tensor')) : true;
      const why = whyNotNested(find, layer);
      self.attrs.set('enable_nested_tensor', bool(wants));
      self.attrs.set('use_nested_tensor', bool(wants && !why));
      self.attrs.set('mask_check', given.get('mask_check') ?? pyTrue);
      if (wants && why)
        machine.warn('UserWarning', `enable_nested_tensor is True, but self.use_nested_tensor is False because ${why}`);
    },
  );

/**
 * Out of training and without gradients PyTorch computes no padded places where all of them stand at the end, and fills them
 * with zeros: where they are, (batch, length, 1).
 */
function* emptied(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  src: Value,
  mask: Value,
  padding: Value,
): Run<Value | undefined> {
  const [first] = yield* layersOf(machine, self);
  if (!isTensorValue(src) || !isTensorValue(padding) || mask.kind !== 'none' || first?.kind !== 'instance')
    return undefined;
  if (!isOn(attribute(self, 'use_nested_tensor')) || isOn(attribute(first, 'training')) || src.native.rank !== 3)
    return undefined;
  const tensors: TensorValue[] = [src, ...[...namedTensors(torch, first, 'parameter')].map(([, value]) => value)];
  if (torch.gradEnabled && tensors.some(requiresGrad)) return undefined;
  const { call } = composer(torch, machine);
  const isPadded = yield* call('ne', padding, float(0));
  if (!isTensorValue(isPadded)) return undefined;
  const values = yield* readValues(torch, machine, isPadded.native);
  const [, length = 0] = shapeOf(isPadded);
  if (values.some((value, i) => i % length > 0 && Number(value) === 0 && Number(values[i - 1]) === 1)) return undefined;
  machine.warn(
    'UserWarning',
    'The PyTorch API of nested tensors is in prototype stage and will change in the near future. We recommend specifying layout=torch.jagged when constructing a nested tensor, as this layout receives active development, has better operator coverage, and works with torch.compile.',
  );
  return yield* call('unsqueeze', isPadded, int(-1));
}

const decoder = (find: FindClass): Layer => {
  const passed = [
    'tgt_mask',
    'memory_mask',
    'tgt_key_padding_mask',
    'memory_key_padding_mask',
    'tgt_is_causal',
    'memory_is_causal',
  ];
  return stack(
    find,
    'TransformerDecoder',
    'decoder_layer',
    '',
    forwardOf(
      'TransformerDecoder',
      'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False',
      function* (self, bound, machine) {
        const get = (name: string): Value => bound.get(name) ?? none;
        let output = get('tgt');
        const keywords = new Map(
          passed.map((name) => [name, name.endsWith('causal') ? bool(isOn(get(name))) : get(name)]),
        );
        for (const layer of yield* layersOf(machine, self))
          output = yield* machine.call(layer, [output, get('memory')], keywords);
        return attribute(self, 'norm').kind === 'none' ? output : yield* callPart(machine, self, 'norm', [output]);
      },
    ),
    () => undefined,
  );
};

/** An encoder or a decoder of the sizes that a Transformer is made with, unless one is given. */
function* makeHalf(find: FindClass, { self, machine, given }: Making, half: 'encoder' | 'decoder'): Run<unknown> {
  const custom = given.get(`custom_${half}`) ?? none;
  if (custom.kind !== 'none') {
    self.attrs.set(half, custom);
    return;
  }
  const get = (name: string): Value => given.get(name) ?? transformerUsual[name] ?? usual[name] ?? none;
  const kind = half === 'encoder' ? 'Encoder' : 'Decoder';
  const layer = yield* machine.call(
    find(`Transformer${kind}Layer`),
    [],
    new Map(blockNames.filter((name) => name !== 'activation' || given.has(name)).map((name) => [name, get(name)])),
  );
  const options = named({ eps: get('layer_norm_eps'), bias: get('bias'), dtype: get('dtype') });
  const norm = yield* machine.call(find('LayerNorm'), [get('d_model')], options);
  self.attrs.set(half, yield* machine.call(find(`Transformer${kind}`), [layer, get(`num_${half}_layers`), norm]));
  return;
}

const transformerUsual: Readonly<Record<string, Value>> = {
  d_model: int(512),
  nhead: int(8),
  num_encoder_layers: int(6),
  num_decoder_layers: int(6),
};

const transformer = (torch: Torch, find: FindClass): Layer => ({
  name: 'Transformer',
  file: 'transformer',
  params: `d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation=<function relu>, custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True${tail}`,
  defaults: {},
  kept: [],
  make: () => undefined,
  *parts(making) {
    const { self, machine, given } = making;
    for (const half of ['encoder', 'decoder'] as const) yield* makeHalf(find, making, half);
    for (const [, parameter] of namedTensors(torch, self, 'parameter')) {
      const { shape, dtype } = parameter.native;
      if (shape.length < 2) continue;
      const bound = Math.sqrt(3) * Math.sqrt(2 / (shape[0]! + shape[1]!));
      parameter.native = uniformParameter(torch, machine, shape, bound, dtype).native;
    }
    for (const name of ['d_model', 'nhead', 'batch_first'])
      self.attrs.set(name, given.get(name) ?? transformerUsual[name] ?? pyFalse);
    return;
  },
  shown: [],
  methods: forwardOf(
    'Transformer',
    'src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False',
    function* (self, bound, machine) {
      const get = (name: string): Value => bound.get(name) ?? none;
      const [src, tgt] = [shapeOf(get('src')), shapeOf(get('tgt'))];
      const batch = isOn(attribute(self, 'batch_first')) ? 0 : 1;
      if (src.length === 3 && src[batch] !== tgt[batch])
        machine.raise('RuntimeError', 'the batch number of src and tgt must be equal');
      const width = attribute(self, 'd_model');
      if ([src.at(-1), tgt.at(-1)].some((size) => width.kind !== 'int' || size !== Number(width.value)))
        machine.raise('RuntimeError', 'the feature number of src and tgt must be equal to d_model');
      const memory = yield* callPart(
        machine,
        self,
        'encoder',
        [get('src')],
        named({
          mask: get('src_mask'),
          src_key_padding_mask: get('src_key_padding_mask'),
          is_causal: get('src_is_causal'),
        }),
      );
      const rest = ['tgt_mask', 'memory_mask', 'tgt_key_padding_mask', 'memory_key_padding_mask', 'tgt_is_causal'];
      return yield* callPart(
        machine,
        self,
        'decoder',
        [get('tgt'), memory],
        new Map([
          ...rest.map((name) => [name, get(name)] as const),
          ['memory_is_causal', bool(isOn(get('memory_is_causal')))],
        ]),
      );
    },
  ),
});

/** Classes by their name under torch.nn. `find` knows the other ones. */
export const transformers = (torch: Torch, find: FindClass): Entries =>
  classesOf(torch, [
    encoderLayer(torch, find),
    decoderLayer(torch, find),
    encoder(torch, find),
    decoder(find),
    { ...transformer(torch, find), statics: squareMask },
  ]);

/** `Transformer.generate_square_subsequent_mask(size)`. */
const squareMask = (torch: Torch): Readonly<Record<string, Value>> => ({
  generate_square_subsequent_mask: {
    kind: 'staticmethod',
    func: declare('generate_square_subsequent_mask', 'python', 'sz, device=None, dtype=None', ({ get }, machine) => {
      const size = get('sz');
      const count = size.kind === 'int' ? Number(size.value) : 0;
      const like = constantTensor(torch, [0], dtypeOf(get('dtype')) ?? 'float32', 0);
      return causalMask(torch, machine, count, count, like);
    }),
  },
});
