// Follows a pointer that takes something from one place to another, until it lets go. Knows no dims.

export interface DragHooks {
  /** CSS pixels from where it began; called once it is more than a click. */
  readonly moved: (x: number, y: number, over: HTMLElement | undefined) => void;
  /** Let go over a place; over nothing, or given up by Escape: undefined. */
  readonly ended: (over: HTMLElement | undefined) => void;
}

/** A pointer that moves less than this only clicks. */
const threshold = 4;

/** From a press on an element on; `places` are where it can be let go. */
export function drag(press: PointerEvent, places: readonly HTMLElement[], { moved, ended }: DragHooks): void {
  const taken = press.currentTarget as HTMLElement;
  const done = new AbortController();
  const { signal } = done;
  let dragged = false;
  const overAt = ({ clientX, clientY }: PointerEvent): HTMLElement | undefined =>
    places.find((place) => {
      const { left, right, top, bottom } = place.getBoundingClientRect();
      return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
    });
  const end = (over: HTMLElement | undefined, isUp = true): void => {
    done.abort();
    if (!dragged) return;
    // The press was no click, so the click that follows it is none of the element's: it comes when the pointer lets go.
    const swallow = (event: Event): void => event.stopImmediatePropagation();
    const forget = (): unknown => window.setTimeout(() => window.removeEventListener('click', swallow, true));
    window.addEventListener('click', swallow, { capture: true, once: true });
    if (isUp) forget();
    else window.addEventListener('pointerup', forget, { capture: true, once: true });
    ended(over);
  };
  const own = (event: PointerEvent): boolean => event.pointerId === press.pointerId;
  const move = (event: PointerEvent): void => {
    if (!own(event)) return;
    const [x, y] = [event.clientX - press.clientX, event.clientY - press.clientY];
    dragged ||= Math.hypot(x, y) >= threshold;
    if (dragged) moved(x, y, overAt(event));
  };
  taken.setPointerCapture(press.pointerId);
  taken.addEventListener('pointermove', move, { signal });
  taken.addEventListener('pointerup', (event) => own(event) && end(overAt(event)), { signal });
  taken.addEventListener('pointercancel', (event) => own(event) && end(undefined), { signal });
  window.addEventListener('keydown', (event) => event.key === 'Escape' && end(undefined, false), { signal });
}
