// A study of reductions in words: the forms, what each does, and why one could not be measured. Knows no panel.
import { say, type Text } from '../base/text';
import type { ReductionFormView, ReductionSetting, ReductionsView } from '../protocol/views';
import type { ReductionStudy, Refusal } from '../tensor/router';
import { adapterName, backendView } from './backendView';
import type { Say } from './say';

/** What a study found, or why there was nothing to do it on. */
type Outcome = ReductionStudy | Refusal;
type Study = ReductionStudy;

const names = {
  auto: () => say('Automatic'),
  pairs: () => say('Interleaved pairs'),
  halves: () => say('Sequential halves'),
  shuffle: () => say('Subgroup shuffle'),
} as const;

const shapes = {
  pairs: () => say('Every second thread takes over from its neighbour, then every fourth from the one two further.'),
  halves: () => say('The first half of the threads takes over from the second, then the first quarter from the next.'),
  shuffle: () => say('Threads of a subgroup read each other’s registers; only subgroups meet in shared memory.'),
} as const;

const stages = {
  1: () => say('The largest logit and the sum are found in one pass over a row.'),
  2: () => say('A row is read for its largest logit, and once more for the sum.'),
} as const;

const settings: readonly ReductionSetting[] = [
  'auto',
  'pairs',
  'halves',
  'shuffle',
  'pairs-one-stage',
  'halves-one-stage',
  'shuffle-one-stage',
];

type Shape = keyof typeof shapes;

function form(setting: ReductionSetting, study: Study, t: Say): ReductionFormView {
  if (setting === 'auto') {
    const about = say('Sequential halves in two stages, by as many threads as pay off for the size.');
    return { setting, name: t(names.auto()), stages: 2, about: t(about) };
  }
  const [shape, ending] = setting.split(/-(.*)/) as [Shape, string | undefined];
  const count = ending ? 1 : 2;
  const about = `${t(shapes[shape]())} ${t(stages[count]())}`;
  const missing = shape === 'shuffle' ? noShuffle(study.subgroups) : undefined;
  return { setting, name: t(names[shape]()), stages: count, about, ...(missing && { missing: t(missing) }) };
}

function noShuffle(subgroups: Study['subgroups']): Text | undefined {
  switch (subgroups) {
    case 'ready':
      return undefined;
    case 'none':
      return say('Not available: this adapter has no subgroups.');
    case 'other-order':
      return say('Not available: the subgroups of this adapter do not follow the order of its threads.');
  }
}

/** `used`: the setting that the engine follows. */
export function reductionsView(outcome: Outcome, used: ReductionSetting, t: Say): ReductionsView {
  if ('reason' in outcome) {
    const { reason, detail } = outcome;
    const empty =
      reason === 'setting'
        ? t(
            say(
              'The setting tensorInspector.backend is "cpu", so no GPU is opened. Set it to "auto" or "webgpu" and compare again.',
            ),
          )
        : backendView({ setting: 'auto', active: 'cpu', reason, detail }, t).why;
    return { kind: 'reductions', forms: [], used, cases: [], total: 0, notes: [], empty };
  }
  const { adapter, group, cases, total, subgroups } = outcome;
  const possible = used.startsWith('shuffle') && subgroups !== 'ready' ? 'auto' : used;
  const notes = [
    ...(adapter.isFallback
      ? [say('This adapter computes on the CPU: its times say nothing about a graphics card.')]
      : []),
    say(
      'Times are multiples of a plain copy of the same tensor on the same adapter: medians of runs that take turns. Differences are to the CPU’s result.',
    ),
    say(
      'In all forms but Automatic, as many threads of a workgroup of {0} share a row as the row has elements for.',
      group,
    ),
  ];
  return {
    kind: 'reductions',
    adapter: adapterName(adapter),
    forms: settings.map((setting) => form(setting, outcome, t)),
    used: possible,
    cases: cases.map(({ shape, dim, copyMilliseconds, forms }) => ({
      shape,
      dim,
      copyMilliseconds,
      results: forms.map(({ kind, setting, ...rest }) =>
        'message' in rest ? { setting, failed: rest.message } : { setting, ...rest },
      ),
    })),
    total,
    notes: notes.map(t),
  };
}
