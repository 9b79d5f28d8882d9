// Draws media/icon.png: a heatmap of a softmax over rows, one row framed. `node scripts/icon.mjs`
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { interpolateViridis } from 'd3-scale-chromatic';
import { PNG } from 'pngjs';
import { root } from './bundle.mjs';

const size = 128;
const samples = 4;
const logits = [
  [0.2, 1.1, 2.6, 0.4],
  [2.9, 0.9, 0.1, 0.6],
  [0.5, 2.2, 0.8, 2.0],
  [0.1, 0.6, 1.2, 3.1],
];
const framedRow = 2;
const margin = 15;
const pitch = (size - 2 * margin) / 4;
const gap = 2;

const rgb = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const background = rgb('#14213d');
const frame = rgb('#ffffff');

function softmax(row) {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
const colours = logits.map((row) => softmax(row).map((p) => rgb(interpolateViridis(0.12 + 0.85 * Math.sqrt(p)))));

/** Signed distance to a rounded box: negative inside. */
function roundedBox(x, y, left, top, width, height, radius) {
  const dx = Math.abs(x - left - width / 2) - width / 2 + radius;
  const dy = Math.abs(y - top - height / 2) - height / 2 + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** The colour at a point, or nothing outside the icon. */
function colourAt(x, y) {
  if (roundedBox(x, y, 0, 0, size, size, 26) > 0) return undefined;
  const around = roundedBox(x, y, margin - 3, margin + framedRow * pitch - 3, 4 * pitch + 6, pitch + 6, 8);
  if (around < 0 && around > -2.6) return frame;
  const column = Math.floor((x - margin) / pitch);
  const row = Math.floor((y - margin) / pitch);
  const cell = colours[row]?.[column];
  if (!cell) return background;
  const inset = row === framedRow ? gap + 0.6 : gap;
  const box = [margin + column * pitch + inset, margin + row * pitch + inset, pitch - 2 * inset, pitch - 2 * inset];
  return roundedBox(x, y, ...box, 4) < 0 ? cell : background;
}

const png = new PNG({ width: size, height: size });
for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let i = 0; i < samples * samples; i++) {
      const colour = colourAt(x + ((i % samples) + 0.5) / samples, y + (Math.floor(i / samples) + 0.5) / samples);
      if (!colour) continue;
      covered++;
      for (let c = 0; c < 3; c++) sum[c] += colour[c];
    }
    const pixel = [...sum.map((part) => (covered ? Math.round(part / covered) : 0)), (255 * covered) / samples ** 2];
    png.data.set(pixel.map(Math.round), 4 * (y * size + x));
  }
}
writeFileSync(path.join(root, 'media/icon.png'), PNG.sync.write(png));
