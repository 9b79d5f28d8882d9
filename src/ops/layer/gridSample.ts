// grid_sample and affine_grid: values of planes and volumes at places that a grid names. Composed of primitives, from which
// their gradients follow; the formulas are those of ATen's GridSampler. Knows no module.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { reading, zerosLike } from '../../tensor/gradient/window';
import { peek, withGradient } from '../../tensor/gradient/withGradient';
import { freeze, sizeOf } from '../../tensor/host';
import { andThen, together } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { select, sizesText, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { bool, input, optional, tensor, text, withDefault } from '../params';
import { alignedOr } from './affineGrid';

type Made = Tensor | Promise<Tensor>;
/** How places are read and what stands outside. */
interface Rules {
  readonly mode: string;
  readonly padding: string;
  readonly align: boolean;
}

/** -1 to 1 as places of a dim: the middle of its outer elements, or their outer edges. */
function placesOf(m: Maths, at: Tensor, size: number, align: boolean, planar: boolean): Tensor {
  const moved = m.add(at, 1);
  if (planar) {
    const scaled = m.mul(moved, align ? (size - 1) / 2 : size / 2);
    return align ? scaled : m.sub(scaled, 0.5);
  }
  return align ? m.mul(m.div(moved, 2), size - 1) : m.div(m.sub(m.mul(moved, size), 1), 2);
}

/** Places outside brought inside, as far as the padding does so. */
function inside(m: Maths, x: Tensor, size: number, { padding, align }: Rules): Tensor {
  if (padding === 'zeros') return x;
  const within = padding === 'border' ? x : reflected(m, x, align ? size - 1 : size, align ? 0 : 0.5);
  const [low, high] = [m.gt(within, 0), m.lt(within, size - 1)];
  // On the border itself there is no slope either.
  return m.where(low, m.where(high, within, m.mul(m.sign(m.logicalNot(high)), size - 1)), m.mul(m.sign(low), 0));
}

/** Thrown back at both ends until it is within `span`. */
function reflected(m: Maths, x: Tensor, span: number, edge: number): Tensor {
  if (span === 0) return m.mul(x, 0);
  const away = m.abs(edge === 0 ? x : m.add(x, edge));
  const rest = m.sub(away, m.mul(m.trunc(m.div(away, 2 * span)), 2 * span));
  const back = m.sub(2 * span, rest);
  const folded = m.where(m.lt(rest, back), rest, back);
  return edge === 0 ? folded : m.sub(folded, edge);
}

/** The elements of every channel at whole places of each spatial dim; zero where one of them is outside. */
function valuesAt(engine: Engine, x: Tensor, at: readonly Tensor[]): Made {
  const [batch = 0, channels = 0, ...spatial] = x.shape;
  const points = sizeOf(at[0]!.shape.slice(1));
  const shape = [batch, channels, ...at[0]!.shape.slice(1)];
  const found = peek(engine, at, (...places) => {
    const positions = new Float64Array(sizeOf(shape));
    const known = new Uint8Array(positions.length);
    for (let i = 0; i < positions.length; i++) {
      const image = Math.floor(i / (channels * points));
      const point = image * points + (i % points);
      let position = Math.floor(i / points);
      let isInside = true;
      for (const [dim, size] of spatial.entries()) {
        const place = Number(places[dim]![point]);
        if (!(place >= 0 && place < size)) isInside = false;
        position = position * size + place;
      }
      positions[i] = isInside ? position : 0;
      known[i] = isInside ? 1 : 0;
    }
    return { positions, known };
  });
  return andThen(found, ({ positions, known }) =>
    andThen(engine.take(x, positions, shape), (taken) =>
      engine.where(engine.fromHost(known, shape, 'bool'), taken, engine.scalar(0, x.dtype)),
    ),
  );
}

/** A tap of an interpolation: whole places along each dim and what they count. */
interface Tap {
  readonly at: readonly Tensor[];
  readonly weight: Tensor;
}

/** Both neighbours along each dim, the last dim fastest; far from one is near to the other. */
function neighbours(m: Maths, places: readonly Tensor[]): readonly Tap[] {
  const lines = places.map((place) => {
    const low = m.floor(place);
    const far = m.sub(place, low);
    return [
      { at: low, weight: m.sub(1, far) },
      { at: m.add(low, 1), weight: far },
    ] as const;
  });
  return Array.from({ length: 2 ** places.length }, (_, corner) => {
    const chosen = lines.map((line, dim) => line[(corner >> (places.length - 1 - dim)) & 1]!);
    return {
      at: chosen.map(({ at }) => at),
      weight: chosen.map(({ weight }) => weight).reduceRight((product, weight) => m.mul(product, weight)),
    };
  });
}

/** Keys' cubic with a = -0.75, at the distances of four taps. */
function cubicWeights(m: Maths, t: Tensor): readonly Tensor[] {
  const a = -0.75;
  const outer = (x: Tensor): Tensor => m.sub(m.mul(m.add(m.mul(m.sub(m.mul(x, a), 5 * a), x), 8 * a), x), 4 * a);
  const inner = (x: Tensor): Tensor => m.add(m.mul(m.mul(m.sub(m.mul(x, a + 2), a + 3), x), x), 1);
  const rest = m.sub(1, t);
  return [outer(m.add(t, 1)), inner(t), inner(rest), outer(m.add(rest, 1))];
}

function cubic(engine: Engine, x: Tensor, places: readonly Tensor[], rules: Rules): Made {
  const m = maths(engine);
  const spatial = x.shape.slice(2);
  const first = places.map((place) => m.floor(place));
  const weights = places.map((place, dim) => cubicWeights(m, m.sub(place, first[dim]!)));
  const tapAt = (dim: number, i: number): Tensor => m.floor(inside(m, m.add(first[dim]!, i - 1), spatial[dim]!, rules));
  const four = [0, 1, 2, 3];
  const rows = four.map((i) =>
    andThen(together(four.map((j) => valuesAt(engine, x, [tapAt(0, i), tapAt(1, j)]))), (values) =>
      summed(m, values, weights[1]!),
    ),
  );
  return andThen(together(rows), (lines) => summed(m, lines, weights[0]!));
}

const summed = (m: Maths, values: readonly Tensor[], weights: readonly Tensor[]): Tensor =>
  values.map((value, i) => m.mul(value, unsqueeze(weights[i]!, 1))).reduce((sum, part) => m.add(sum, part));

/** Values whose gradient with respect to the grid is zero, as is that of their gradient. */
const still = (engine: Engine, values: Tensor, grid: Tensor): Tensor =>
  withGradient(
    engine,
    [values, grid],
    (_, own) => freeze(own!),
    (base, g) => [reading(base, g, grid), zerosLike(grid)],
  );

function sampled(engine: Engine, x: Tensor, grid: Tensor, rules: Rules): Made {
  const m = maths(engine);
  const spatial = x.shape.slice(2);
  const count = spatial.length;
  // A grid names the last dim first.
  const raw = spatial.map((size, dim) =>
    placesOf(m, select(grid, grid.rank - 1, count - 1 - dim), size, rules.align, count === 2),
  );
  if (rules.mode === 'bicubic') return cubic(engine, x, raw, rules);
  const places = raw.map((place, dim) => inside(m, place, spatial[dim]!, rules));
  if (rules.mode === 'nearest') {
    const whole = places.map((place) => m.round(place));
    return andThen(valuesAt(engine, x, whole), (values) => still(engine, values, grid));
  }
  const taps = neighbours(m, places);
  const values = together(taps.map(({ at }) => valuesAt(engine, x, at)));
  return andThen(values, (found) =>
    summed(
      m,
      found,
      taps.map(({ weight }) => weight),
    ),
  );
}

function check(x: Tensor, grid: Tensor, mode: string): void {
  const refuse = (message: string): never => fail(`grid_sampler(): ${message}`);
  const both = `got input with sizes ${sizesText(x.shape)} and grid with sizes ${sizesText(grid.shape)}`;
  if (x.shape[0] !== grid.shape[0]) refuse(`expected grid and input to have same batch size, but ${both}`);
  if (grid.shape.at(-1) !== x.rank - 2)
    refuse(
      `expected grid to have size ${x.rank - 2} in last dimension, but got grid with sizes ${sizesText(grid.shape)}`,
    );
  x.shape.forEach((size, dim) => {
    if (dim >= 2 && size <= 0)
      refuse(
        `expected input to have non-empty spatial dimensions, but input has sizes ${sizesText(x.shape)} with dimension ${dim} being empty`,
      );
  });
  if ((x.rank !== 4 && x.rank !== 5) || x.rank !== grid.rank)
    refuse(`expected 4D or 5D input and grid with same number of dimensions, but ${both}`);
  if (x.rank === 5 && mode === 'bicubic') refuse('bicubic interpolation only supports 4D input');
  if (!isFloat(x.dtype)) {
    const kernel = x.rank === 4 ? 'grid_sampler_2d_cpu_kernel_impl' : 'grid_sampler_3d_cpu';
    throw new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(x.dtype)}'`);
  }
  if (x.dtype !== grid.dtype) fail(`expected scalar type ${scalarName(x.dtype)} but found ${scalarName(grid.dtype)}`);
}

