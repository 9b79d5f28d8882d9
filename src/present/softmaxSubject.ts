// What the softmax panel is about: the call at a place, the logits that it divides, and the settings that it has.
// Knows no view.
import type { Span } from '../base/span';
import type { OpValue } from '../ops/op';
import type { SoftmaxView } from '../protocol/views';
import type { DType } from '../tensor/dtype';
import { Tensor } from '../tensor/tensor';
import { type ArgumentSite, argumentSites } from '../trace/callSites';
import type { NotedCall } from '../trace/recorder';
import { recordedValue, type Trace } from '../trace/trace';
import { divisorIn, logitsSite } from './controls';
import { nativeTensor } from './lossView';
import { type SoftmaxForm, softmaxForm } from './softmaxForms';
import { sourceText } from './sourceText';

export interface SoftmaxCall {
  readonly noted: NotedCall;
  readonly form: SoftmaxForm;
  /** Absent: each element is by itself. */
  readonly dim?: number;
  /** The dim is written in the code. */
  readonly written: boolean;
  readonly dtype: DType | null;
  /** The noise that it drew. */
  readonly noise?: Tensor;
}

export interface SoftmaxSubject {
  /** Absent: a tensor that no such call reads. */
  readonly call?: SoftmaxCall;
  /** Before they are divided by the code's temperature. */
  readonly logits: Tensor;
  readonly label: string;
  readonly own: SoftmaxView['settings'];
}

/** The call that the target is, or that stands in it; else the one in `line` that reads the target's tensor. */
export function softmaxSubject(seen: Trace, target: Span, line: Span): SoftmaxSubject | undefined {
  const tensor = seen.recorder.value(target)?.tensor;
  const noted =
    seen.recorder.calls(target).find(hasForm) ??
    (tensor && seen.recorder.calls(line).find((call) => hasForm(call) && read(call.originals, call) === tensor));
  const form = noted && formOf(noted);
  const input = noted && read(noted.note.args, noted);
  if (!noted || !form || !(input instanceof Tensor)) {
    const plain = nativeTensor(recordedValue(seen));
    return (
      plain && { logits: plain, label: sourceText(seen.file, target, 60), own: { form: 'softmax', temperature: 1 } }
    );
  }
  const sites = argumentSites(seen, noted);
  const undivided = undividedIn(seen, logitsSite(noted, sites));
  const { args, op } = noted.note;
  const dim = op.normalises?.(args);
  // Noise is no argument: it is told beside them.
  const noise = args.noise instanceof Tensor ? args.noise : undefined;
  return {
    logits: undivided?.logits ?? input,
    label: sourceText(seen.file, undivided?.span ?? inputSpan(seen, noted) ?? seen.target, 60),
    own: {
      form: form.name,
      temperature: undivided?.temperature ?? 1,
      ...(form.random ? { tau: numberOf(args.tau) ?? 1, hard: args.hard === true } : {}),
    },
    call: {
      noted,
      form,
      written: sites.some(({ param, value }) => param.name === 'dim' && value),
      dtype: typeof args.dtype === 'string' ? (args.dtype as DType) : null,
      ...(dim === undefined ? {} : { dim }),
      ...(noise && { noise }),
    },
  };
}

const formOf = ({ note: { op } }: NotedCall): SoftmaxForm | undefined =>
  softmaxForm((op.names[0] ?? '').split('.').at(-1) ?? '');
const hasForm = (call: NotedCall): boolean => formOf(call) !== undefined;
const read = (args: NotedCall['originals'], { note: { op } }: NotedCall): OpValue | undefined =>
  args[op.params[0]?.name ?? ''];

const numberOf = (value: OpValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** The expression in the call that gave its input. */
function inputSpan(seen: Trace, call: NotedCall): Span | undefined {
  const original = read(call.originals, call);
  return seen.recorder.values(call.span).findLast(({ tensor }) => tensor && tensor === original)?.span;
}

/** `logits` and 2 of a written `logits / 2.0`. */
function undividedIn(seen: Trace, site: ArgumentSite | undefined) {
  const value = site?.value;
  if (value?.kind !== 'BinOp') return undefined;
  const divisor = divisorIn(value);
  const { span } = value.left;
  const recorded = seen.recorder.value(span)?.value;
  const logits = recorded && nativeTensor(recorded);
  const temperature = divisor ? Number(seen.file.text.slice(divisor.span.start, divisor.span.end)) : Number.NaN;
  return logits && Number.isFinite(temperature) ? { logits, temperature, span } : undefined;
}
