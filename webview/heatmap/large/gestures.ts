// Pointer, wheel and keys over a picture as pans and zooms. Tells what is meant; knows no viewport.

export interface Meant {
  /** The picture is drawn along by so many pixels. */
  readonly pan: (x: number, y: number) => void;
  /** Around a point of the element. */
  readonly zoom: (factor: number, x: number, y: number) => void;
  /** The pointer is over a point, and draws nothing along; undefined: it left. */
  readonly point: (at: { readonly x: number; readonly y: number } | undefined) => void;
  /** Pressed and let go at one place. */
  readonly press: (x: number, y: number) => void;
}

/** A hand that trembles by less than this does not draw. */
const steady = 4;

/**
 * Ctrl or ⌘ with the wheel zooms, as a pinch on a touchpad does; the wheel alone stays the page's. Drawing pans. The result ends it.
 */
export function listenTo(element: HTMLElement, meant: Meant): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let held: { x: number; y: number; moved: boolean } | undefined;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      // A notch of a wheel is 100 to 120 pixels; a pinch comes in single ones.
      const delta = Math.max(-120, Math.min(120, event.deltaY * lines));
      const { x, y } = at(event);
      meant.zoom(2 ** (-delta / (Math.abs(delta) < 20 ? 40 : 200)), x, y);
    },
    { passive: false, signal },
  );
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, moved: false };
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!held) return meant.point(at(event));
      const [x, y] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(x, y) < steady) return;
      held = { x: event.clientX, y: event.clientY, moved: true };
      element.dataset.drawn = '';
      meant.point(undefined);
      meant.pan(x, y);
    },
    { signal },
  );
  const letGo = (event: PointerEvent): void => {
    const { x, y } = at(event);
    if (held && !held.moved && event.type === 'pointerup') meant.press(x, y);
    held = undefined;
    delete element.dataset.drawn;
  };
  element.addEventListener('pointerup', letGo, { signal });
  element.addEventListener('pointercancel', letGo, { signal });
  element.addEventListener('pointerleave', () => meant.point(undefined), { signal });
  return () => ended.abort();
}
