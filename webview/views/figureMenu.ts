// The menu of a figure: what can be copied of a tensor and saved of it. Knows where the figure stands, and nothing of drawing.
import { html, nothing, type TemplateResult } from 'lit';
import { hasNpy, isNumpyDtype, npyBytes } from '../../src/protocol/npy';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { isWhole, numpyLiteral } from '../heatmap/pythonLiteral';
import type { Page } from '../page/page';
import { words } from '../page/words';

interface Entry {
  readonly text: string;
  readonly run: (menu: HTMLElement) => void | Promise<void>;
}

export function figureMenu(view: TensorView, title: string, page: Page): TemplateResult | typeof nothing {
  const entries = entriesOf(view, title, page);
  if (entries.length === 0) return nothing;
  const label = words(say('Copy or save {0}', title));
  return html`<span class="menu"><button class="quiet copy" aria-haspopup="menu" aria-label=${label} title=${label} @click=${open}>⋯</button>
    <span role="menu" popover class="entries" aria-label=${label} @keydown=${keyed}>
      ${entries.map(({ text, run }) => html`<button role="menuitem" tabindex="-1" @click=${(event: Event) => chosen(event, run)}>${text}</button>`)}
    </span></span>`;
}

function entriesOf(view: TensorView, title: string, page: Page): readonly Entry[] {
  if (view.shape.includes(0)) return [];
  const heatmap = (menu: HTMLElement) => menu.closest('figure')?.querySelector('ti-heatmap');
  const save = (format: 'png' | 'svg' | 'npy', bytes: Uint8Array): void =>
    page.post({ type: 'save', name: fileName(title), format, base64: base64(bytes) });
  return [
    ...(isWhole(view)
      ? [
          {
            text: words(say('Copy as CSV')),
            run: (menu: HTMLElement) => page.post({ type: 'copy', text: heatmap(menu)?.csv() ?? '' }),
          },
        ]
      : []),
    ...(isWhole(view) && isNumpyDtype(view.dtype)
      ? [{ text: words(say('Copy as NumPy')), run: () => page.post({ type: 'copy', text: numpyLiteral(view) }) }]
      : []),
    {
      text: words(say('Save as {0}…', 'PNG')),
      run: async (menu) => {
        const bytes = await heatmap(menu)?.png();
        if (bytes) save('png', bytes);
      },
    },
    {
      text: words(say('Save as {0}…', 'SVG')),
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

const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

function open(event: Event): void {
  const button = event.currentTarget as HTMLElement;
  const menu = button.nextElementSibling as HTMLElement;
  const box = button.getBoundingClientRect();
  menu.showPopover();
  menu.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - menu.offsetWidth - 4))}px`;
  const below = box.bottom + menu.offsetHeight < window.innerHeight;
  menu.style.top = `${below ? box.bottom : Math.max(4, box.top - menu.offsetHeight)}px`;
  itemsOf(menu)[0]?.focus();
}

function keyed(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget as HTMLElement);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at + items.length - 1) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

function chosen(event: Event, run: Entry['run']): void {
  const item = event.currentTarget as HTMLElement;
  item.closest<HTMLElement>('[popover]')?.hidePopover();
  void run(item);
}
