// What can be set in the softmax panel, and what each setting writes into the code. Knows no values.
import { shortest } from '../base/numberText';
import { say } from '../base/text';
import type { CodeChange, ControlView, SoftmaxSettings } from '../protocol/views';
import type { Trace } from '../trace/trace';
import { temperature as divisor, temperatureControl } from './controls';
import type { Say } from './say';
import type { SoftmaxForm } from './softmaxForms';
import type { SoftmaxSubject } from './softmaxSubject';
import { changeOf } from './whatIf';

/** Writes `dim` into the code's call; undefined where it stands there already, or has no place to stand. */
export function dimChange(
  seen: Trace,
  { call }: SoftmaxSubject,
  dim: number | undefined,
  home: string,
): CodeChange | undefined {
  if (!call || dim === undefined || (call.written && call.dim === dim)) return undefined;
  return changeOf(seen, call.noted, { dim: String(dim) }, home);
}

/** Writes what differs from the code; undefined where nothing does, or has no place to stand. */
export function settingsChange(
  seen: Trace,
  { call, own }: SoftmaxSubject,
  settings: SoftmaxSettings,
  home: string,
): CodeChange | undefined {
  if (!call || settings.form !== own.form) return undefined;
  const { temperature, tau, hard } = settings;
  const changes: Record<string, string> = {};
  if (temperature !== undefined && temperature !== own.temperature) changes[divisor] = shortest(temperature);
  if (tau !== undefined && tau !== own.tau) changes.tau = shortest(tau);
  if (hard !== undefined && hard !== own.hard) changes.hard = hard ? 'True' : 'False';
  const change = changeOf(seen, call.noted, changes, home);
  return change?.edits.length ? change : undefined;
}

export function softmaxControls(
  form: SoftmaxForm,
  { temperature = 1, tau = 1, hard = false, seed }: SoftmaxSettings,
  t: Say,
): readonly ControlView[] {
  const common = temperatureControl(shortest(temperature), t);
  if (!form.random) return [common];
  const number = { kind: 'number', usual: [0.1, 10], log: true } as const;
  return [
    common,
    {
      ...number,
      name: 'tau',
      text: shortest(tau),
      value: tau,
      about: t(say('Divides the noisy logits: below 1 closer to one-hot, above 1 more even.')),
    },
    {
      name: 'hard',
      kind: 'switch',
      text: hard ? 'True' : 'False',
      about: t(say('Whether the largest becomes 1 and the others 0.')),
    },
    {
      name: 'seed',
      kind: 'integer',
      text: seed === undefined ? '' : String(seed),
      ...(seed === undefined ? {} : { value: seed }),
      about: t(say('The seed that the noise is drawn from.')),
    },
  ];
}
