// "Evaluate loss": value, loss per element, inputs, signature and messages of one expression. Knows no panel.
import { type Span, sameSpan } from '../base/span';
import { say } from '../base/text';
import type { OpContext, OpNote } from '../ops/op';
import { indicesOf } from '../protocol/plane';
import type { EvaluateParams } from '../protocol/requests';
import type { LossView, TensorView } from '../protocol/views';
import type { Value } from '../python/value';
import { lineText } from '../syntax/layout';
import { isFloat } from '../tensor/dtype';
import { Tensor } from '../tensor/tensor';
import { gradientsOf } from '../trace/gradients';
import type { Place } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
import { recordedValue, trace as runTrace, type Trace, type TraceWorld } from '../trace/trace';
import { dimNamesOf } from './axisNames';
import { backendView } from './backendView';
import { controlsOf } from './controls';
import { derivationOf } from './derivationView';
import { messagesOf, messageText } from './messages';
import { brief, valueText } from './numbers';
import { plainText } from './plainText';
import { probabilitiesOf } from './probabilities';
import { rangeOf } from './range';
import type { Say } from './say';
import { sourceText } from './sourceText';
import { readTensor, type TensorFacts, tensorView, wholeOf } from './tensorView';
import { argumentKind, resultKind } from './valueKind';

/** Evaluates the expression that the selection means, or the call around the cursor. */
export async function lossView(
  place: Place,
  world: TraceWorld,
  t: Say,
  { prints = false, sample }: Pick<EvaluateParams, 'prints' | 'sample'> = {},
): Promise<LossView> {
  const trace = await runTrace(place.file, targetOf(place), world, { prints });
  const value = recordedValue(trace);
  const tensor = nativeTensor(value);
  const call = mainCall(trace);
  const messages = messagesOf(trace, value, place.uri, t);
  const shown = tensor ? tensorView('value', await readTensor(tensor, trace.engine), resultFacts(trace, t)) : undefined;
  const losses = call && (await lossesOf(call.note, trace));
  const perElement = call && losses && (await elements(call.note, losses, trace, t));
  const worst = perElement && worstOf(perElement);
  const derivation = call && losses && (await derivationOf(call, losses, trace, sample ?? worst?.index, place.uri, t));
  const first = messages[0];
  const repr = tensor ? undefined : await plainText(trace, value);
  return {
    kind: 'loss',
    uri: place.uri,
    version: place.version,
    range: rangeOf(trace.file, trace.target),
    source: sourceText(trace.file, trace.target, 500),
    valueText: shown ? valueText(shown) : (repr ?? (first ? messageText(first) : '')),
    ...(shown ? { value: shown } : {}),
    ...optional('runs', repeated(trace)),
    ...optional('printed', printedText(trace)),
    ...optional('unprinted', unprintedText(trace, t)),
    ...optional('repr', repr),
    ...(call ? { signature: call.note.signature } : {}),
    backend: backendView(trace.engine.state, t, tensor ? trace.engine.placeOf(tensor) : undefined),
    ...(perElement ? { perElement } : {}),
    ...optional('worst', worst),
    ...optional('derivation', derivation),
    ...optional('probabilities', call && (await probabilitiesOf(call, trace.engine, t))),
    inputs: call ? await inputs(call, trace, t) : [],
    ...optional('picks', call && picksOf(call)),
    gradients: call ? await gradients(call, trace, t) : [],
    controls: call ? controlsOf(trace, call, t) : [],
    messages,
    assumptions: trace.recorder.assumptions.map(t),
    milliseconds: trace.milliseconds,
  };
}

/** What the selection means, or the call around the cursor. */
export const targetOf = ({ file, selection }: Place): Span => file.expressionAt(selection)?.span ?? selection;

/** How often the target was evaluated, where that is more than once. */
export function repeated({ recorder, target, file }: Trace): number | undefined {
  const seen = recorder.value(target)?.runs ?? 0;
  // `x += 1` reads its name, then binds it.
  const statement = file.path(target.start).findLast((node) => node.kind === 'AugAssign');
  const twice = statement?.target.kind === 'Name' && sameSpan(statement.target.span, target);
  const runs = twice ? Math.ceil(seen / 2) : seen;
  return runs > 1 ? runs : undefined;
}

const mostPrinted = 10_000;

function printedText({ recorder }: Trace): string | undefined {
  const text = recorder.writtenBefore;
  if (text.length <= mostPrinted) return text || undefined;
  const end = text.slice(-mostPrinted);
  return `…\n${end.slice(end.indexOf('\n') + 1)}`;
}

