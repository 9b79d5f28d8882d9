// Whether an element is on the screen, or soon will be: pictures elsewhere are neither asked for nor drawn. Knows no picture.

/** CSS pixels beyond the window in which a picture is drawn, so that who scrolls finds it there. */
const margin = 200;

export class Nearby {
  readonly #element: HTMLElement;
  readonly #observer: IntersectionObserver;

  /** `came` is told when the element comes near. */
  constructor(element: HTMLElement, came: () => void) {
    this.#element = element;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) came();
      },
      { rootMargin: `${margin}px` },
    );
    this.#observer.observe(element);
  }

  /** As it is laid out now. */
  get isNear(): boolean {
    const { top, bottom } = this.#element.getBoundingClientRect();
    return bottom > -margin && top < window.innerHeight + margin;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
