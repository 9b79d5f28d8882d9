import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PlaneDims, planeOf } from '../../../src/protocol/plane';
import { arranged, dimsIn, displaced, moved, type Place, placeOf, places } from '../../../webview/heatmap/places';

const shape = [2, 3, 4, 5];
const after = (...moves: readonly (readonly [number, Place])[]): PlaneDims =>
  moves.reduce<PlaneDims>((dims, [dim, to]) => moved(planeOf(shape, false, dims), dim, to), {
    rowDim: 2,
    colDim: 3,
    facets: [],
  });

test('a dim comes to the facets and to the steps beside others', () => {
  assert.deepEqual(after([0, 'facets']), { rowDim: 2, colDim: 3, facets: [0] });
  assert.deepEqual(after([1, 'facets'], [0, 'facets']), { rowDim: 2, colDim: 3, facets: [0, 1] });
  assert.deepEqual(after([1, 'facets'], [0, 'facets'], [0, 'steps']), { rowDim: 2, colDim: 3, facets: [1] });
});

test('on rows and columns a dim changes places with the one there', () => {
  assert.deepEqual(after([2, 'cols']), { rowDim: 3, colDim: 2, facets: [] });
  assert.deepEqual(after([1, 'facets'], [1, 'rows']), { rowDim: 1, colDim: 3, facets: [2] });
  assert.deepEqual(after([0, 'cols']), { rowDim: 2, colDim: 0, facets: [] });
});

test('where rows or columns lose their dim, the last of the steps follows, or the last of the facets', () => {
  assert.deepEqual(after([2, 'facets']), { rowDim: 1, colDim: 3, facets: [2] });
  assert.deepEqual(after([0, 'facets'], [1, 'facets'], [3, 'facets']), { rowDim: 2, colDim: 1, facets: [0, 3] });
  assert.equal(displaced(planeOf(shape), 0, 'facets'), undefined);
});

test('whatever is moved: the dim is where it went, rows and columns have one each, and no other pair has changed', () => {
  const move = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(...places));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 8 }), move, (earlier, [dim, to]) => {
      const before = planeOf(shape, false, after(...earlier));
      fc.pre(placeOf(before, dim) !== to);
      const now = planeOf(shape, false, moved(before, dim, to));
      assert.equal(placeOf(now, dim), to);
      assert.deepEqual([dimsIn(now, 'rows').length, dimsIn(now, 'cols').length], [1, 1]);
      const others = shape.flatMap((_, one) =>
        one !== dim && placeOf(before, one) !== placeOf(now, one) ? [one] : [],
      );
      assert.ok(others.length <= 1);
      if (others.length === 1) assert.equal(placeOf(now, others[0]!), placeOf(before, dim));
    }),
  );
});

test('indices of dims that stay in front stay', () => {
  const plane = planeOf(shape);
  assert.deepEqual(arranged(shape, plane, [1, 2], moved(plane, 0, 'facets')).leading, [1, 2]);
  assert.deepEqual(arranged(shape, plane, [1, 2], moved(plane, 0, 'rows')).leading, [2, 0]);
});