const image = 'torch.arange(24.).reshape(1, 2, 3, 4) * 7 % 11 + 1';
const places = 'torch.tensor([[[[-0.875, -0.75], [0.125, 0.25]], [[0.75, 1.5], [-2.25, 0.5]]]])';
const volume = 'torch.arange(24.).reshape(1, 1, 2, 3, 4) * 7 % 11 + 1';
const deep = 'torch.tensor([[[[[-0.9, -0.7, 0.3], [0.13, 0.21, -0.4]]], [[[0.8, 1.4, 0.9], [-2.3, 0.55, 0.1]]]]])';
const paddings = ['zeros', 'border', 'reflection'];

const gridSample = defineOp({
  names: ['torch.nn.functional.grid_sample'],
  family: 'other',
  doc: say('The values of an input at the places that a grid names.'),
  params: [
    input,
    tensor('grid', say('Places from -1 to 1: (batch, ..., spatial dims), the last dim first.')),
    withDefault(text('mode', say("'bilinear', 'nearest' or 'bicubic'.")), 'bilinear'),
    withDefault(text('padding_mode', say("What stands outside: 'zeros', 'border' or 'reflection'.")), 'zeros'),
    optional(bool('align_corners', say('Whether -1 and 1 are the middles of the outer elements, not their edges.'))),
  ],
  run({ input: x, grid, mode, padding_mode: padding, align_corners: align }, context) {
    const refuse = (what: string, names: string, got: string): never =>
      fail(`nn.functional.grid_sample(): expected ${what} ${names}, but got: '${got}'`, 'ValueError');
    if (!['bilinear', 'nearest', 'bicubic'].includes(mode))
      refuse('mode', "to be 'bilinear', 'nearest' or 'bicubic'", mode);
    if (!paddings.includes(padding)) refuse('padding_mode', "to be 'zeros', 'border', or 'reflection'", padding);
    const aligned = alignedOr(align, context);
    check(x, grid, mode);
    const rules = { mode, padding, align: aligned };
    return andThen(sampled(context.engine, x, grid, rules), (found) => context.engine.cast(found, x.dtype));
  },
  samples: [
    { args: `${image}, ${places}` },
    ...['bilinear', 'nearest', 'bicubic'].flatMap((mode) =>
      paddings.flatMap((padding) =>
        ['True', 'False'].map((align) => ({
          args: `${image}, ${places}, mode='${mode}', padding_mode='${padding}', align_corners=${align}`,
        })),
      ),
    ),
    ...paddings.map((padding, i) => ({
      args: `${volume}, ${deep}, padding_mode='${padding}', align_corners=${i === 1 ? 'True' : 'False'}`,
    })),
    { args: `${volume}, ${deep}, 'nearest', align_corners=True` },
  ],
  errors: [
    {
      args: `${image}, ${places}, mode='linear'`,
      error: {
        type: 'ValueError',
        message:
          "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: 'linear'",
      },
    },
    {
      args: 'torch.ones(1, 2, 4, 4), torch.ones(2, 3, 3, 2), align_corners=True',
      error: {
        type: 'RuntimeError',
        message:
          'grid_sampler(): expected grid and input to have same batch size, but got input with sizes [1, 2, 4, 4] and grid with sizes [2, 3, 3, 2]',
      },
    },
  ],
});

export const gridSamples: readonly Op[] = [gridSample];
