// Embedding and EmbeddingBag: a table drawn, or one that is given (torch/nn/modules/sparse.py). Knows no arithmetic.

import type { Machine } from '../../python/machine';
import { builtin, type ClassValue, float, int, none, pyFalse, str, type Value } from '../../python/value';
import { setRequiresGrad } from '../autograd/record';
import { bindGiven, callee } from '../binding/define';
import { attribute } from '../makeClass';
import { normals } from '../random/draw';
import { loseGenerator } from '../random/generatorObject';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type Layer, type Making, tail } from './layerClass';
import { asParameter, drawnTensor } from './parameter';

/** The row that stays still, as a place from the start. */
function keepPadding({ self, machine, size }: Making, message: string): number | undefined {
  const padding = attribute(self, 'padding_idx');
  if (padding.kind !== 'int') return undefined;
  const [at, rows] = [Number(padding.value), size('num_embeddings')];
  if (at >= rows || at < -rows) machine.raise('AssertionError', message);
  const place = at < 0 ? at + rows : at;
  self.attrs.set('padding_idx', int(place));
  return place;
}

/** The table: drawn with zeros at the row that stays still, or the one that is given. */
function makeTable({ torch, machine, self, dtype, shape, given }: Making, still: number | undefined): void {
  const [rows = 0, width = 0] = shape('num_embeddings', 'embedding_dim');
  const own = given.get('_weight') ?? none;
  if (!isTensorValue(own)) {
    const tensor = drawnTensor(torch, machine, [rows, width], dtype, normals(0, 1));
    if (still !== undefined) tensor.native.storage.host?.fill(0 as never, still * width, (still + 1) * width);
    self.attrs.set('weight', asParameter(torch, tensor));
    return;
  }
  if (own.native.shape.join() !== [rows, width].join())
    machine.raise('AssertionError', 'Shape of weight does not match num_embeddings and embedding_dim');
  const freeze = given.get('_freeze');
  self.attrs.set('weight', asParameter(torch, own, !(freeze?.kind === 'bool' && freeze.value)));
}

/** The class method `from_pretrained`: a layer over a table that is given, frozen unless that is refused. */
const fromPretrained = (torch: Torch, name: string, params: string): Value => {
  const target = callee('from_pretrained', 'python', `embeddings, freeze=True, ${params}`, true);
  return {
    kind: 'classmethod',
    func: builtin('from_pretrained', function* ({ positional: [cls, ...positional], keywords }, machine: Machine) {
      const { get, has, values } = bindGiven(machine, target, { positional, keywords });
      const doubt = values().find((value) => value.kind === 'unknown');
      if (doubt) {
        loseGenerator(torch, `torch.nn.${name}`);
        return doubt;
      }
      const table = get('embeddings');
      if (!isTensorValue(table) || table.native.rank !== 2)
        machine.raise('AssertionError', 'Embeddings parameter is expected to be 2-dimensional');
      const { shape } = isTensorValue(table) ? table.native : { shape: [] };
      const rest = target.params.map((param) => param.name).filter((key) => has(key));
      const made = new Map<string, Value>([
        ['num_embeddings', int(shape[0] ?? 0)],
        ['embedding_dim', int(shape[1] ?? 0)],
        ['_weight', table],
        ...rest.filter((key) => key !== 'embeddings' && key !== 'freeze').map((key) => [key, get(key)] as const),
      ]);
      const layer = yield* machine.call(cls as ClassValue, [], made);
      const freeze = get('freeze');
      const weight = yield* machine.getAttr(layer, 'weight');
      if (isTensorValue(weight)) setRequiresGrad(weight, freeze.kind === 'bool' && !freeze.value);
      return layer;
    }),
  };
};

const defaults = {
  padding_idx: none,
  max_norm: none,
  norm_type: float(2),
  scale_grad_by_freq: pyFalse,
  sparse: pyFalse,
};
const usual = { padding_idx: 'None', max_norm: 'None', norm_type: '2.0', scale_grad_by_freq: 'False', sparse: 'False' };
const table = ['num_embeddings!', 'embedding_dim!'];

/** The layers as rows of the table of layers. */
export const embeddingLayers: readonly Layer[] = [
  {
    name: 'Embedding',
    file: 'sparse',
    params: `num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False${tail}`,
    defaults,
    make: (making) => makeTable(making, keepPadding(making, 'Padding_idx must be within num_embeddings')),
    shown: [...table, 'padding_idx?', 'max_norm?', 'norm_type?', 'scale_grad_by_freq?', 'sparse?'],
    usual,
    forward: [
      'torch.nn.functional.embedding',
      ['weight', 'padding_idx', 'max_norm', 'norm_type', 'scale_grad_by_freq', 'sparse'],
    ],
    statics: (torch) => ({
      from_pretrained: fromPretrained(
        torch,
        'Embedding',
        'padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
      ),
    }),
  },
  {
    name: 'EmbeddingBag',
    file: 'sparse',
    params: `num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None${tail}`,
    defaults: { ...defaults, mode: str('mean'), include_last_offset: pyFalse },
    make: (making) => makeTable(making, keepPadding(making, 'padding_idx must be within num_embeddings')),
    shown: [...table, 'max_norm?', 'norm_type?', 'scale_grad_by_freq?', 'mode', 'padding_idx?'],
    usual,
    takes: 'input, offsets=None, per_sample_weights=None',
    forward: [
      'torch.nn.functional.embedding_bag',
      [
        'weight',
        'offsets',
        'max_norm',
        'norm_type',
        'scale_grad_by_freq',
        'mode',
        'sparse',
        'per_sample_weights',
        'include_last_offset',
        'padding_idx',
      ],
    ],
    statics: (torch) => ({
      from_pretrained: fromPretrained(
        torch,
        'EmbeddingBag',
        "max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, include_last_offset=False, padding_idx=None",
      ),
    }),
  },
];
