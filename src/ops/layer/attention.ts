// scaled_dot_product_attention: softmax of the products of queries and keys, applied to values. Knows no module.
import { say } from '../../base/text';
import { cppName, isHalf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, transpose, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import { NotModelled, type Op } from '../op';
import { bool, keyword, optional, real, tensor, withDefault } from '../params';
import { reshape } from '../view/copy';

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

/** What ATen says of heads that cannot be shared out: its sentence ends here. */
export const unevenHeads = 'Number of heads in key and value must divide the number of heads in ';
export const maskedTwice = '_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True';

/** Keys or values of fewer heads, each head as often as queries share it. */
function shared(engine: Engine, heads: Tensor, query: Tensor): Tensor | Promise<Tensor> {
  const count = query.shape[wrapDim(-3, query.rank)]!;
  const own = heads.shape[wrapDim(-3, heads.rank)]!;
  if (own === count) return heads;
  if (own === 0 || count % own !== 0) fail(unevenHeads);
  const { shape, rank } = heads;
  const wide = expand(unsqueeze(heads, rank - 2), shape.toSpliced(rank - 2, 0, count / own));
  return reshape(engine, wide, shape.with(rank - 3, count));
}

function checkMask(mask: Tensor | null, query: Tensor): void {
  if (!mask || mask.dtype === 'bool' || mask.dtype === 'float32' || mask.dtype === query.dtype) return;
  fail(
    `Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${cppName(mask.dtype)} and  query.dtype: ${cppName(query.dtype)} instead.`,
  );
}

/** Whether one kernel does it all in PyTorch (`use_flash_attention_cpp`): batches of heads that need no broadcast. */
export function isFused(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | null, isShared: boolean): boolean {
  const given = [query, key, value];
  if (given.some(({ rank, strides }) => rank !== 4 || strides[3] !== 1)) return false;
  const [batch, heads, targets, width] = query.shape as [number, number, number, number];
  const [, ownHeads, sources] = key.shape as [number, number, number, number];
  if (given.some(({ shape }) => shape[0] !== batch || shape[3] !== width)) return false;
  if (value.shape[1] !== ownHeads || (isShared ? heads % ownHeads !== 0 : heads !== ownHeads)) return false;
  if (targets === 0 || sources === 0) return false;
  const whole = [batch, heads, targets, sources].slice(mask?.rank === 2 ? 2 : 0);
  return !mask || (mask.rank === whole.length && mask.shape.every((size, dim) => size === 1 || size === whole[dim]));
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
    checkMask(mask, query);
    const isWhole = isFused(query, key, value, mask, rest.enable_gqa);
    if (mask && mask.rank < 2 && isFused(query, key, value, null, rest.enable_gqa)) wrapDim(-2, mask.rank);
    if (mask && rest.is_causal && !isWhole) fail(maskedTwice);
    if (rest.dropout_p < 0 && isWhole)
      fail('scaled_dot_product_attention_flash_attention: Currently do not support dropout > 0');
    if (rest.dropout_p > 0)
      throw new NotModelled(say('this form of {0} is not modelled yet', 'scaled_dot_product_attention'));
    const m = maths(engine);
    const factor = rest.scale ?? 1 / Math.sqrt(query.shape[query.rank - 1]!);
    const asQueries = (heads: Tensor): Tensor | Promise<Tensor> =>
      rest.enable_gqa ? shared(engine, heads, query) : heads;
    const products = andThen(asQueries(key), (keys) =>
      andThen(matmul(engine, query, transpose(keys, -2, -1)), (found) => m.mul(found, factor)),
    );
    return andThen(products, (scores) => {
      const [rows, columns] = scores.shape.slice(-2) as [number, number];
      const limits = [rest.is_causal ? causal(engine, rows, columns) : null, mask].filter((limit) => limit !== null);
      const seen = limits.reduce(
        (sum, limit) => (limit.dtype === 'bool' ? m.where(limit, sum, Number.NEGATIVE_INFINITY) : m.add(sum, limit)),
        scores,
      );
      const weights = engine.softmax(seen, seen.rank - 1, false);
      // A target that may look nowhere gets nothing.
      const blind = engine.reduce('all', m.eq(seen, Number.NEGATIVE_INFINITY), [seen.rank - 1], true);
      const shares = limits.length ? m.where(blind, 0, weights) : weights;
      // Numbers added to halves may be float32.
      const own = isHalf(query.dtype) ? engine.cast(shares, query.dtype) : shares;
      return andThen(asQueries(value), (values) => matmul(engine, own, values));
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
    { args: `${sample}.repeat(1, 2, 1, 1), ${sample} - 1, ${sample}, enable_gqa=True` },
    { args: `${sample}.repeat(1, 2, 1, 1), ${sample}, ${sample}[:, :1], is_causal=True, enable_gqa=True` },
  ],
  errors: [
    {
      args: `${sample}.repeat(1, 2, 1, 1), ${sample}.repeat(1, 2, 1, 1)[:, :3], ${sample}, enable_gqa=True`,
      error: {
        type: 'RuntimeError',
        message: 'Number of heads in key and value must divide the number of heads in ',
      },
    },
    {
      args: `${sample}, ${sample}, ${sample}, torch.ones(3, 3).long()`,
      error: {
        type: 'RuntimeError',
        message:
          'Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.',
      },
    },
  ],
});

export const attentions: readonly Op[] = [attention];
