// The one cell of a large picture that exists as an element follows the picture. Knows no tensor.
import type { Cell } from '../moveCursor';
import { type Frame, placeOf, type Viewport } from './viewport';

/** Over its cell; in a corner, unseen, where that is out of sight: what has the focus stays in the page. */
export function placeCursor(element: HTMLElement, { row, col }: Cell, view: Viewport, frame: Frame): void {
  const { x, y } = placeOf(view, row, col);
  const inside = x > -view.across && y > -view.down && x < frame.width && y < frame.height;
  element.style.left = `${inside ? x : 0}px`;
  element.style.top = `${inside ? y : 0}px`;
  element.style.width = `${view.across}px`;
  element.style.height = `${view.down}px`;
  element.toggleAttribute('data-outside', !inside);
}
