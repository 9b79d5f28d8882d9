// Softmax of one tensor along every dim, with the sums that prove each. Knows no panel.
import type { Span } from '../base/span';
import { say, type Text } from '../base/text';
import type { SoftmaxSlice, SoftmaxView } from '../protocol/views';
import { Tensor } from '../tensor/tensor';
import { type Place, statementAt, subjectAt } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
import { recordedValue, type Trace, type TraceWorld, trace } from '../trace/trace';
import { backendView } from './backendView';
import { nativeTensor } from './lossView';
import { messagesOf, messageText } from './messages';
import { rangeOf } from './range';
import type { Say } from './say';
import { readTensor, sumsAlong, sumTolerance, tensorView } from './tensorView';

/** Softmax along each dim of the tensor at `place`: the input of a softmax call there, else the tensor itself. */
export async function softmaxView(place: Place, world: TraceWorld, t: Say): Promise<SoftmaxView> {
  const target = subjectAt(place)?.span ?? place.file.expressionAt(place.selection)?.span ?? place.selection;
  const line = statementAt(place)?.span ?? target;
  const seen = await trace(place.file, target, world, { scope: line });
  const call = softmaxCall(seen, target) ?? callOn(seen, line, seen.recorder.value(target)?.tensor);
  const tensor = inputOf(call) ?? nativeTensor(recordedValue(seen));
  const about = {
    kind: 'softmax' as const,
    assumptions: seen.recorder.assumptions.map(t),
    uri: place.uri,
    version: place.version,
    range: rangeOf(place.file, target),
    source: place.file.text.slice(target.start, target.end).replace(/\s+/g, ' ').slice(0, 500),
  };
  const empty = tensor ? unfit(tensor) : undefined;
  if (!tensor || empty) {
    const why = empty ? t(empty) : noTensor(seen, place.uri, t);
    return { ...about, slices: [], backend: backendView(world.engine.state, t), empty: why };
  }
  const input =
    tensor.dtype.startsWith('float') || tensor.dtype === 'bfloat16' ? tensor : world.engine.cast(tensor, 'float32');
  const used = call?.note.op.normalises?.(call.note.args);
  const results = input.shape.map((_, dim) => world.engine.softmax(input, dim, false));
  const slices: SoftmaxSlice[] = [];
  for (const [dim, result] of results.entries()) slices.push(await slice(result, dim, dim === used, world, t));
  return {
    ...about,
    input: tensorView(inputLabel(seen, call), await readTensor(tensor, world.engine)),
    slices,
    backend: backendView(world.engine.state, t, results[0] && world.engine.placeOf(results[0])),
  };
}

/** The softmax-like call that the target is, or that stands in it. */
export function softmaxCall(seen: Trace, within: Span): NotedCall | undefined {
  return seen.recorder.calls(within).find((call) => call.note.op.normalises);
}

/** The softmax-like call in `line` that reads this tensor. */
function callOn(seen: Trace, line: Span, tensor: Tensor | undefined): NotedCall | undefined {
  const reads = ({ note, originals }: NotedCall): boolean => originals[note.op.params[0]?.name ?? ''] === tensor;
  return tensor && seen.recorder.calls(line).find((call) => call.note.op.normalises && reads(call));
}

/** What the code calls the input: the expression in the softmax call that gave it, else the target itself. */
function inputLabel(seen: Trace, call: NotedCall | undefined): string {
  const original = call?.originals[call.note.op.params[0]?.name ?? ''];
  const given = call && seen.recorder.values(call.span).findLast(({ tensor }) => tensor && tensor === original);
  const { start, end } = given?.span ?? seen.target;
  return seen.file.text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60);
}

function inputOf(call: NotedCall | undefined): Tensor | undefined {
  const input = call?.note.args[call.note.op.params[0]?.name ?? ''];
  return input instanceof Tensor ? input : undefined;
}

function unfit(tensor: Tensor): Text | undefined {
  if (tensor.rank === 0) return say('A 0-d tensor has no dim to normalise: select a tensor with at least one dim.');
  if (tensor.size === 0) return say('This tensor is empty: there is nothing to normalise.');
  if (tensor.dtype === 'complex64') return say('Softmax of complex numbers is not defined.');
  return undefined;
}

function noTensor(seen: Trace, home: string, t: Say): string {
  const [message] = messagesOf(seen, recordedValue(seen), home, t);
  if (message) return messageText(message);
  return t(say('There is no tensor here. Put the cursor on a tensor or on a softmax call.'));
}

async function slice(result: Tensor, dim: number, used: boolean, world: TraceWorld, t: Say): Promise<SoftmaxSlice> {
  const probabilities = await readTensor(result, world.engine);
  const values = sumsAlong(probabilities, dim);
  const worst = values.reduce((most, sum) => Math.max(most, Math.abs(sum - 1)), 0);
  const shape = result.shape.filter((_, at) => at !== dim);
  return {
    dim,
    probabilities: tensorView(`dim=${dim}`, probabilities, { kind: t(say('probabilities')), scale: 'sequential' }),
    sums: tensorView(t(say('sums')), { shape, dtype: 'float64', format: 'float64', values }),
    worst,
    proof: t(proof(result.rank, dim, worst)),
    used,
  };
}

/** `every row sums to 1`, in words that fit the rank; how far off the worst sum is stands beside it. */
export function proof(rank: number, dim: number, worst: number): Text {
  if (Number.isNaN(worst) || worst > sumTolerance) return say('Not every sum along dim {0} is 1', dim);
  if (rank === 1) return say('All elements together sum to 1');
  if (rank === 2) return dim === 1 ? say('Every row sums to 1') : say('Every column sums to 1');
  return say('Every slice along dim {0} sums to 1', dim);
}
