// Paints a matrix of many cells on a canvas, cell by cell in device pixels. Knows colours and sizes, no tensor.
import type { ColourScale } from '../../src/protocol/colourScale';
import { hatch } from '../../src/protocol/colourScale';
import { hex, inkOn, type Rgb } from '../../src/protocol/colours';
import type { ThemeKind } from '../../src/protocol/requests';

export interface RasterPicture {
  readonly rows: number;
  readonly cols: number;
  readonly valueAt: (row: number, col: number) => number;
  readonly scale: ColourScale;
  readonly theme: ThemeKind;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** From this size on a cell can carry an arrow or stripes. */
const smallestMark = 6;

/** Draws every cell; NaN as a checker or stripes, infinities with an arrow where there is room. */
export function paint(canvas: HTMLCanvasElement, picture: RasterPicture): void {
  const { rows, cols, cellWidth, cellHeight, scale, valueAt } = picture;
  const ratio = Math.max(1, Math.round(window.devicePixelRatio));
  canvas.width = cols * cellWidth * ratio;
  canvas.height = rows * cellHeight * ratio;
  const context = canvas.getContext('2d');
  if (!context || rows * cols === 0) return;
  const stripes = hatch(picture.theme);
  const pixels = new ImageData(cols, rows);
  const odd: { row: number; col: number; value: number }[] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = valueAt(row, col);
      const colour: Rgb = Number.isNaN(value) ? stripes[(row + col) % 2 === 0 ? 0 : 1]! : scale.colour(value);
      pixels.data.set([...colour, 255], (row * cols + col) * 4);
      if (!Number.isFinite(value)) odd.push({ row, col, value });
    }
  }
  const small = new OffscreenCanvas(cols, rows);
  small.getContext('2d')?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  if (Math.min(cellWidth, cellHeight) < smallestMark) return;
  context.scale(ratio, ratio);
  for (const { row, col, value } of odd) {
    context.save();
    context.translate(col * cellWidth, row * cellHeight);
    if (Number.isNaN(value)) hatched(context, cellWidth, cellHeight, stripes);
    else arrow(context, cellWidth, cellHeight, value > 0, hex(inkOn(scale.colour(value))));
    context.restore();
  }
}

/** Stripes over a cell whose corner is the origin. */
export function hatched(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  [one, two]: readonly [Rgb, Rgb],
): void {
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.fillStyle = hex(one);
  context.fillRect(0, 0, width, height);
  context.strokeStyle = hex(two);
  context.lineWidth = 2;
  context.beginPath();
  for (let x = -height; x < width; x += 5) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
}

function arrow(context: CanvasRenderingContext2D, width: number, height: number, up: boolean, ink: string): void {
  const half = Math.min(width, height) / 3;
  const tip = up ? -half : half;
  context.translate(width / 2, height / 2);
  context.fillStyle = ink;
  context.beginPath();
  context.moveTo(0, tip);
  context.lineTo(half, -tip);
  context.lineTo(-half, -tip);
  context.fill();
}
