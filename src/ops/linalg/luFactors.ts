// Both triangular factors of LU in one matrix: how they are made, taken apart, and ATen's gradient of them. Knows no op.
import type { Engine } from '../../tensor/engine';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { narrow, unsqueeze } from '../../tensor/view';
import { fail } from '../fail';
import { joinAlong } from '../view/copy';
import { decidedLu } from './inverses';
import { eachMatrix, identity, type Made, masked, product, type Several, turned } from './matrices';
import { triangularSolution } from './triangular';

export const upperUnit = { isUpper: true, isUnit: true };

/** The unit lower and the upper factor in one matrix; the upper half of a wide one, the lower half of a tall one goes on. */
export function parts(engine: Engine, packed: Tensor): readonly [Tensor, Tensor] {
  const [rows, columns] = packed.shape.slice(-2) as [number, number];
  const width = Math.min(rows, columns);
  const m = maths(engine);
  const below = masked(engine, narrow(packed, -1, 0, width), (row, column) => row > column);
  const eye = identity(engine, Math.max(rows, width), packed.dtype);
  return [
    m.add(below, narrow(eye, -1, 0, width)),
    masked(engine, narrow(packed, -2, 0, width), (row, column) => row <= column),
  ];
}

/** The order of rows that the pivots stand for, as a matrix that is multiplied from the left to restore it. */
export function permutationOf(engine: Engine, pivots: Tensor, rows: number, like: Tensor): Made {
  const made = engine.custom(
    [pivots],
    (base, [own]) =>
      eachMatrix(base, [unsqueeze(own!, -2)], [{ shape: [rows, rows], dtype: like.dtype }], ([steps]) => {
        const order = Array.from({ length: rows }, (_, i) => i);
        for (const [i, pivot] of steps!.values.entries()) {
          if (pivot < 1 || pivot > rows) fail(pivotRange);
          [order[i], order[pivot - 1]] = [order[pivot - 1]!, order[i]!];
        }
        const values = new Float64Array(rows * rows);
        for (const [i, from] of order.entries()) values[from * rows + i] = 1;
        return [values];
      }),
    () => [undefined],
  );
  return andThen(made, ([permutation]) => permutation!);
}
const pivotRange =
  'pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you properly call lu_factor?';

/** The gradient of the matrix by that of its packed factors. */
function packedGradient(engine: Engine, g: Tensor, packed: Tensor, pivots: Tensor): Made {
  const [rows, columns] = packed.shape.slice(-2) as [number, number];
  const width = Math.min(rows, columns);
  const m = maths(engine);
  const [own, steep] = parts(engine, packed);
  const [low, high] = [narrow(own, -2, 0, width), narrow(steep, -1, 0, width)];
  const forLow = masked(engine, narrow(narrow(g, -1, 0, width), -2, 0, width), (row, column) => row > column);
  const forHigh = masked(engine, narrow(narrow(g, -1, 0, width), -2, 0, width), (row, column) => row <= column);
  const square = (gl: Tensor, gu: Tensor): Made =>
    andThen(product(engine, turned(low), gl), (left) =>
      andThen(product(engine, gu, turned(high)), (right) => {
        const inner = m.add(
          masked(engine, left, (row, column) => row > column),
          masked(engine, right, (row, column) => row <= column),
        );
        return andThen(triangularSolution(engine, turned(low), inner, upperUnit), (solvedLeft) =>
          andThen(triangularSolution(engine, high, turned(solvedLeft), { isUpper: true, isUnit: false }), turned),
        );
      }),
    );
  const turnBack = (made: Made): Made =>
    andThen(permutationOf(engine, pivots, rows, packed), (permutation) => product(engine, permutation, made));
  if (rows === columns) return turnBack(square(forLow, forHigh));
  // What lies past the square follows from it and from the rest of the matrix.
  if (rows > columns) {
    const [gRest, rest] = [narrow(g, -2, width, rows - width), narrow(own, -2, width, rows - width)];
    const forRest = andThen(
      triangularSolution(engine, high, turned(gRest), { isUpper: true, isUnit: false }),
      (made): Tensor => turned(made),
    );
    return turnBack(
      andThen(forRest, (restGrad) =>
        andThen(product(engine, turned(rest), restGrad), (back) =>
          andThen(
            square(
              forLow,
              m.sub(
                forHigh,
                masked(engine, back, (row, column) => row <= column),
              ),
            ),
            (top) => joinAlong(engine, [top, restGrad], top.rank - 2),
          ),
        ),
      ),
    );
  }
  const [gRest, rest] = [narrow(g, -1, width, columns - width), narrow(steep, -1, width, columns - width)];
  return turnBack(
    andThen(triangularSolution(engine, turned(low), gRest, upperUnit), (restGrad) =>
      andThen(product(engine, restGrad, turned(rest)), (back) =>
        andThen(
          square(
            m.sub(
              forLow,
              masked(engine, back, (row, column) => row > column),
            ),
            forHigh,
          ),
          (left) => joinAlong(engine, [left, restGrad], left.rank - 1),
        ),
      ),
    ),
  );
}

/** The packed factors, the pivots, and the place of the first pivot that is zero. */
export function factorsOf(engine: Engine, x: Tensor): Several {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  return engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(
        base,
        [own!],
        [
          { shape: [rows, columns] },
          { shape: [Math.min(rows, columns)], dtype: 'int32' },
          { shape: [], dtype: 'int32' },
        ],
        ([a]) => {
          const { factors, pivots, zeroAt } = decidedLu(a!, own!.dtype);
          return [factors.values, pivots, [zeroAt]];
        },
      ),
    (base, [g], [packed, pivots]) => together([g && packedGradient(base, g, packed!, pivots!)]),
  );
}
