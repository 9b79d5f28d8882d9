// Attention of several heads, as torch.nn.functional.multi_head_attention_forward computes it: checks, projections, masks.
// Knows no class.
import type { Machine } from '../../python/machine';
import { bool, float, int, list, none, pyFalse, type Run, tuple, type Value } from '../../python/value';
import { torchSize } from '../../tensor/view';
import { plainDropout } from '../functions/dropout';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { composer, shapeOf } from './compose';
import { constantTensor } from './parameter';

/** Parameters and settings of the heads; None where there is none. */
export interface Heads {
  readonly width: number;
  readonly count: number;
  /** The rows for query, key and value: one matrix, or three. */
  readonly weights: Value | readonly [Value, Value, Value];
  readonly bias: Value;
  readonly extraKey: Value;
  readonly extraValue: Value;
  readonly addsZero: boolean;
  readonly output: readonly [weight: Value, bias: Value];
  /** The share of weights that are dropped; 0 out of training. */
  readonly dropout: number;
}

export interface Asked {
  readonly query: TensorValue;
  readonly key: TensorValue;
  readonly value: TensorValue;
  readonly paddingMask: Value;
  readonly mask: Value;
  readonly isCausal: boolean;
  readonly needsWeights: boolean;
  readonly averages: boolean;
}

const sizeText = (value: Value): string => torchSize(shapeOf(value));
const dims = (...sizes: readonly number[]): Value => tuple(sizes.map((n) => int(n)));

/** A mask as numbers to add: -inf where a mask of truth values is set. */
export function* numericMask(
  torch: Torch,
  machine: Machine,
  mask: Value,
  name: string,
  like: TensorValue,
  other?: readonly [name: string, mask: Value],
): Run<Value> {
  if (!isTensorValue(mask)) return mask;
  const { dtype, shape } = mask.native;
  if (dtype !== 'bool' && !dtype.includes('float'))
    machine.raise('AssertionError', `only bool and floating types of ${name} are supported`);
  if (other && isTensorValue(other[1]) && other[1].native.dtype !== dtype)
    machine.warn(
      'UserWarning',
      `Support for mismatched ${name} and ${other[0]} is deprecated. Use same type for both instead.`,
    );
  if (dtype !== 'bool') return mask;
  const zeros = constantTensor(torch, shape, like.native.dtype, 0);
  return yield* composer(torch, machine).call('masked_fill', zeros, mask, float(Number.NEGATIVE_INFINITY));
}

/** Whether the query has a batch; the ranks of the others must agree with it. */
function checkRanks(machine: Machine, { query, key, value, paddingMask, mask }: Asked, heads: number): boolean {
  const fail = (message: string): never => machine.raise('AssertionError', message);
  const rank = (of: Value): number => shapeOf(of).length;
  const { rank: own } = query.native;
  if (own !== 2 && own !== 3)
    fail(`query should be unbatched 2D or batched 3D tensor but received ${own}-D query tensor`);
  const form = own === 3 ? 'batched (3-D)' : 'unbatched (2-D)';
  if (rank(key) !== own || rank(value) !== own)
    fail(
      `For ${form} \`query\`, expected \`key\` and \`value\` to be ${own}-D but found ${rank(key)}-D and ${rank(value)}-D tensors respectively`,
    );
  if (isTensorValue(paddingMask) && rank(paddingMask) !== own - 1)
    fail(
      `For ${form} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${own - 1}-D but found ${rank(paddingMask)}-D tensor instead`,
    );
  if (isTensorValue(mask)) {
    if (rank(mask) !== 2 && rank(mask) !== 3)
      fail(
        `For ${form} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${rank(mask)}-D tensor instead`,
      );
    const wanted = [heads, shapeOf(query)[0], shapeOf(key)[0]];
    if (own === 2 && rank(mask) === 3 && wanted.join() !== shapeOf(mask).join())
      fail(`Expected \`attn_mask\` shape to be (${wanted.join(', ')}) but got ${sizeText(mask)}`);
  }
  return own === 3;
}

