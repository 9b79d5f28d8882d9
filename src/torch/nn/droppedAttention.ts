// scaled_dot_product_attention that drops weights, which PyTorch computes step by step (`_scaled_dot_product_attention_math`):
// its random numbers, its rounding and its graph. Without dropout the op itself answers.
import { maskedTwice, unevenHeads } from '../../ops/layer/attention';
import type { Machine } from '../../python/machine';
import {
  type Args,
  type BuiltinValue,
  bool,
  float,
  int,
  none,
  type Run,
  settled,
  type Value,
} from '../../python/value';
import { isHalf } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { plainDropout } from '../functions/dropout';
import { loseDraws } from '../random/generatorObject';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { causalMask } from './attend';
import { composer, shapeOf } from './compose';
import { callMethod } from './drawnInit';
import { constantTensor } from './parameter';

const target = callee(
  'scaled_dot_product_attention',
  'native',
  'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, *, scale=None, enable_gqa=False',
);
const dropoutPlace = 4;

/** The function around the op `whole`, which does all but dropout. */
export const droppedAttention = (torch: Torch, whole: BuiltinValue): BuiltinValue => ({
  ...whole,
  unknowns: 'handled',
  call: (args, machine) =>
    drops(args) ? composed(torch, machine, args) : machine.call(whole, args.positional, args.keywords),
});

const isOn = (value: Value): boolean => value.kind === 'bool' && value.value;

function drops({ positional, keywords }: Args): boolean {
  const rate = positional[dropoutPlace] ?? keywords.get('dropout_p');
  return rate?.kind === 'unknown' || ((rate?.kind === 'float' || rate?.kind === 'int') && rate.value > 0);
}

function* composed(torch: Torch, machine: Machine, args: Args): Run<Value> {
  const bound = bindArguments(machine, target, args);
  const get = (name: string): Value => bound.get(name) ?? none;
  const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
  if (doubt?.kind === 'unknown') {
    loseDraws(torch, undefined, doubt);
    return doubt;
  }
  const { call, add, mul } = composer(torch, machine);
  const own = get('query');
  // Halves are computed in float32, and rounded once.
  const half =
    isTensorValue(own) && isHalf(own.native.dtype) ? (own.native.dtype === 'float16' ? 'half' : 'bfloat16') : undefined;
  const inFull = (value: Value): Run<Value> => (half ? callMethod(machine, value, 'float') : settled(value));
  const [query, key, value, given] = [
    yield* inFull(own),
    yield* inFull(get('key')),
    yield* inFull(get('value')),
    get('attn_mask'),
  ];
  const [width = 1] = shapeOf(query).slice(-1);
  const wanted = get('scale');
  const factor = wanted.kind === 'float' || wanted.kind === 'int' ? Number(wanted.value) : 1 / Math.sqrt(width);
  // Half of the factor on either side keeps products small.
  const root = Math.sqrt(Math.abs(factor));
  const queries = yield* mul(query, float(factor < 0 ? -root : root));
  const isCausal = isOn(get('is_causal'));
  if (isCausal && given.kind !== 'none') machine.raise('RuntimeError', maskedTwice);
  const [keys, values] = isOn(get('enable_gqa'))
    ? [yield* shared(torch, machine, query, key), yield* shared(torch, machine, query, value)]
    : [key, value];
  const turned = yield* call('transpose', keys, int(-2), int(-1));
  const products = yield* call('matmul', queries, yield* mul(turned, float(root)));
  const [rows = 0, columns = 0] = shapeOf(products).slice(-2);
  const mask =
    isCausal && isTensorValue(query)
      ? yield* causalMask(torch, machine, rows, columns, query)
      : yield* numbersOf(torch, machine, given, query);
  const scores = mask.kind === 'none' ? products : yield* add(products, mask);
  let weights = yield* call('softmax', scores, int(-1));
  if (mask.kind !== 'none') {
    // A target that may look nowhere gets nothing.
    const hidden = yield* call('eq', scores, float(Number.NEGATIVE_INFINITY));
    weights = yield* call('masked_fill', weights, yield* call('all', hidden, int(-1), bool(true)), float(0));
  }
  const dropped = yield* machine.call(plainDropout(torch), [weights, get('dropout_p'), bool(true)]);
  const result = yield* call('matmul', dropped, values);
  return half ? yield* callMethod(machine, result, half) : result;
}

/** Keys or values of fewer heads, each head as often as queries share it. */
function* shared(torch: Torch, machine: Machine, query: Value, heads: Value): Run<Value> {
  const [count = 1, own = 1] = [shapeOf(query).at(-3), shapeOf(heads).at(-3)];
  if (count === own) return heads;
  if (own === 0 || count % own !== 0) machine.raise('RuntimeError', unevenHeads);
  return yield* composer(torch, machine).call('repeat_interleave', heads, int(count / own), int(-3));
}

/** A mask as numbers to add: -inf where a mask of truth values is not set. */
function* numbersOf(torch: Torch, machine: Machine, mask: Value, like: Value): Run<Value> {
  if (!isTensorValue(mask) || mask.native.dtype !== 'bool' || !isTensorValue(like)) return mask;
  const { call } = composer(torch, machine);
  const zeros = constantTensor(torch, mask.native.shape, like.native.dtype, 0);
  return yield* call('masked_fill', zeros, yield* call('logical_not', mask), float(Number.NEGATIVE_INFINITY));
}
