// What the page stands in: the editor's theme, the width there is, the width of a digit. Watches and tells.
import type { ThemeKind } from '../../src/protocol/requests';

export interface Surroundings {
  readonly theme: ThemeKind;
  /** Content width in CSS pixels. */
  readonly available: number;
  /** Width of a digit of the number font in CSS pixels. */
  readonly digit: number;
}

const themes: Readonly<Record<string, ThemeKind>> = {
  'vscode-dark': 'dark',
  'vscode-light': 'light',
  'vscode-high-contrast': 'highContrast',
  'vscode-high-contrast-light': 'highContrastLight',
};

/** Calls `changed` at once and whenever theme, fonts or width change. */
export function watchSurroundings(root: HTMLElement, changed: (now: Surroundings) => void): void {
  const probe = document.createElement('span');
  probe.className = 'number probe';
  probe.textContent = '0'.repeat(20);
  probe.setAttribute('aria-hidden', 'true');
  document.body.append(probe);
  const tell = (): void => {
    const style = getComputedStyle(root);
    changed({
      theme: themes[document.body.getAttribute('data-vscode-theme-kind') ?? ''] ?? 'dark',
      available: root.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight),
      digit: probe.getBoundingClientRect().width / 20 || 7,
    });
  };
  new ResizeObserver(tell).observe(root);
  new ResizeObserver(tell).observe(probe);
  new MutationObserver(tell).observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-kind'] });
  tell();
}
