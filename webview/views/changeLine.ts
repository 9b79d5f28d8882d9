// A line of code as it would be, what is new in it marked, with the button that writes it. Writes nothing itself.
import { html, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { CodeChange, PanelView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';

type Placed = Extract<PanelView, { readonly version: number }>;

/** The button `label` and beside it each changed line; a click writes them, as one step to undo. */
export function changeLine(label: string, change: CodeChange, { uri, version }: Placed, page: Page): TemplateResult {
  const write = (): void => page.post({ type: 'apply', uri, version, edits: change.edits });
  return html`<div class="codeChange">
    <vscode-button secondary @click=${write}>${label}</vscode-button>
    ${change.lines.map(({ line, before, after }) => {
      const [head, fresh, tail] = parted(before, after);
      return html`<span class="changed"><span class="muted">${words(say('line {0}', line))}</span>
        <code class="number">${head}<ins>${fresh}</ins>${tail}</code></span>`;
    })}
  </div>`;
}

/** What comes first in both, what is new, and what comes last in both. */
export function parted(before: string, after: string): readonly [head: string, fresh: string, tail: string] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const end = after.length - tail;
  return [after.slice(0, head), after.slice(head, end), after.slice(end)];
}
