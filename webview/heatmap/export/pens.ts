// Two pens that draw the same picture: on a canvas, for a PNG, and as SVG. Know no tensor.
import { hex, type Rgb } from '../../../src/protocol/colours';

export interface Pen {
  rect(x: number, y: number, width: number, height: number, fill: string): void;
  /** Stripes of a cell without a number. */
  hatch(x: number, y: number, width: number, height: number, stripes: readonly [Rgb, Rgb]): void;
  /** Its middle line is at `y`; `x` is its left end, its middle or its right end. */
  text(x: number, y: number, text: string, ink: string, anchor: 'start' | 'middle' | 'end'): void;
  image(x: number, y: number, width: number, height: number, picture: HTMLCanvasElement): void;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  /** CSS family and size in pixels of all texts. */
  readonly font: string;
  readonly fontSize: number;
}

/** Bytes of a PNG, in twice the size for screens that have it. */
export async function pngOf(sheet: Sheet, draw: (pen: Pen) => void): Promise<Uint8Array> {
  const scale = 2;
  const canvas = new OffscreenCanvas(sheet.width * scale, sheet.height * scale);
  const context = canvas.getContext('2d');
  if (!context) return new Uint8Array();
  context.scale(scale, scale);
  context.imageSmoothingEnabled = false;
  context.font = `${sheet.fontSize}px ${sheet.font}`;
  context.textBaseline = 'middle';
  const pen: Pen = {
    rect(x, y, width, height, fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    },
    hatch(x, y, width, height, stripes) {
      pen.rect(x, y, width, height, hex(stripes[0]));
      context.save();
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
      context.strokeStyle = hex(stripes[1]);
      context.lineWidth = 2;
      context.beginPath();
      for (const [from, to] of stripesIn(width, height)) {
        context.moveTo(x + from, y + height);
        context.lineTo(x + to, y);
      }
      context.stroke();
      context.restore();
    },
    text(x, y, text, ink, anchor) {
      context.fillStyle = ink;
      context.textAlign = anchor === 'middle' ? 'center' : anchor;
      context.fillText(text, x, y);
    },
    image: (x, y, width, height, picture) => context.drawImage(picture, x, y, width, height),
  };
  pen.rect(0, 0, sheet.width, sheet.height, sheet.ground);
  draw(pen);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

export function svgOf(sheet: Sheet, draw: (pen: Pen) => void): string {
  const parts: string[] = [];
  const at = (x: number, y: number, width: number, height: number): string =>
    `x="${tidy(x)}" y="${tidy(y)}" width="${tidy(width)}" height="${tidy(height)}"`;
  const pen: Pen = {
    rect: (x, y, width, height, fill) => parts.push(`<rect ${at(x, y, width, height)} fill="${escaped(fill)}"/>`),
    hatch(x, y, width, height, stripes) {
      pen.rect(x, y, width, height, hex(stripes[0]));
      const lines = stripesIn(width, height).map(([from, to]) => `M${tidy(from)} ${tidy(height)}L${tidy(to)} 0`);
      parts.push(
        `<svg ${at(x, y, width, height)}><path d="${lines.join('')}" stroke="${hex(stripes[1])}" stroke-width="2"/></svg>`,
      );
    },
    text: (x, y, text, ink, anchor) =>
      parts.push(
        `<text x="${tidy(x)}" y="${tidy(y)}" fill="${escaped(ink)}" text-anchor="${anchor}" dominant-baseline="central" xml:space="preserve">${escaped(text)}</text>`,
      ),
    image: (x, y, width, height, picture) =>
      parts.push(
        `<image ${at(x, y, width, height)} preserveAspectRatio="none" style="image-rendering:pixelated" href="${picture.toDataURL()}"/>`,
      ),
  };
  pen.rect(0, 0, sheet.width, sheet.height, sheet.ground);
  draw(pen);
  const { width, height, font, fontSize } = sheet;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}" font-size="${fontSize}">${parts.join('')}</svg>\n`;
}

function stripesIn(width: number, height: number): readonly (readonly [from: number, to: number])[] {
  const list: [number, number][] = [];
  for (let x = -height; x < width; x += 5) list.push([x, x + height]);
  return list;
}

const tidy = (size: number): string => String(Math.round(size * 100) / 100);
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
