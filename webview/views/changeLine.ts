// A change of the code: each line as it would be, what is new in it marked, with the button that writes it. Writes nothing
// itself.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { CodeChange, PanelView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { parted } from './parted';

type Placed = Extract<PanelView, { readonly version: number }>;

/** The button `label`, other ones `besides`, and each changed line or why there is none; a click writes, as one step to undo. */
export function changeLine(
  label: string,
  change: CodeChange | string,
  { uri, version }: Placed,
  page: Page,
  besides: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const known = typeof change === 'string' ? undefined : change;
  const write = (): void => {
    if (known) page.post({ type: 'apply', uri, version, edits: known.edits });
  };
  return html`<div class="codeChange">
    <div class="buttons"><vscode-button secondary ?disabled=${!known} @click=${write}>${label}</vscode-button>${besides}</div>
    <div class="written" role="group" aria-label=${words(say('Change of the code'))}>
      ${known ? known.lines.map(changed) : html`<p class="muted">${change}</p>`}
    </div>
  </div>`;
}

function changed({ line, before, after }: CodeChange['lines'][number]): TemplateResult {
  const [head, fresh, tail] = parted(before, after);
  return html`<p class="changedLine"><span class="muted">${words(say('line {0}', line))}</span>
    <code class="number">${head}<ins>${fresh}</ins>${tail}</code></p>`;
}