/** The output and the weights of each head, or their mean; inputs are (length, batch, width) or without the batch. */
export function* attend(torch: Torch, machine: Machine, heads: Heads, asked: Asked): Run<Value> {
  const { call, add, mul, parts } = composer(torch, machine);
  const isBatched = checkRanks(machine, asked, heads.count);
  const batched = function* (value: Value, dim: number): Run<Value> {
    return isBatched || !isTensorValue(value) ? value : yield* call('unsqueeze', value, int(dim));
  };
  const query = yield* batched(asked.query, 1);
  const key = yield* batched(asked.key, 1);
  const value = yield* batched(asked.value, 1);
  let padding = yield* batched(asked.paddingMask, 0);
  const [targets = 0, batch = 0, width = 0] = shapeOf(query);
  const [given = 0] = shapeOf(key);
  padding = yield* numericMask(torch, machine, padding, 'key_padding_mask', asked.query, ['attn_mask', asked.mask]);
  if (asked.isCausal && asked.mask.kind === 'none')
    machine.raise(
      'RuntimeError',
      'Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.',
    );
  const isCausal = asked.isCausal && padding.kind === 'none' && !asked.needsWeights;
  let mask: Value = isCausal ? none : yield* numericMask(torch, machine, asked.mask, 'attn_mask', asked.query);
  const packed = 'kind' in heads.weights;
  checkSizes(machine, heads, packed, query, key, value);

  const weights = 'kind' in heads.weights ? yield* parts(3, 'chunk', heads.weights, int(3)) : heads.weights;
  const biases = heads.bias.kind === 'none' ? [none, none, none] : yield* parts(3, 'chunk', heads.bias, int(3));
  const projected: Value[] = [];
  for (const [i, input] of [query, key, value].entries())
    projected.push(yield* call('nn.functional.linear', input, weights[i]!, biases[i]!));
  if (isTensorValue(mask)) {
    const rank = shapeOf(mask).length;
    const wanted = rank === 2 ? [targets, given] : [batch * heads.count, targets, given];
    if (wanted.join() !== shapeOf(mask).join())
      machine.raise(
        'RuntimeError',
        `The shape of the ${rank}D attn_mask is ${sizeText(mask)}, but should be (${wanted.join(', ')}).`,
      );
    if (rank === 2) mask = yield* call('unsqueeze', mask, int(0));
  }

  const [rows, headWidth] = [batch * heads.count, Math.floor(width / heads.count)];
  let sources = given;
  const widen = function* (): Run<unknown> {
    sources++;
    const margin = dims(0, 1);
    if (isTensorValue(mask)) mask = yield* call('nn.functional.pad', mask, margin);
    if (isTensorValue(padding)) padding = yield* call('nn.functional.pad', padding, margin);
    return;
  };
  if (heads.extraKey.kind !== 'none') {
    for (const [i, extra] of [heads.extraKey, heads.extraValue].entries()) {
      const repeated = yield* call('tile', extra, dims(1, batch, 1));
      projected[i + 1] = yield* call('cat', list([projected[i + 1]!, repeated]));
    }
    yield* widen();
  }
  const split: Value[] = [];
  for (const [i, part] of projected.entries()) {
    const shaped = yield* call('reshape', part, dims(i === 0 ? targets : sources, rows, headWidth));
    split.push(yield* call('transpose', shaped, int(0), int(1)));
  }
  if (heads.addsZero) {
    const zeros = constantTensor(torch, [rows, 1, headWidth], asked.query.native.dtype, 0);
    for (const i of [1, 2]) split[i] = yield* call('cat', list([split[i]!, zeros]), int(1));
    yield* widen();
  }
  if (isTensorValue(padding)) {
    checkPadding(machine, padding, batch, sources);
    const one = yield* call('reshape', padding, dims(batch, 1, 1, sources));
    const every = yield* call('broadcast_to', one, dims(batch, heads.count, 1, sources));
    const flat = yield* call('reshape', every, dims(rows, 1, sources));
    mask = mask.kind === 'none' ? flat : yield* add(mask, flat);
  }
  const [q, k, v] = split as [Value, Value, Value];
  const drop = (weights: Value): Run<Value> =>
    machine.call(plainDropout(torch), [weights, float(heads.dropout), bool(true)]);
  const finish = function* (attended: Value): Run<Value> {
    const flat = yield* call('reshape', attended, dims(targets * batch, width));
    const output = yield* call('nn.functional.linear', flat, ...heads.output);
    const shaped = yield* call('reshape', output, dims(targets, batch, shapeOf(output)[1] ?? width));
    return isBatched ? shaped : yield* call('squeeze', shaped, int(1));
  };

  if (!asked.needsWeights && heads.dropout === 0) {
    const whole: Value[] = [];
    for (const [i, part] of [q, k, v].entries())
      whole.push(yield* call('reshape', part, dims(batch, heads.count, i === 0 ? targets : sources, headWidth)));
    const seen = isTensorValue(mask)
      ? shapeOf(mask)[0] === 1
        ? yield* call('unsqueeze', mask, int(0))
        : yield* call('reshape', mask, dims(batch, heads.count, shapeOf(mask)[1] ?? 1, sources))
      : none;
    const found = yield* call('nn.functional.scaled_dot_product_attention', ...whole, seen, float(0), bool(isCausal));
    return tuple([yield* finish(yield* call('permute', found, dims(2, 0, 1, 3))), none]);
  }
  const scaled = yield* mul(q, float(Math.sqrt(1 / headWidth)));
  if (isCausal) mask = yield* causalMask(torch, machine, targets, sources, asked.query);
  const products = yield* call('bmm', scaled, yield* call('transpose', k, int(-2), int(-1)));
  const scores = mask.kind === 'none' ? products : yield* add(mask, products);
  let shares = yield* call('softmax', scores, int(-1));
  if (heads.dropout > 0) shares = yield* drop(shares);
  const attended = yield* call('bmm', shares, v);
  const output = yield* finish(yield* call('transpose', attended, int(0), int(1)));
  if (!asked.needsWeights) return tuple([output, none]);
  let shown = yield* call('reshape', shares, dims(batch, heads.count, targets, sources));
  if (asked.averages) shown = yield* call('mean', shown, int(1), pyFalse);
  if (!isBatched) shown = yield* call('squeeze', shown, int(0));
  return tuple([output, shown]);
}