const mostLines = 6;

/** Says what prints above the target and was not run. */
function unprintedText({ unprinted, file }: Trace, t: Say): string | undefined {
  if (!unprinted.length) return undefined;
  const lines = unprinted.map(({ start }) => t(lineText(file, start)));
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines;
  return t(say('Not printed here, for the value does not depend on it: {0}', shown.join(', ')));
}

/** The call that the view is about: the target's own op, else the outermost loss in it, else the outermost op. */
export function mainCall(trace: Trace): NotedCall | undefined {
  const calls = trace.recorder.calls(trace.target);
  const own = calls.find((call) => call.span.start === trace.target.start && call.span.end === trace.target.end);
  return own ?? calls.find((call) => call.note.op.family === 'loss') ?? calls[0];
}

export const nativeTensor = (value: Value): Tensor | undefined =>
  value.kind === 'instance' && value.native instanceof Tensor ? value.native : undefined;

function resultFacts(trace: Trace, t: Say): TensorFacts {
  const own = mainCall(trace);
  const kind = own && own.span.end === trace.target.end ? resultKind(own.note.op) : undefined;
  return kind ? { kind: t(kind) } : {};
}

function lossesOf({ op, args }: OpNote, { engine }: Trace): Tensor | Promise<Tensor> | undefined {
  const context: OpContext = { engine, warn: () => undefined };
  return op.perElement?.(args, context);
}

async function elements(note: OpNote, tensor: Tensor, trace: Trace, t: Say): Promise<TensorView> {
  return tensorView(t(say('Loss per element')), await readTensor(tensor, trace.engine), {
    dimNames: elementDims(note, tensor.rank, t),
  });
}

/** The loss per element has the dims of the input, without the class dim where a class was picked. */
function elementDims(note: OpNote, rank: number, t: Say): readonly (string | undefined)[] {
  const param = note.op.params[0]?.name ?? '';
  const input = note.args[param];
  if (!(input instanceof Tensor)) return [];
  const names = dimNamesOf(note, param, input.rank, t);
  if (input.rank === rank) return names;
  const classDim = note.op.axes?.(note.args, param).find((role) => role.role === 'class')?.dim;
  return names.filter((_, dim) => dim !== classDim);
}

/** Of losses that pick the score of one class by its index. */
function picksOf({ note: { op, args } }: NotedCall): LossView['picks'] {
  const [scores, target] = op.params.slice(0, 2).map(({ name }) => args[name]);
  const dim = op.axes?.(args, op.params[0]?.name ?? '').find(({ role }) => role === 'class')?.dim;
  if (op.family !== 'loss' || dim === undefined) return undefined;
  if (!(scores instanceof Tensor) || !(target instanceof Tensor)) return undefined;
  if (isFloat(target.dtype) || target.rank !== scores.rank - 1) return undefined;
  return { dim, ...(typeof args.ignore_index === 'number' ? { ignored: args.ignore_index } : {}) };
}

async function inputs(call: NotedCall, trace: Trace, t: Say): Promise<readonly TensorView[]> {
  const views: TensorView[] = [];
  for (const param of call.note.op.params) {
    const argument = call.note.args[param.name];
    if (!(argument instanceof Tensor) || argument.wrapped) continue;
    const kind = argumentKind(call.note.op, param.name, argument.dtype);
    const dimNames = dimNamesOf(call.note, param.name, argument.rank, t);
    const facts = { dimNames, ...(kind ? { kind: t(kind) } : {}) };
    views.push(tensorView(param.name, await readTensor(argument, trace.engine), facts));
  }
  return views;
}

async function gradients(call: NotedCall, trace: Trace, t: Say): Promise<readonly TensorView[]> {
  const found = await gradientsOf(call, trace.engine);
  const views = found.map(async ({ param, input, gradient, engine }) => {
    const dimNames = dimNamesOf(call.note, param, input.rank, t);
    return tensorView(param, await readTensor(gradient, engine), { dimNames, scale: 'diverging' });
  });
  return Promise.all(views);
}

function worstOf(view: TensorView): LossView['worst'] {
  const { values, shape } = wholeOf(view) ?? view;
  let at = -1;
  for (let i = 0; i < values.length; i++) {
    if (at < 0 || values[i]! > values[at]!) at = i;
  }
  if (at < 0 || values.length < 2) return undefined;
  return { index: indicesOf(shape, at), text: brief(values[at]!) };
}

/** An optional property that is left out where it has no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
