// The menu of a figure: what can be copied of a tensor and saved of it. Knows where the figure stands, and nothing of drawing.
import { html, nothing, type TemplateResult } from 'lit';
import { hasNpy, isNumpyDtype, npyBytes } from '../../src/protocol/npy';
import { say, type Text } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { isWhole, numpyLiteral } from '../heatmap/pythonLiteral';
import type { Page } from '../page/page';
import { closeMenu, menuKeyed, openMenu } from '../page/popoverMenu';
import { words } from '../page/words';

interface Entry {
  readonly text: string;
  readonly run: (menu: HTMLElement) => void | Promise<void>;
}

/** `faceted`: the figure shows several pictures. */
export function figureMenu(
  view: TensorView,
  title: string,
  page: Page,
  faceted: boolean,
): TemplateResult | typeof nothing {
  const entries = entriesOf(view, title, page, faceted);
  if (entries.length === 0) return nothing;
  const label = words(say('Copy or save {0}', title));
  return html`<span class="menu"><button class="quiet copy" aria-haspopup="menu" aria-label=${label} title=${label} @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement)}>⋯</button>
    <span role="menu" popover class="entries" aria-label=${label} @keydown=${menuKeyed}>
      ${entries.map(({ text, run }) => html`<button role="menuitem" tabindex="-1" @click=${(event: Event) => chosen(event, run)}>${text}</button>`)}
    </span></span>`;
}

function entriesOf(view: TensorView, title: string, page: Page, faceted: boolean): readonly Entry[] {
  if (view.shape.includes(0)) return [];
  const heatmap = (menu: HTMLElement) => menu.closest('figure')?.querySelector('ti-heatmap');
  const save = (format: 'png' | 'svg' | 'npy', bytes: Uint8Array): void =>
    page.post({ type: 'save', name: fileName(title), format, base64: base64(bytes) });
  const saving = (format: string): Text => {
    if (!faceted) return say('Save as {0}…', format);
    return view.source === undefined
      ? say('Save all facets shown as {0}…', format)
      : say('Save the chosen facet as {0}…', format);
  };
  return [
    ...(isWhole(view)
      ? [
          {
            text: words(faceted ? say('Copy the facet under the cursor as CSV') : say('Copy as CSV')),
            run: (menu: HTMLElement) => page.post({ type: 'copy', text: heatmap(menu)?.csv() ?? '' }),
          },
        ]
      : []),
    ...(isWhole(view) && isNumpyDtype(view.dtype)
      ? [{ text: words(say('Copy as NumPy')), run: () => page.post({ type: 'copy', text: numpyLiteral(view) }) }]
      : []),
    {
      text: words(saving('PNG')),
      run: async (menu) => {
        const bytes = await heatmap(menu)?.png();
        if (bytes) save('png', bytes);
      },
    },
    {
      text: words(saving('SVG')),
      run: (menu) => {
        const text = heatmap(menu)?.svg();
        if (text) save('svg', new TextEncoder().encode(text));
      },
    },
    ...(isWhole(view) && hasNpy(view.dtype, view.values)
      ? [
          {
            text: words(say('Save as {0}…', 'NPY')),
            run: () => save('npy', npyBytes(view.dtype, view.shape, view.values)!),
          },
        ]
      : []),
    ...(['csv', 'npy'] as const).flatMap((format) => {
      const { source } = view;
      if (source === undefined) return [];
      const run = (): void => page.post({ type: 'save', name: fileName(title), format, source });
      return [{ text: words(say('Save as {0}…', format.toUpperCase())), run }];
    }),
  ];
}

/** Without what a file's name cannot have. */
const fileName = (title: string): string => title.replace(/[^\p{L}\p{N}_=.-]+/gu, '_').slice(0, 60) || 'tensor';

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function chosen(event: Event, run: Entry['run']): void {
  const item = event.currentTarget as HTMLElement;
  closeMenu(item);
  void run(item);
}
