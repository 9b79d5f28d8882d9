// Colours of heatmaps and how readable they are: tables of stops and pure functions. Knows no DOM and no SVG.

/** Red, green, blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

const stops = (hexes: string): readonly Rgb[] =>
  hexes.split(' ').map((hex) => {
    const packed = Number.parseInt(hex, 16);
    return [packed >> 16, (packed >> 8) & 255, packed & 255] as const;
  });

/** Low to high; 17 even samples of d3-scale-chromatic's interpolateViridis, which stays ordered under colour blindness. */
export const viridis = stops(
  '440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c 1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725',
);

/** Blue below 0, red above, near white at 0: 17 even samples of d3-scale-chromatic's interpolateRdBu, turned round. */
export const blueWhiteRed = stops(
  '053061 17518e 2a71ae 448ec1 6bacd0 98c7df bfdceb deebf2 f2efee fae4d8 faccb4 f3aa8c e48268 d1574b b82d35 941127 67001f',
);

/** The same hues for dark backgrounds: each half runs from dark at 0 to light at its end. */
export const blueBlackRed = stops(
  '98c7df 6bacd0 448ec1 2a71ae 1e5080 1f3347 232629 47292d 7a2a33 b82d35 d1574b e48268 f3aa8c',
);

/** d3-scale-chromatic's schemeTableau10, for at most ten kinds. */
export const tableau = stops('4e79a7 f28e2c e15759 76b7b2 59a14f edc949 af7aa1 ff9da7 9c755f bab0ab');

/** The colour at `position` from 0 to 1, linear in sRGB between neighbouring stops; beyond the ends, the ends. */
export function colourAt(table: readonly Rgb[], position: number): Rgb {
  const place = Math.min(1, Math.max(0, position)) * (table.length - 1);
  const low = Math.min(Math.floor(place), table.length - 2);
  const part = place - low;
  const [from, to] = [table[low]!, table[low + 1]!];
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * part);
  return [mix(0), mix(1), mix(2)];
}

/** `#rrggbb`. */
export const hex = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Rgb): number {
  const linear = (part: number): number => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** Black or white, whichever reads better: never under 4.58 to 1. */
export const inkOn = (colour: Rgb): Rgb => (contrast(colour, black) >= contrast(colour, white) ? black : white);
