// A line of code as it would be, what is new in it marked, with the button that writes it. Writes nothing itself.
import { html, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { CodeChange, PanelView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { parted } from './parted';

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

/** Keeps the room of a change where there is none, so that nothing moves when there is. */
export const unchanged = (label: string, why: string): TemplateResult =>
  html`<div class="codeChange"><vscode-button secondary disabled>${label}</vscode-button><span class="muted">${why}</span></div>`;
