import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolateRdBu, interpolateViridis, schemeTableau10 } from 'd3-scale-chromatic';
import fc from 'fast-check';
import { colourScale, hatch, inkFor } from '../../../src/protocol/colourScale';
import {
  blueBlackRed,
  blueWhiteRed,
  colourAt,
  contrast,
  hex,
  inkOn,
  luminance,
  type Rgb,
  tableau,
  viridis,
} from '../../../src/protocol/colours';
import type { TensorView } from '../../../src/protocol/views';

const view = (values: readonly number[], scale: TensorView['scale']) => {
  const finite = values.filter(Number.isFinite);
  const stats = {
    count: values.length,
    min: Math.min(...finite),
    max: Math.max(...finite),
    mean: 0,
    nan: 0,
    posInf: 0,
    negInf: 0,
  };
  return { values: Float64Array.from(values), scale, stats };
};

const parse = (colour: string): Rgb => {
  if (colour.startsWith('#'))
    return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
  return colour.match(/\d+/g)!.map(Number) as unknown as Rgb;
};

test('the tables are samples of the published maps', () => {
  const samples = (map: (t: number) => string) => Array.from({ length: 17 }, (_, i) => parse(map(i / 16)));
  assert.deepEqual(viridis, samples(interpolateViridis));
  assert.deepEqual(
    blueWhiteRed,
    samples((t) => interpolateRdBu(1 - t)),
  );
  assert.deepEqual(tableau, schemeTableau10.map(parse));
});

test('viridis grows lighter all the way, and both diverging maps turn at 0', () => {
  const lights = viridis.map(luminance);
  assert.ok(lights.every((light, i) => i === 0 || light > lights[i - 1]!));
  for (const [map, sign] of [
    [blueWhiteRed, -1],
    [blueBlackRed, 1],
  ] as const) {
    const middle = (map.length - 1) / 2;
    map.forEach((colour, i) => {
      const inner = map[i < middle ? i + 1 : i - 1]!;
      if (i !== middle) assert.ok(sign * (luminance(colour) - luminance(inner)) > 0);
    });
  }
});

/** Deuteranopia by Machado, Oliveira and Fernandes (2009), severity 1, on linear light. */
function deuteranope([r, g, b]: Rgb): Rgb {
  const linear = [r, g, b].map((part) => (part / 255) ** 2.2);
  const mix = (a: number, c: number, d: number): number => a * linear[0]! + c * linear[1]! + d * linear[2]!;
  const back = (part: number): number => 255 * Math.max(0, Math.min(1, part)) ** (1 / 2.2);
  return [
    back(mix(0.367322, 0.860646, -0.227968)),
    back(mix(0.280085, 0.672501, 0.047413)),
    back(mix(-0.01182, 0.04294, 0.968881)),
  ];
}

test('plus and minus stay apart under deuteranopia', () => {
  for (const map of [blueWhiteRed, blueBlackRed]) {
    for (const reach of [0.3, 0.6, 1]) {
      const [minus, plus] = [colourAt(map, 0.5 - reach / 2), colourAt(map, 0.5 + reach / 2)].map(deuteranope) as [
        Rgb,
        Rgb,
      ];
      const distance = Math.hypot(...minus.map((part, i) => part - plus[i]!));
      assert.ok(distance > 40, `${reach}: ${distance}`);
    }
  }
});

test('black or white reads on every colour', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(fc.property(byte, byte, byte, (r, g, b) => contrast(inkOn([r, g, b]), [r, g, b]) >= 4.5));
  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    const ink = inkFor(Number.NaN, colourScale(view([0], 'sequential'), theme), theme);
    for (const stripe of hatch(theme)) assert.ok(contrast(ink, stripe) >= 4.5);
  }
});

test('the range follows the data: unit, own, or symmetric about 0', () => {
  const range = (values: readonly number[], scale: TensorView['scale']) =>
    colourScale(view(values, scale), 'dark').range;
  assert.deepEqual(range([0.2, 0.7], 'sequential'), [0, 1]);
  assert.deepEqual(range([2, 7], 'sequential'), [2, 7]);
  assert.deepEqual(range([5, 5], 'sequential'), [0, 5]);
  assert.deepEqual(range([-1, 3], 'diverging'), [-3, 3]);
  assert.deepEqual(range([0, 0], 'diverging'), [-1, 1]);
  assert.deepEqual(range([Number.NaN], 'diverging'), [-1, 1]);
  const huge = colourScale(view([-1.7e308, 1.7e308], 'diverging'), 'light');
  assert.equal(hex(huge.colour(1.7e308)), '#67001f');
  assert.equal(hex(huge.colour(-Infinity)), '#053061');
});

test('kinds have their own colours, the same for the same class in every tensor', () => {
  const [a, b] = [view([0, 2, 2], 'categorical'), view([2, 1], 'categorical')].map((one) => colourScale(one, 'dark'));
  assert.deepEqual(a!.categories, [0, 2]);
  assert.deepEqual(a!.colour(2), b!.colour(2));
  const ignored = colourScale(view([-100, 3, 0], 'categorical'), 'dark');
  assert.equal(new Set([-100, 0, 3].map((value) => hex(ignored.colour(value)))).size, 3);
  const many = colourScale(
    view(
      Array.from({ length: 11 }, (_, i) => i),
      'categorical',
    ),
    'dark',
  );
  assert.equal(many.kind, 'sequential');
});
