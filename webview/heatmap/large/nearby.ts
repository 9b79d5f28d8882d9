// Whether an element is on the screen, or soon will be: pictures elsewhere are neither asked for nor drawn. Knows no picture.

/** CSS pixels beyond the window in which a picture is drawn, so that who scrolls finds it there. */
const margin = 200;

export class Nearby {
  readonly #element: HTMLElement;
  readonly #observer: IntersectionObserver;
  /** As the observer said last. */
  #isNear: boolean | undefined;

  /** `came` is told when the element comes near. */
  constructor(element: HTMLElement, came: () => void) {
    this.#element = element;
    this.#observer = new IntersectionObserver(
      (entries) => {
        const was = this.#isNear;
        this.#isNear = entries.at(-1)?.isIntersecting ?? was;
        if (this.#isNear && !was) came();
      },
      { rootMargin: `${margin}px` },
    );
    this.#observer.observe(element);
  }

  /** As of the last frame: to lay out the page for it at each draw would take longer than to draw. */
  get isNear(): boolean {
    this.#isNear ??= this.#isLaidOutNear();
    return this.#isNear;
  }

  #isLaidOutNear(): boolean {
    const { top, bottom } = this.#element.getBoundingClientRect();
    return bottom > -margin && top < window.innerHeight + margin;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
