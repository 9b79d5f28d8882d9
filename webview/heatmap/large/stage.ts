// The two canvases of a large picture: colours below, indices and numbers above. Chooses what draws, and goes on with a plain
// canvas where WebGL2 is lost. Knows no tiles' origin.
import { canvasPainter } from './canvasPainter';
import { glPainter } from './glPainter';
import { drawOverlay, type OverlayOptions } from './overlay';
import type { Painter, Picture } from './painter';

export type StagePicture = Omit<OverlayOptions, 'ink' | 'muted' | 'ground' | 'font'>;

export class Stage {
  #painter: Painter | undefined;
  /** What the colours on the page were painted of. */
  #painted: Picture | undefined;

  /** In these elements; `again` where all has to be drawn once more. */
  constructor(
    readonly picture: HTMLElement,
    readonly overlay: HTMLCanvasElement,
    private readonly again: () => void,
  ) {}

  /** What would look as before is not drawn again, but where `anew`. */
  draw(shown: StagePicture, anew = false): void {
    this.#painter ??= this.#choose();
    if (anew || !this.#painted || !isSame(shown, this.#painted)) {
      this.#painter.paint(shown);
      this.#painted = shown;
    }
    const around = getComputedStyle(this.picture);
    const number = getComputedStyle(this.overlay);
    this.overlay.style.width = `${shown.left + shown.frame.width}px`;
    this.overlay.style.height = `${shown.top + shown.frame.height}px`;
    drawOverlay(this.overlay, {
      ...shown,
      ink: around.color,
      muted: number.color,
      ground: around.getPropertyValue('--ground') || around.getPropertyValue('--vscode-editor-background'),
      font: `${number.fontSize} ${number.fontFamily}`,
    });
  }

  /** Both as one image, in device pixels; to be called in the same turn as `draw` anew: WebGL keeps its picture no longer. */
  image(left: number, top: number): HTMLCanvasElement {
    const image = document.createElement('canvas');
    const { overlay } = this;
    Object.assign(image, { width: overlay.width, height: overlay.height });
    const context = image.getContext('2d');
    const colours = this.picture.querySelector('canvas');
    const ratio = window.devicePixelRatio;
    if (colours) context?.drawImage(colours, left * ratio, top * ratio);
    context?.drawImage(overlay, 0, 0);
    return image;
  }

  dispose(): void {
    this.#painter?.dispose();
    this.#painter = undefined;
  }

  #choose(): Painter {
    const lost = (): void => {
      this.#painter = this.#tell(canvasPainter(this.#canvas()));
      this.#painted = undefined;
      this.again();
    };
    return this.#tell(glPainter(this.#canvas(), lost) ?? canvasPainter(this.#canvas()));
  }

  #tell(painter: Painter): Painter {
    this.picture.dataset.painter = painter.kind;
    return painter;
  }

  /** A canvas keeps the kind of context that it had first, so each painter has its own. */
  #canvas(): HTMLCanvasElement {
    const made = document.createElement('canvas');
    made.setAttribute('aria-hidden', 'true');
    this.picture.replaceChildren(made);
    return made;
  }
}

/** Whether both look the same. Tiles and colourings never change once they are made. */
function isSame(a: Picture, b: Picture): boolean {
  const place = ({ view, extent, frame, ratio }: Picture): string => JSON.stringify([view, extent, frame, ratio]);
  const alike = a.colouring === b.colouring && a.tiles.length === b.tiles.length;
  return alike && a.tiles.every((tile, i) => tile === b.tiles[i]) && place(a) === place(b);
}
