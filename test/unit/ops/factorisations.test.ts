// The iterations that factor a matrix come to an end whatever is in it: sums of squares that overflow, NaN, zeros, denormals.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Matrix } from '../../../src/ops/linalg/reflectors';
import { doublePrecision } from '../../../src/ops/linalg/rotations';
import { singularValues } from '../../../src/ops/linalg/singularValues';
import { symmetricEigen } from '../../../src/ops/linalg/symmetricEigen';

const element = fc.oneof(
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.7e308, -1.7e308, 1e-310),
);
const matrix = (isSquare: boolean): fc.Arbitrary<Matrix> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .map(([rows, columns]) => [rows, isSquare ? rows : columns] as const)
    .chain(([rows, columns]) =>
      fc
        .array(element, { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({ rows, columns, values: Float64Array.from(values) })),
    );

test('singular values of any matrix', () => {
  fc.assert(
    fc.property(matrix(false), (a) => {
      const found = singularValues(a, doublePrecision);
      assert.ok(!found || found.values.length === Math.min(a.rows, a.columns));
    }),
    {
      numRuns: 2000,
      examples: [[{ rows: 3, columns: 3, values: Float64Array.of(-Infinity, 0, 0, 0, 0, 0, 0, 0, 0) }]],
    },
  );
});

test('eigenvalues of any symmetric matrix', () => {
  fc.assert(
    fc.property(matrix(true), (a) => {
      const found = symmetricEigen(a, doublePrecision);
      assert.ok(!found || found.values.length === a.rows);
    }),
    { numRuns: 2000 },
  );
});
