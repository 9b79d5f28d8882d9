import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planeOf } from '../../../src/protocol/plane';
import { beyond, facetAt, facetPage, mostFacetCells, mostFacets } from '../../../webview/heatmap/facets';
import { stripOf } from '../../../webview/heatmap/large/strip';
import { layoutOf, mostElements } from '../../../webview/heatmap/layout';

const plane = planeOf([2, 3, 4, 5, 6], false, { rowDim: 3, colDim: 4, facets: [0, 2] });

test('facets are counted over their dims, whatever is stepped through', () => {
  const page = facetPage(plane, [1, 2, 3]);
  assert.deepEqual([page.count, page.first, page.current, page.drawn.length], [8, 0, 7, 8]);
  assert.deepEqual(page.drawn[5], [1, 2, 1]);
  assert.deepEqual(facetAt(plane, [0, 1, 0], 6), [1, 1, 2]);
});

test('no more are drawn than allowed, and the current one is among them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.nat(),
      (count, rows, cols, some) => {
        const many = planeOf([count, rows, cols], false, { rowDim: 1, colDim: 2, facets: [0] });
        const current = some % count;
        const { first, drawn, most } = facetPage(many, [current]);
        assert.ok(drawn.length >= 1 && drawn.length <= mostFacets);
        assert.ok(drawn.length === 1 || drawn.length * rows * cols <= mostFacetCells);
        assert.ok(current >= first && current < first + drawn.length);
        assert.equal(first % most, 0);
        assert.deepEqual(drawn[current - first], [current]);
      },
    ),
  );
});

test('200 facets come in pages of 64, the last with the rest', () => {
  const many = planeOf([200, 2, 2], false, { rowDim: 1, colDim: 2, facets: [0] });
  assert.deepEqual(
    [0, 64, 199].map((at) => facetPage(many, [at])).map(({ first, drawn }) => [first, drawn.length]),
    [
      [0, 64],
      [64, 64],
      [192, 8],
    ],
  );
});

test('arrows lead from an edge into the neighbouring facet, and stay within elsewhere', () => {
  const page = facetPage(plane, [0, 0, 1]);
  const go = (key: string, row: number, col: number) => beyond(key, { row, col }, plane, page, 3);
  assert.deepEqual(go('ArrowRight', 2, 5), { number: 2, cell: { row: 2, col: 0 } });
  assert.deepEqual(go('ArrowLeft', 2, 0), { number: 0, cell: { row: 2, col: 5 } });
  assert.deepEqual(go('ArrowDown', 4, 3), { number: 4, cell: { row: 0, col: 3 } });
  assert.equal(go('ArrowUp', 0, 3), undefined, 'there is no line above');
  assert.equal(go('ArrowRight', 2, 4), undefined);
  assert.equal(go('Home', 2, 0), undefined);
});

test('two facets at least stand beside each other, and all together have no more elements than one picture may', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 2, max: 64 }),
      fc.integer({ min: 200, max: 2000 }),
      (rows, cols, facets, available) => {
        const columns = { whole: 1, fraction: 9 };
        const demand = { rows, cols, facets, exact: columns, rounded: columns, margin: 0, indexed: true };
        const layout = layoutOf(demand, { available, digit: 7 });
        if (layout.mode === 'raster') return;
        assert.ok(rows * cols * facets <= mostElements);
        assert.ok(2 * (layout.headerWidth + cols * layout.cellWidth) <= available);
      },
    ),
  );
});

test('a facet of a large tensor takes one tile, and all of them no more cells than allowed', () => {
  const size = fc.integer({ min: 1, max: 20000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      size,
      size,
      fc.integer({ min: 200, max: 2000 }),
      (count, rows, cols, available) => {
        const large = planeOf([count, rows, cols], false, { rowDim: 1, colDim: 2, facets: [0] });
        const { page, level, frame, perLine } = stripOf(large, [0], available);
        const [down, across] = [Math.ceil(rows / 2 ** level.rows), Math.ceil(cols / 2 ** level.cols)];
        assert.ok(down <= 256 && across <= 256);
        assert.ok(page.drawn.length * down * across <= mostFacetCells);
        assert.ok(frame.width >= 1 && frame.height >= 1 && perLine >= 1);
      },
    ),
  );
});
