// A comparison of reductions as lines for a terminal. Knows no panel.
import { say } from '../base/text';
import { rounded } from '../protocol/texts';
import type { ReductionsView } from '../protocol/views';
import type { Say } from './say';

/** A table for each size, and what to know when reading it. */
export function reductionLines(view: ReductionsView, t: Say): readonly string[] {
  const missing = view.forms.flatMap(({ setting, missing: why }) => (why ? [`${setting}: ${why}`] : []));
  const sizes = view.cases.flatMap(({ shape, dim, copyMilliseconds, results }) => [
    '',
    `${t(say('softmax of ({0}) along dim {1}', shape.join(', '), dim))} (${t(say('copy {0} ms', rounded(copyMilliseconds, 'float64', 3)))})`,
    ...results.map(({ setting, ratio, ulps, difference, failed }) => {
      const name = `  ${setting.padEnd(18)}`;
      if (ratio === undefined) return `${name} ${failed ?? ''}`;
      const times = `${rounded(ratio, 'float64', 3)}×`.padStart(9);
      const apart = t(say('{0} steps ({1}) from the CPU', ulps ?? 0, rounded(difference ?? 0, 'float64', 2)));
      return `${name}${times}   ${apart}`;
    }),
  ]);
  return [view.adapter ?? '', ...view.notes, ...missing, ...sizes];
}
