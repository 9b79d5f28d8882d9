// scaled_dot_product_attention: softmax of the products of queries and keys, applied to values. Knows no module.
import { say } from '../../base/text';
import { cppName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { transpose } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import { NotModelled, type Op } from '../op';
import { bool, keyword, optional, real, tensor, withDefault } from '../params';

const sample = '(torch.arange(24.).reshape(1, 2, 3, 4) / 8)';
function check(query: Tensor, key: Tensor, value: Tensor): void {
  const given = [query, key, value];
  if (given.some(({ rank }) => rank < 2)) {
    fail(
      `Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ${query.rank} key.dim: ${key.rank} and value.dim: ${value.rank} instead.`,
    );
  }
  if (given.some(({ dtype }) => dtype !== query.dtype)) {
    fail(
      `Expected query, key, and value to have the same dtype, but got query.dtype: ${cppName(query.dtype)} key.dtype: ${cppName(key.dtype)} and value.dtype: ${cppName(value.dtype)} instead.`,
    );
  }
}

/** True at and below the diagonal: what a place may look at. */
function causal(engine: Engine, rows: number, columns: number): Tensor {
  const allowed = Uint8Array.from({ length: rows * columns }, (_, i) =>
    i % columns <= Math.floor(i / columns) ? 1 : 0,
  );
  return engine.fromHost(allowed, [rows, columns], 'bool');
}

const attention = defineOp({
  names: ['torch.nn.functional.scaled_dot_product_attention'],
  family: 'other',
  doc: say('Values averaged by how well their keys fit each query: softmax(query · keyᵀ · scale) · value.'),
  params: [
    tensor('query', say('(..., targets, width).')),
    tensor('key', say('(..., sources, width).')),
    tensor('value', say('(..., sources, width of the result).')),
    optional(tensor('attn_mask', say('False where a target may not look, or a number added to each product.'))),
    withDefault(real('dropout_p', say('The share of weights that are dropped.')), 0),
    withDefault(bool('is_causal', say('Whether a target sees earlier sources only.')), false),
    keyword(optional(real('scale', say('The factor of the products; 1 over the root of the width where left out.')))),
    keyword(withDefault(bool('enable_gqa', say('Whether heads of keys are shared.')), false)),
  ],
  run({ query, key, value, attn_mask: mask, ...rest }, { engine }) {
    check(query, key, value);
    if (rest.dropout_p > 0 || rest.enable_gqa) {
      throw new NotModelled(say('this form of {0} is not modelled yet', 'scaled_dot_product_attention'));
    }
    const m = maths(engine);
    const factor = rest.scale ?? 1 / Math.sqrt(query.shape[query.rank - 1]!);
    const products = andThen(matmul(engine, query, transpose(key, -2, -1)), (found) => m.mul(found, factor));
    return andThen(products, (scores) => {
      const [rows, columns] = scores.shape.slice(-2) as [number, number];
      const allowed = rest.is_causal ? causal(engine, rows, columns) : mask;
      const seen = !allowed
        ? scores
        : allowed.dtype === 'bool'
          ? m.where(allowed, scores, Number.NEGATIVE_INFINITY)
          : m.add(scores, allowed);
      const weights = engine.softmax(seen, seen.rank - 1, false);
      // A target that may look nowhere gets nothing.
      const blind = engine.reduce('all', m.eq(seen, Number.NEGATIVE_INFINITY), [seen.rank - 1], true);
      return matmul(engine, allowed ? m.where(blind, 0, weights) : weights, value);
    });
  },
  samples: [
    { args: `${sample}, ${sample}, ${sample}` },
    { args: `${sample}, ${sample} - 1, ${sample}, is_causal=True` },
    { args: `${sample}[0], ${sample}[0], ${sample}[0], scale=0.5` },
    {
      args: `${sample}, ${sample}, ${sample}, torch.tensor([[True, False, True], [True, True, False], [False, True, True]])`,
    },
    { args: `${sample}, ${sample}, ${sample}, torch.tensor([[0., 1., -1.], [0.5, 0., 0.], [0., 0., 2.]])` },
  ],
});

export const attentions: readonly Op[] = [attention];
