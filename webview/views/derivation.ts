// How a loss comes about, step by step, with the numbers of one element: each number lights its cell and leads to the code.
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { planeOf } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { CellView, DerivationStep, DerivationView, LossView, MathView } from '../../src/protocol/views';
import { linkedFigures } from '../page/laidOut';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { lossFigures } from './lossFigures';
import { type ActionsOf, cellClass, formula } from './math';

/** `choose` asks for the steps of another element. */
export function derivation(
  view: LossView,
  page: Page,
  choose: (sample: readonly number[]) => void,
): TemplateResult | typeof nothing {
  const own = view.derivation;
  if (!own) return nothing;
  const actionsOf = actionsIn(view, page);
  const chosen = (sample: readonly number[]): void => {
    // The pictures show the part that the element is in.
    const { dims } = page.laid(linkedFigures);
    const { front } = planeOf(own.shape, false, dims);
    if (front.length > 0) page.lay(linkedFigures, { dims, leading: front.map((dim) => sample[dim] ?? 0) });
    choose(sample);
  };
  const drawn = (step: DerivationStep): TemplateResult => drawStep(step, actionsOf);
  return html`<section class="derivation" aria-label=${words(say('How the loss comes about'))} @keydown=${moved} @focusin=${reached}>
    <div class="derivationHead">
      <h2>${words(say('How the loss comes about'))}</h2>
      ${own.shape.some((size) => size > 1) ? chooser(own, view, chosen) : nothing}
    </div>
    ${own.names.length ? html`<p class="muted names">${own.names.map(({ symbol, label }) => named(symbol, label))}</p>` : nothing}
    <ol class="steps">${keyed(own, own.element.map(drawn))}</ol>
    ${own.total.length ? html`<ol class="steps whole" start=${own.element.length + 1}>${own.total.map(drawn)}</ol>` : nothing}
  </section>`;
}

const named = (symbol: string, label: string): TemplateResult =>
  html`<span>${formula([{ tag: 'mi', text: symbol }], () => undefined)} <span class="number">${label}</span></span>`;

const equals: MathView = { tag: 'mo', text: '=' };

function drawStep(
  { title, left, symbols, numbers, value, note }: DerivationStep,
  actionsOf: ActionsOf,
): TemplateResult {
  const part = (parts: readonly MathView[]): TemplateResult =>
    html`<span class="part">${formula(parts, actionsOf)}</span>`;
  return html`<li>
    <p class="muted">${title}</p>
    <div class="equation">
      ${part(symbols ? [left, equals, symbols] : [left])} ${numbers ? part([equals, numbers]) : nothing}
      ${value ? html`<span class="part result">${formula([equals], actionsOf)}${result(value, actionsOf)}</span>` : nothing}
    </div>
    ${note ? html`<p class="note muted">${note}</p>` : nothing}
  </li>`;
}

function result({ text, cell }: NonNullable<DerivationStep['value']>, actionsOf: ActionsOf): TemplateResult {
  const actions = cell && actionsOf(cell);
  if (!actions) return html`<span class="number">${text}</span>`;
  const { lit, first, point, leave, reveal } = actions;
  return html`<span class="number ${cellClass(lit, reveal)}" data-cell tabindex=${first ? 0 : -1} @pointerenter=${point} @focus=${point}
    @pointerleave=${leave} @blur=${leave} @click=${reveal}>${text}</span>`;
}

/** Which numbers light a cell or have a place in the code. */
function actionsIn(view: LossView, page: Page): ActionsOf {
  const linked = new Set(
    lossFigures(view).flatMap((one) => (one.linked ? [one.role === 'perElement' ? '' : one.tensor.label] : [])),
  );
  let first = true;
  return ({ label, index, place }: CellView) => {
    const lights = linked.has(label);
    if (!lights && !place) return undefined;
    const isFirst = first;
    first = false;
    return {
      first: isFirst,
      lit: lights && page.lit !== undefined && page.lit.join() === index.join(),
      point: () => page.light(lights ? index : undefined),
      leave: () => page.light(undefined),
      reveal: place && (() => page.post({ type: 'reveal', ...place })),
    };
  };
}

function chooser(
  { shape, index, letters }: DerivationView,
  { worst }: LossView,
  choose: (sample: readonly number[]) => void,
): TemplateResult {
  const count = shape.reduce((all, size) => all * size, 1);
  const at = index.reduce((flat, own, dim) => flat * shape[dim]! + own, 0);
  const step = (by: number) => (): void => choose(placeOf(at + by, shape));
  const typed = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const wanted = indexIn(field.value, shape);
    if (wanted) choose(wanted);
    else field.value = index.join(', ');
  };
  const most = worst && worst.index.join() !== index.join() ? worst.index : undefined;
  return html`<div class="chooser">
    <label>${formula([...letters.flatMap(letter), equals], () => undefined)}
      <input class="number" .value=${index.join(', ')} size=${Math.max(4, index.join(', ').length + 1)}
        aria-label=${words(say('Index of the element'))} @change=${typed} /></label>
    <button class="quiet" ?disabled=${at === 0} aria-label=${words(say('Previous element'))} @click=${step(-1)}>‹</button>
    <button class="quiet" ?disabled=${at >= count - 1} aria-label=${words(say('Next element'))} @click=${step(1)}>›</button>
    ${most ? html`<button class="link" @click=${() => choose(most)}>${words(say('Costs most: [{0}]', most.join(', ')))}</button>` : nothing}
  </div>`;
}

const letter = (text: string, dim: number): readonly MathView[] => [
  ...(dim > 0 ? [{ tag: 'mo', text: ',' } as const] : []),
  { tag: 'mi', text },
];

function placeOf(flat: number, shape: readonly number[]): readonly number[] {
  let rest = flat;
  return shape
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = Math.floor(rest / size);
      return at;
    })
    .reverse();
}

/** `1, 2` or `[1, 2]` where there is such an element. */
function indexIn(text: string, shape: readonly number[]): readonly number[] | undefined {
  const parts = text
    .replace(/[[\]()]/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
  const index = parts.map(Number);
  const fits =
    index.length === shape.length && index.every((at, dim) => Number.isInteger(at) && at >= 0 && at < shape[dim]!);
  return fits ? index : undefined;
}

const cellsOf = (section: EventTarget | null): readonly HTMLElement[] =>
  section instanceof Element ? [...section.querySelectorAll<HTMLElement>('[data-cell]')] : [];

/** One stop of the Tab key for all numbers: arrows go from one to the next, Enter to the code. */
function moved(event: KeyboardEvent): void {
  const { target, currentTarget, key } = event;
  const cells = cellsOf(currentTarget);
  const at = cells.indexOf(target as HTMLElement);
  if (at < 0) return;
  const to = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: cells.length - 1,
  }[key];
  if (to !== undefined) cells[to]?.focus();
  else if (key === 'Enter') cells[at]?.dispatchEvent(new MouseEvent('click'));
  else return;
  event.preventDefault();
}

function reached({ target, currentTarget }: FocusEvent): void {
  const cells = cellsOf(currentTarget);
  if (cells.includes(target as HTMLElement)) for (const cell of cells) cell.tabIndex = cell === target ? 0 : -1;
}
