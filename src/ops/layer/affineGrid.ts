// affine_grid: the places that an affine map of a regular grid gives, for grid_sample. Knows no values of images.
import { say } from '../../base/text';
import { allocate, isFloat, listOf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { expand, torchSize, transpose, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { bmm } from '../matrix/matmul';
import type { Op, OpContext } from '../op';
import { bool, optional, shape, tensor } from '../params';

/** The corners as they are told; where they are not, PyTorch says what it assumes. */
export function alignedOr(align: boolean | null, context: OpContext): boolean {
  if (align !== null) return align;
  context.warn(
    'UserWarning',
    'Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.',
  );
  return false;
}

/** -1 to 1 in `count` steps, or the middles of as many stretches; rounded as `linspace` and what follows round. */
function steps(count: number, align: boolean, round: (value: number) => number): readonly number[] {
  if (count <= 1) return [0];
  const step = round(2 / (count - 1));
  const line = listOf(count, (i) =>
    i < count / 2 ? round(-1 + round(step * i)) : round(1 - round(step * (count - i - 1))),
  );
  return align ? line : line.map((at) => round(round(at * (count - 1)) / count));
}

/** The grid in homogeneous coordinates, the last dim first: (points, dims + 1). */
function baseGrid(engine: Engine, spatial: readonly number[], align: boolean, like: Tensor): Tensor {
  const round = like.dtype === 'float64' ? (value: number): number => value : Math.fround;
  const lines = spatial.map((count) => steps(count, align, round));
  const width = spatial.length + 1;
  const points = sizeOf(spatial);
  const values = allocate(like.dtype, points * width).fill(1 as never);
  for (let point = 0; point < points; point++) {
    let rest = point;
    for (let dim = spatial.length - 1; dim >= 0; dim--) {
      values[point * width + spatial.length - 1 - dim] = lines[dim]![rest % spatial[dim]!]!;
      rest = Math.floor(rest / spatial[dim]!);
    }
  }
  return engine.fromHost(values, [points, width], like.dtype);
}

const plane = 'torch.tensor([[[1., 0.25, -0.5], [0., 2., 0.1]]])';

const affineGrid = defineOp({
  names: ['torch.nn.functional.affine_grid'],
  family: 'other',
  doc: say('The places that affine maps give to a regular grid.'),
  params: [
    tensor('theta', say('The maps: (batch, dims, dims + 1).')),
    shape('size', say('The size of the images: (batch, channels, spatial dims).')),
    optional(bool('align_corners', say('Whether -1 and 1 are the middles of the outer elements, not their edges.'))),
  ],
  run({ theta, size, align_corners: given }, context) {
    const { engine } = context;
    const align = alignedOr(given, context);
    const text = `(${size.join(', ')}${size.length === 1 ? ',' : ''})`;
    if (!isFloat(theta.dtype))
      fail(`Expected theta to have floating point type, but got torch.${theta.dtype}`, 'ValueError');
    const count = size.length - 2;
    if (count !== 2 && count !== 3) {
      fail(
        `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${text}.`,
        'NotImplementedError',
      );
    }
    if (theta.rank !== 3 || theta.shape[1] !== count || theta.shape[2] !== count + 1) {
      fail(
        `Expected a batch of ${count}D affine matrices of shape Nx${count}x${count + 1} for size ${text}. Got ${torchSize(theta.shape)}.`,
        'ValueError',
      );
    }
    const spatial = size.slice(2);
    if (align && Math.min(...spatial) === 1) {
      context.warn(
        'UserWarning',
        'Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. This is not an intended use case of affine_grid. See the documentation of affine_grid for details.',
      );
    } else if (Math.min(...size) <= 0) fail(`Expected non-zero, positive output size. Got ${text}`, 'ValueError');
    const base = baseGrid(engine, spatial, align, theta);
    const batch = size[0]!;
    const made = bmm(engine, expand(base, [batch, ...base.shape]), transpose(theta, 1, 2));
    return andThen(made, (places) => view(places, [batch, ...spatial, count]));
  },
  samples: [
    { args: `${plane}, (1, 1, 3, 4)` },
    { args: `${plane}, (1, 1, 5, 2), align_corners=True` },
    { args: `${plane}, (1, 1, 5, 1), align_corners=True` },
    { args: 'torch.arange(12.).reshape(1, 3, 4) / 8 + 4, (1, 1, 2, 3, 2), align_corners=False' },
  ],
  errors: [
    {
      args: `${plane}, (1, 1, 2), align_corners=False`,
      error: {
        type: 'NotImplementedError',
        message:
          'affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size (1, 1, 2).',
      },
    },
    {
      args: `${plane}, (2, 1, 3, 4), align_corners=False`,
      error: {
        type: 'RuntimeError',
        message: 'Expected size for first two dimensions of batch2 tensor to be: [2, 3] but got: [1, 3].',
      },
    },
  ],
});

export const affineGrids: readonly Op[] = [affineGrid];
