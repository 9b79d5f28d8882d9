import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataUri, heatmapSvg, longestSvg, type Pictured } from '../../../src/present/picture';

const options = { theme: 'dark', maxWidth: 320, maxHeight: 140 } as const;
const view = (shape: readonly number[], of: (i: number) => number, more: Partial<Pictured> = {}): Pictured => {
  const values = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => of(i));
  return {
    values,
    shape,
    scale: 'diverging',
    stats: { count: values.length, min: -1, max: 1, mean: 0, nan: 0, posInf: 0, negInf: 0 },
    ...more,
  };
};
/** A different colour in nearly every cell: the longest pictures there are. */
const noise = (i: number): number => Math.sin(i * 12.9898) % 1;
const sizeOf = (svg: string): readonly number[] => /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);

test('a small matrix shows its numbers', () => {
  const svg = heatmapSvg(
    view([2, 3], (i) => i / 4),
    options,
  );
  assert.deepEqual(
    [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1]),
    ['0', '0.25', '0.5', '0.75', '1', '1.25'],
  );
});

test('every picture is short, fits, and is ASCII', () => {
  const shapes = [
    [],
    [1],
    [7],
    [5000],
    [2, 3],
    [48, 48],
    [300, 300],
    [1000, 3],
    [3, 1000],
    [9, 64, 64],
    [2, 3, 4, 5, 6],
    [0, 3],
    [40, 1, 1],
  ];
  for (const shape of shapes) {
    const svg = heatmapSvg(view(shape, noise), options);
    const [width, height] = sizeOf(svg);
    assert.ok(svg.length <= longestSvg, `${shape}: ${svg.length} characters`);
    assert.ok(width! <= 320 && height! <= 140, `${shape}: ${width} × ${height}`);
    assert.match(svg, /^[\x20-\x7e]+$/);
    assert.ok(!/NaN|undefined/.test(svg), `${shape}`);
  }
});

test('a cut tensor is read by what is shown of it', () => {
  const values = Float64Array.from([1, 2, 3, 4]);
  const svg = heatmapSvg({ ...view([100, 100], noise), shown: [2, 2], values }, options);
  assert.deepEqual(
    [...svg.matchAll(/>(\d)</g)].map((match) => match[1]),
    ['1', '2', '3', '4'],
  );
});

test('NaN is hatched and infinities carry arrows, pooled or not', () => {
  const odd = (i: number): number => (i === 0 ? Number.NaN : i === 9 ? Infinity : 0);
  assert.match(heatmapSvg(view([8, 8], odd), options), /fill="url\(#n\)".*l5 -?10h-10z/);
  assert.match(heatmapSvg(view([500, 500], odd), options), /fill="url\(#n\)"/);
  assert.match(
    heatmapSvg(
      view([1, 2], (i) => (i ? Infinity : Number.NaN)),
      options,
    ),
    />nan<.*>inf</,
  );
});

test('the data URI decodes to the picture', () => {
  const svg = heatmapSvg(view([2, 2], noise), options);
  const uri = dataUri(svg);
  assert.equal(Buffer.from(uri.slice('data:image/svg+xml;base64,'.length), 'base64').toString(), svg);
});