/** -inf above the diagonal. */
export const causalMask = (
  torch: Torch,
  machine: Machine,
  rows: number,
  columns: number,
  like: TensorValue,
): Run<Value> =>
  composer(torch, machine).call(
    'triu',
    tensorValue(
      torch.classes.tensor,
      constantTensor(torch, [rows, columns], like.native.dtype, Number.NEGATIVE_INFINITY).native,
    ),
    int(1),
  );

function checkSizes(machine: Machine, heads: Heads, packed: boolean, query: Value, key: Value, value: Value): void {
  const fail = (message: string): never => machine.raise('AssertionError', message);
  const width = shapeOf(query)[2];
  if (width !== heads.width) fail(`was expecting embedding dimension of ${heads.width}, but got ${width}`);
  const [keys, values] = [shapeOf(key), shapeOf(value)];
  if (packed && keys.join() !== values.join())
    fail(`key shape ${sizeText(key)} does not match value shape ${sizeText(value)}`);
  const lead = (shape: readonly number[]): string => torchSize(shape.slice(0, 2));
  if (!packed && lead(keys) !== lead(values))
    fail(`key's sequence and batch dims ${lead(keys)} do not match value's ${lead(values)}`);
}

function checkPadding(machine: Machine, padding: Value, batch: number, sources: number): void {
  for (const [dim, wanted] of [batch, sources].entries()) {
    const got = shapeOf(padding)[dim];
    if (got !== wanted)
      machine.raise('AssertionError', `Expected key_padded_mask.shape[${dim}] to be ${wanted}, but got ${got}`);
  }
}
