// Two evaluations side by side: the pinned one, the one that stands here now, and the difference. Knows no server.
import { html, nothing, type TemplateResult } from 'lit';
import type { Range } from '../../src/protocol/colourScale';
import { statsOf } from '../../src/protocol/stats';
import { rounded, say } from '../../src/protocol/texts';
import type { LossView, TensorView } from '../../src/protocol/views';
import { sharedColumns } from '../heatmap/drawing';
import type { Page } from '../page/page';
import type { Pinned } from '../page/pinned';
import { words } from '../page/words';
import { figure } from './figure';

/** Nothing while nothing is pinned, or while it is what stands here. */
export function comparison(view: LossView, page: Page, pinned: Pinned): TemplateResult | typeof nothing {
  const before = pinned.view;
  if (!before || before === view) return nothing;
  const pairs = pairsOf(before, view);
  return html`<section class="comparison" aria-label=${words(say('Compared with what is pinned'))}>
    <h2>${words(say('Compared with what is pinned'))}</h2>
    <p class="number"><del>${before.source}</del> <b>${before.valueText}</b></p>
    <p class="number"><ins>${view.source}</ins> <b>${view.valueText}</b> ${delta(before, view)}</p>
    ${pairs.map(({ name, title, old, now }) => {
      const difference = differenceOf(old, now);
      const columns = sharedColumns([old, now, difference]);
      const upright = old.shape.length === 1;
      const one = (tensor: TensorView, role: string, heading: string, range?: Range): TemplateResult =>
        figure(tensor, page, { name: `${name}-${role}`, title: heading, columns, linked: true, upright, range });
      const both = rangeOf(old, now);
      return html`<h3>${title}</h3>
        <div class="figures">
          ${one(old, 'pinned', words(say('pinned')), both)} ${one(now, 'now', words(say('now')), both)} ${one(difference, 'difference', words(say('difference')))}
        </div>`;
    })}
  </section>`;
}

/** What both span, for one scale of colours; categories have none. */
function rangeOf({ stats: a, scale }: TensorView, { stats: b }: TensorView): Range | undefined {
  const low = Math.min(a.min, b.min);
  const high = Math.max(a.max, b.max);
  if (scale === 'categorical' || !(low < high)) return undefined;
  const most = Math.max(Math.abs(low), Math.abs(high));
  return scale === 'diverging' ? [-most, most] : [low, high];
}

const scalarOf = ({ value }: LossView): number | undefined => (value?.shape.length === 0 ? value.values[0] : undefined);

function delta(before: LossView, view: LossView): TemplateResult | typeof nothing {
  const [old, now] = [scalarOf(before), scalarOf(view)];
  if (old === undefined || now === undefined) return nothing;
  return html`<span class="muted">Δ ${now > old ? '+' : ''}${rounded(now - old)}</span>`;
}

interface Pair {
  readonly name: string;
  readonly title: string;
  readonly old: TensorView;
  readonly now: TensorView;
}

/** Maps of one shape whose numbers are all here. */
function pairsOf(before: LossView, view: LossView): readonly Pair[] {
  const all = ({ perElement, inputs, gradients }: LossView): readonly (readonly [string, string, TensorView])[] => [
    ...(perElement ? [['perElement', words(say('Loss per element')), perElement] as const] : []),
    ...inputs.map((input) => [`input-${input.label}`, input.label, input] as const),
    ...gradients.map(
      (slope) => [`gradient-${slope.label}`, words(say('Gradient of {0}', slope.label)), slope] as const,
    ),
  ];
  const now = new Map(all(view).map(([name, , tensor]) => [name, tensor]));
  return all(before).flatMap(([name, title, old]) => {
    const other = now.get(name);
    const fits = other && old.shape.length > 0 && other.shape.join() === old.shape.join();
    const isSame = other?.values.every((value, i) => Object.is(value, old.values[i]));
    return fits && !isSame && other.values.length === old.values.length ? [{ name, title, old, now: other }] : [];
  });
}

/** What came since: now less before. */
function differenceOf(old: TensorView, now: TensorView): TensorView {
  const { kind: _, ...rest } = now;
  const values = Float64Array.from(now.values, (value, i) => value - old.values[i]!);
  return { ...rest, values, stats: statsOf(values), scale: 'diverging' };
}
