// Modified Bessel functions of the first kind, times e^-|x|, in double precision. Knows no tensor.

/** e^-|x| I(order, x): the power series, whose terms are all of one sign, and the asymptotic one beyond. */
export function scaledBessel(order: 0 | 1, x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size === Infinity) return 0;
  const sign = order === 1 && x < 0 ? -1 : 1;
  if (size < 40) {
    const quarter = (size * size) / 4;
    let term = order === 0 ? 1 : size / 2;
    let sum = term;
    for (let k = 1; term > sum * 2 ** -56; k++) {
      term *= quarter / (k * (k + order));
      sum += term;
    }
    return sign * sum * Math.exp(-size);
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; Math.abs(term) > 2 ** -56; k++) {
    term *= -(4 * order * order - (2 * k - 1) ** 2) / (8 * k * size);
    sum += term;
  }
  return (sign * sum) / Math.sqrt(2 * Math.PI * size);
}

/** I(order, x); its exponential overflows where that of ATen's type does. */
export const bessel = (order: 0 | 1, x: number, round: (n: number) => number): number =>
  scaledBessel(order, x) * round(Math.exp(Math.abs(x)));
