// The logarithm of the gamma function's size by fdlibm's rational approximations, to the last digits of a double. Knows no
// tensor.
// biome-ignore-all lint/correctness/noPrecisionLoss: coefficients as published

/** From the lowest power. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

// Near 2 (even and odd terms), near the minimum, near 1 from above, between 2 and 3, and beyond 8.
const even = [
  7.72156649015328655494e-2, 6.73523010531292681824e-2, 7.38555086081402883957e-3, 1.19270763183362067845e-3,
  2.20862790713908385557e-4, 2.52144565451257326939e-5,
];
const odd = [
  3.22467033424113591611e-1, 2.05808084325167332806e-2, 2.89051383673415629091e-3, 5.10069792153511336608e-4,
  1.08011567247583939954e-4, 4.4864094961891516015e-5,
];
const [minimumAt, minimum, minimumRest] = [
  1.46163214496836224576, -1.21486290535849611461e-1, -3.63867699703950536541e-18,
];
const around = [
  [
    4.83836122723810047042e-1, -3.27885410759859649565e-2, 6.10053870246291332635e-3, -1.40346469989232843813e-3,
    3.15632070903625950361e-4,
  ],
  [
    -1.47587722994593911752e-1, 1.79706750811820387126e-2, -3.6845201678113825676e-3, 8.81081882437654011382e-4,
    -3.12754168375120860518e-4,
  ],
  [
    6.46249402391333854778e-2, -1.0314224129834143745e-2, 2.2596478090061247225e-3, -5.38595305356740546715e-4,
    3.35529192635519073543e-4,
  ],
] as const;
const aboveOne = [
  -7.72156649015328655494e-2, 6.32827064025093366517e-1, 1.45492250137234768737, 9.77717527963372745603e-1,
  2.28963728064692451092e-1, 1.33810918536787660377e-2,
];
const belowOne = [
  1, 2.45597793713041134822, 2.12848976379893395361, 7.69285150456672783825e-1, 1.04222645593369134254e-1,
  3.2170924228242391181e-3,
];
const aboveTwo = [
  -7.72156649015328655494e-2, 2.14982415960608852501e-1, 3.25778796408930981787e-1, 1.46350472652464452805e-1,
  2.6642270303363860956e-2, 1.84028451407337715652e-3, 3.19475326584100867617e-5,
];
const belowTwo = [
  1, 1.39200533467621045958, 7.21935547567138069525e-1, 1.71933865632803078993e-1, 1.86459191715652901344e-2,
  7.77942496381893596434e-4, 7.32668430744625636189e-6,
];
const stirling = [
  8.33333333333329678849e-2, -2.7777777772877553647e-3, 7.936505586430195585e-4, -5.95187557450339963135e-4,
  8.36339918996282139126e-4, -1.63092934096575273989e-3,
];
const halfLogTau = 4.18938533204672725052e-1;

/** For 0 < x < 2. */
function small(x: number): number {
  let [at, sum] = [x, 0];
  if (x <= 0.9) {
    sum = -Math.log(x);
    at = x + 1;
  }
  if (at >= 1.7316) {
    const y = 2 - at;
    return sum + y * polynomial(even, y * y) + y * y * polynomial(odd, y * y) - 0.5 * y;
  }
  if (at >= 1.2316) {
    const y = at - minimumAt;
    const [a, b, c] = around.map((coefficients) => polynomial(coefficients, y ** 3)) as [number, number, number];
    return sum + (minimum + (y * y * a - (minimumRest - y ** 3 * (b + y * c))));
  }
  const y = at - 1;
  return sum + (-0.5 * y + (y * polynomial(aboveOne, y)) / polynomial(belowOne, y));
}

/** log |Gamma(x)|. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x) || (x <= 0 && Number.isInteger(x))) return Infinity;
  if (x === 1 || x === 2) return 0;
  if (x < 0) {
    const size = -x;
    const sine = Math.abs(Math.sin(Math.PI * (size % 2)));
    return size < 2 ** -70 ? -Math.log(size) : Math.log(Math.PI / (sine * size)) - lgamma(size);
  }
  if (x < 2) return small(x);
  if (x < 8) {
    const whole = Math.trunc(x);
    const y = x - whole;
    let product = 1;
    for (let k = whole - 1; k >= 2; k--) product *= y + k;
    return 0.5 * y + (y * polynomial(aboveTwo, y)) / polynomial(belowTwo, y) + Math.log(product);
  }
  if (x >= 2 ** 58) return x * (Math.log(x) - 1);
  const inverse = 1 / x;
  return (x - 0.5) * (Math.log(x) - 1) + (halfLogTau + inverse * polynomial(stirling, inverse * inverse));
}
