import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexOf, indicesOf, offsetOf, type PlaneDims, planeOf } from '../../../src/protocol/plane';

/** A shape of rank 3 to 5, dims for rows and columns, and facets among all dims. */
const laidOut = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 5 })
  .chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.shuffledSubarray([...shape.keys()], { minLength: 2, maxLength: 2 }),
      fc.subarray([...shape.keys()]),
    ),
  )
  .map(([shape, [rowDim, colDim], facets]) => ({ shape, dims: { rowDim: rowDim!, colDim: colDim!, facets } }));

test('a dim lies in one place: rows, columns, or in front, where facets are some of the others', () => {
  fc.assert(
    fc.property(laidOut, ({ shape, dims }) => {
      const plane = planeOf(shape, false, dims);
      assert.deepEqual(
        [plane.rowDim!, plane.colDim!, ...plane.front].sort((a, b) => a - b),
        [...shape.keys()],
      );
      assert.ok(plane.facets.every((dim) => plane.front.includes(dim) && dims.facets.includes(dim)));
      assert.equal(plane.facets.length, dims.facets.filter((dim) => plane.front.includes(dim)).length);
    }),
  );
});

test('every element stands at one cell of one slice', () => {
  fc.assert(
    fc.property(laidOut, ({ shape, dims }) => {
      const plane = planeOf(shape, false, dims);
      const slices = plane.leading.reduce((product, size) => product * size, 1);
      const offsets = new Set<number>();
      for (let slice = 0; slice < slices; slice++) {
        const at = indicesOf(plane.leading, slice);
        for (let row = 0; row < plane.rows; row++) {
          for (let col = 0; col < plane.cols; col++) {
            const offset = offsetOf(plane, at, row, col);
            assert.deepEqual(indexOf(plane, at, row, col), indicesOf(shape, offset));
            offsets.add(offset);
          }
        }
      }
      assert.equal(
        offsets.size,
        shape.reduce((product, size) => product * size, 1),
      );
    }),
  );
});

test('dims that a tensor does not have leave it as it is sent', () => {
  const other: PlaneDims = { rowDim: 3, colDim: 0, facets: [1] };
  assert.deepEqual(planeOf([2, 3, 4], false, other), planeOf([2, 3, 4]));
  assert.deepEqual(planeOf([2, 3, 4], false, { rowDim: 1, colDim: 2, facets: [0, 5] }).facets, [0]);
  assert.deepEqual(planeOf([5, 6], false, { rowDim: 1, colDim: 0 }), planeOf([5, 6]));
});
