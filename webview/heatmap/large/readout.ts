// What is told of the element under pointer or cursor: its value, the cell that it is drawn in, its row and its column.
import { html, nothing, type TemplateResult } from 'lit';
import { rounded, say, shortest } from '../../../src/protocol/texts';
import type { CellView, Level, LineStats } from '../../../src/protocol/tiles';
import type { TensorView } from '../../../src/protocol/views';
import { words } from '../../page/words';
import { namedIndex } from '../describe';

export interface ReadoutOptions {
  readonly view: TensorView;
  readonly index: readonly number[];
  /** Absent: the server has not said it yet. */
  readonly value: number | undefined;
  readonly level: Level;
  readonly lines: CellView | undefined;
  readonly rowName: string | undefined;
  readonly colName: string | undefined;
}

export function readout({ view, index, value, level, lines, rowName, colName }: ReadoutOptions): TemplateResult {
  const named = namedIndex(view, index);
  const text = value === undefined ? '…' : shortest(value, view.format);
  return html`<p class="readout"><span class="number"><span class="muted">[${index.join(', ')}]</span> <b data-value=${text}>${text}</b></span>
      ${named ? html`<span class="muted">${named}</span>` : nothing}
      ${lines?.block ? html`<span class="muted">${blockText(level, lines.block)}</span>` : nothing}</p>
    ${rowName === undefined ? nothing : line(rowName, lines?.row)}
    ${colName === undefined ? nothing : line(colName, lines?.col)}`;
}

function blockText(level: Level, { min, mean, max }: LineStats): string {
  const [least, middle, most] = [min, mean, max].map((number) => rounded(number));
  const sizes = [2 ** level.rows, 2 ** level.cols] as const;
  return words(say('{0} × {1} elements around it: min {2} · mean {3} · max {4}', ...sizes, least!, middle!, most!));
}

function line(name: string, stats: LineStats | undefined): TemplateResult {
  if (!stats) return html`<p class="line"><span>${name}</span> …</p>`;
  const { min, max, mean, sum, odd } = stats;
  const texts = [
    words(say('min {0} · max {1}', rounded(min), rounded(max))),
    words(say('mean {0}', rounded(mean))),
    words(say('sum {0}', rounded(sum, 'float64', 6))),
    ...(odd > 0 ? [words(say('{0} not finite', odd))] : []),
  ];
  return html`<p class="line"><span>${name}</span> <span class="number">${texts.join(' · ')}</span></p>`;
}
