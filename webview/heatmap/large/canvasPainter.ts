// Draws tiles on a plain canvas, where there is no WebGL2: each tile is coloured once and then drawn as an image.
import { type Colouring, colourOf } from './colouring';
import { type Painter, type Picture, placed, smallestGap } from './painter';
import type { Tile } from './tileCache';
import { numberAt } from './tileValues';

/** Coloured tiles kept at most: a quarter of a megabyte each. */
const mostImages = 96;

export function canvasPainter(canvas: HTMLCanvasElement): Painter {
  const context = canvas.getContext('2d');
  const images = new Map<string, OffscreenCanvas>();
  let shown: Colouring | undefined;
  return {
    kind: 'canvas',
    paint({ tiles, view, extent, frame, ratio, colouring }: Picture) {
      canvas.width = Math.round(frame.width * ratio);
      canvas.height = Math.round(frame.height * ratio);
      if (!context) return;
      if (shown !== colouring) images.clear();
      shown = colouring;
      context.scale(canvas.width / frame.width, canvas.height / frame.height);
      context.imageSmoothingEnabled = false;
      for (const tile of tiles) {
        const at = placed(tile, view, extent);
        const [cols, rows] = [at.width / at.cellWidth, at.height / at.cellHeight];
        context.drawImage(imageOf(images, tile, colouring), 0, 0, cols, rows, at.x, at.y, at.width, at.height);
        if (Math.min(at.cellWidth, at.cellHeight) < smallestGap) continue;
        for (let x = at.x + at.cellWidth; x <= at.x + at.width + 1e-6; x += at.cellWidth) {
          context.clearRect(x - 1, at.y, 1, at.height);
        }
        for (let y = at.y + at.cellHeight; y <= at.y + at.height + 1e-6; y += at.cellHeight) {
          context.clearRect(at.x, y - 1, at.width, 1);
        }
      }
    },
    dispose() {
      images.clear();
    },
  };
}

function imageOf(images: Map<string, OffscreenCanvas>, { key, view }: Tile, colouring: Colouring): OffscreenCanvas {
  const image = images.get(key) ?? coloured(view, colouring);
  images.delete(key);
  images.set(key, image);
  for (const oldest of images.keys()) {
    if (images.size <= mostImages) break;
    images.delete(oldest);
  }
  return image;
}

function coloured(view: Tile['view'], colouring: Colouring): OffscreenCanvas {
  const { rows, cols } = view;
  const pixels = new ImageData(cols, rows);
  for (let at = 0; at < rows * cols; at++) {
    const value = numberAt(view, at);
    const checker = (Math.floor(at / cols) + (at % cols)) % 2 === 0 ? 0 : 1;
    const [r, g, b] = Number.isNaN(value) ? colouring.stripes[checker] : colourOf(value, colouring);
    pixels.data[4 * at] = r;
    pixels.data[4 * at + 1] = g;
    pixels.data[4 * at + 2] = b;
    pixels.data[4 * at + 3] = 255;
  }
  const image = new OffscreenCanvas(cols, rows);
  image.getContext('2d')?.putImageData(pixels, 0, 0);
  return image;
}
