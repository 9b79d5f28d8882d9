// One tensor made into probabilities along every dim, in the form that the code has or that is asked for, with the sums
// that prove each. Knows no panel.
import type { Span } from '../base/span';
import { say, type Text } from '../base/text';
import type { SoftmaxSettings, SoftmaxSlice, SoftmaxView } from '../protocol/views';
import { isFloat } from '../tensor/dtype';
import { maths } from '../tensor/maths';
import type { Tensor } from '../tensor/tensor';
import { type Place, statementAt, subjectAt } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
import { mostNoise, seededNoise } from '../trace/seededNoise';
import { recordedValue, type Trace, type TraceWorld, trace } from '../trace/trace';
import { roleName } from './axisNames';
import { backendView } from './backendView';
import { dimRoles } from './dimRoles';
import { messagesOf, messageText } from './messages';
import { rangeOf } from './range';
import type { Say } from './say';
import { dimChange, settingsChange, softmaxControls } from './softmaxControls';
import { type FormInput, type SoftmaxForm, softmaxForm, softmaxForms } from './softmaxForms';
import { type Drawn, softmaxSlice } from './softmaxSlice';
import { type SoftmaxSubject, softmaxSubject } from './softmaxSubject';
import { sourceText } from './sourceText';
import { readTensor, tensorView } from './tensorView';
import { twoClasses } from './twoClasses';

/** Along each dim of the tensor at `place`: the input of a softmax call there, else the tensor itself. */
export async function softmaxView(
  place: Place,
  world: TraceWorld,
  t: Say,
  asked: SoftmaxSettings = {},
): Promise<SoftmaxView> {
  const target = subjectAt(place)?.span ?? place.file.expressionAt(place.selection)?.span ?? place.selection;
  const line = statementAt(place)?.span ?? target;
  const seen = await trace(place.file, target, world, { scope: line });
  const subject = softmaxSubject(seen, target, line);
  const own = subject?.own ?? { form: 'softmax' as const };
  const settings = sensible(own, asked);
  const form = softmaxForm(settings.form) ?? softmaxForms[0]!;
  const about = {
    kind: 'softmax' as const,
    assumptions: seen.recorder.assumptions.map(t),
    uri: place.uri,
    version: place.version,
    range: rangeOf(place.file, target),
    source: sourceText(place.file, target, 500),
    settings,
    own,
    forms: softmaxForms.map(({ name, about }) => ({ name, about: t(about) })),
  };
  const why = subject ? unfit(subject.logits, form) : undefined;
  if (!subject || why) {
    const empty = why ? t(why) : noTensor(seen, place.uri, t);
    return { ...about, slices: [], controls: [], backend: backendView(world.engine.state, t), empty };
  }
  const { logits, call } = subject;
  const roles = await dimRoles({ place, trace: seen, line, ...(call && { call: call.noted }) }, logits.rank, world);
  const input = await formInput(subject, form, settings, world);
  const names = roles.map((role) => role && t(roleName({ role })));
  const drawn: Drawn = { input, roles, names, engine: world.engine, t, ...(call && { call }) };
  const slices: SoftmaxSlice[] = [];
  for (const shown of [form, ...softmaxForms.filter(({ name }) => name === form.beside)]) {
    const dims = shown.perDim ? logits.shape.map((_, dim) => dim) : [undefined];
    const made = [];
    for (const dim of dims) made.push(await softmaxSlice(shown, dim, drawn, dimChange(seen, subject, dim, place.uri)));
    slices.push(...sameEnds(shown, made));
  }
  const change = settingsChange(seen, subject, settings, place.uri);
  return {
    ...about,
    input: tensorView(subject.label, await readTensor(logits, world.engine), { dimNames: names }),
    slices,
    controls: softmaxControls(form, settings, t),
    ...(change && { change }),
    ...(form.random && { noise: t(noiseText(subject, settings)) }),
    ...(form.perDim ? {} : { twoClasses: await twoClasses(input.x, world.engine) }),
    backend: backendView(world.engine.state, t, world.engine.placeOf(input.x)),
  };
}

/** What was asked for where it makes sense, else as the code has it. */
function sensible(own: SoftmaxView['settings'], asked: SoftmaxSettings): SoftmaxView['settings'] {
  const positive = (value: number | undefined): value is number => value !== undefined && value > 0 && value < Infinity;
  const { form = own.form, temperature, tau, hard = own.hard, seed } = asked;
  const random = softmaxForm(form)?.random;
  return {
    form,
    temperature: positive(temperature) ? temperature : (own.temperature ?? 1),
    ...(random ? { tau: positive(tau) ? tau : (own.tau ?? 1), hard: hard ?? false } : {}),
    ...(random && seed !== undefined && Number.isSafeInteger(seed) ? { seed } : {}),
  };
}

/** The logits as the forms take them: floats, divided by the temperature where there is one. */
async function formInput(
  { logits, call, own }: SoftmaxSubject,
  form: SoftmaxForm,
  { temperature = 1, tau = 1, hard = false, seed }: SoftmaxSettings,
  world: TraceWorld,
): Promise<FormInput> {
  const { engine } = world;
  const divided = temperature === 1 && own.temperature === 1 ? logits : maths(engine).div(logits, temperature);
  const x = isFloat(divided.dtype) ? divided : engine.cast(divided, call?.dtype ?? 'float32');
  const noise =
    form.random && (seed === undefined && call?.noise ? call.noise : await seededNoise(seed ?? 0, x, world));
  return { x, dtype: call?.dtype ?? null, tau, hard, ...(noise && { noise }) };
}

const noiseText = ({ call }: SoftmaxSubject, { seed }: SoftmaxSettings): Text =>
  seed === undefined && call?.noise
    ? say('The noise is what this line draws.')
    : say('The noise is what gumbel_softmax draws after {0}.', `torch.manual_seed(${seed ?? 0})`);

/** One colour means one number in all slices of a form. */
function sameEnds(form: SoftmaxForm, slices: readonly SoftmaxSlice[]): readonly SoftmaxSlice[] {
  const stats = slices.map((slice) => slice.probabilities.stats);
  const min = Math.min(...stats.map((one) => one.min).filter(Number.isFinite));
  return slices.map((slice) => ({ ...slice, ends: form.ends({ ...slice.probabilities.stats, min }) }));
}

/** The softmax-like call that the target is, or that stands in it. */
export function softmaxCall(seen: Trace, within: Span): NotedCall | undefined {
  return seen.recorder.calls(within).find((call) => call.note.op.normalises);
}

function unfit({ rank, size, dtype }: Tensor, form: SoftmaxForm): Text | undefined {
  if (rank === 0) return say('A 0-d tensor has no dim to normalise: select a tensor with at least one dim.');
  if (size === 0) return say('This tensor is empty: there is nothing to normalise.');
  if (dtype === 'complex64') return say('Softmax of complex numbers is not defined.');
  if (form.random && size > mostNoise)
    return say('This tensor has more than {0} elements: no noise is drawn for it.', mostNoise);
  return undefined;
}

function noTensor(seen: Trace, home: string, t: Say): string {
  const [message] = messagesOf(seen, recordedValue(seen), home, t);
  if (message) return messageText(message);
  return t(say('There is no tensor here. Put the cursor on a tensor or on a softmax call.'));
}
