// A menu that opens beside its button: where it stands, and its keys. Knows no entries.

const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];

/** Opens the popover that follows a button, and goes to its entry that is checked, or its first. */
export function openMenu(button: HTMLElement): void {
  const menu = button.nextElementSibling as HTMLElement;
  const box = button.getBoundingClientRect();
  menu.showPopover();
  menu.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - menu.offsetWidth - 4))}px`;
  const below = box.bottom + menu.offsetHeight < window.innerHeight;
  menu.style.top = `${below ? box.bottom : Math.max(4, box.top - menu.offsetHeight)}px`;
  (menu.querySelector<HTMLElement>('[aria-checked=true]') ?? itemsOf(menu)[0])?.focus();
}

export const closeMenu = (item: HTMLElement): void => item.closest<HTMLElement>('[popover]')?.hidePopover();

/** Arrows, Home and End go from entry to entry. */
export function menuKeyed(event: KeyboardEvent): void {
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
