// Orthogonal polynomials by the recurrence of their degrees. Knows no tensor.

/**
 * The polynomial of degree n at x: 1, then `first`, then `next` from the two before, q of degree k and p of the one below.
 * 0 for a negative degree; fractions of a degree are dropped.
 */
export const polynomial =
  (first: (x: number) => number, next: (x: number, k: number, q: number, p: number) => number) =>
  (x: number, n: number): number => {
    if (n < 0) return 0;
    let [p, q] = [1, first(x)];
    if (n < 1) return p;
    for (let k = 1; k < Math.trunc(n) && !Number.isNaN(q); k++) [p, q] = [q, next(x, k, q, p)];
    return q;
  };
