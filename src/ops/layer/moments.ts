// Mean and variance of a row as ATen's RowwiseMoments computes them: Welford's running moments in lanes, merged in blocks of
// 16, with fused multiply-adds, so that norms agree to the last digit. Knows no tensor.
import type { HostArray } from '../../tensor/dtype';

/** What one lane has seen: how many, their mean, and the sum of squared distances from it. */
interface Moments {
  count: number;
  mean: number;
  squares: number;
}
const blockLength = 16;
const none = (): Moments => ({ count: 0, mean: 0, squares: 0 });

/** The mean and the mean squared distance of `length` elements from `start` on; `round` is to the type's precision. */
export function rowMoments(
  values: HostArray,
  start: number,
  length: number,
  { round, lanes }: Precision,
): readonly [mean: number, variance: number] {
  const at = (i: number): number => Number(values[start + i]);
  const merge = (into: Moments, more: Moments): void => {
    const count = into.count + more.count;
    const share = count === 0 ? 0 : round(more.count / count);
    const delta = round(more.mean - into.mean);
    into.mean = round(share * delta + into.mean);
    into.squares = round(into.squares + round(more.squares + round(round(round(delta * delta) * share) * into.count)));
    into.count = count;
  };
  const steps = Math.floor(length / lanes);
  const blocks = Math.ceil(steps / blockLength);
  const depth = Math.max(Math.ceil(Math.log2(Math.max(blocks, 1))), 1);
  const total = none();
  for (let i = steps * lanes; i < length; i++) {
    const x = at(i);
    const delta = round(x - total.mean);
    total.count++;
    total.mean = round(total.mean + round(delta / total.count));
    total.squares = round(total.squares + round(delta * round(x - total.mean)));
  }
  for (let lane = 0; lane < lanes && steps > 0; lane++) {
    const levels = Array.from({ length: depth }, none);
    for (let block = 0; block < blocks; block++) {
      const own = none();
      own.count = Math.min(blockLength, steps - block * blockLength);
      for (let j = 0; j < own.count; j++) {
        const x = at((block * blockLength + j) * lanes + lane);
        const delta = round(x - own.mean);
        own.mean = round(delta * round(1 / (j + 1)) + own.mean);
        own.squares = round(delta * round(x - own.mean) + own.squares);
      }
      merge(levels[0]!, own);
      for (let level = 1, rest = block + 1; level < depth && rest % 2 === 0; level++, rest /= 2) {
        merge(levels[level]!, levels[level - 1]!);
        levels[level - 1] = none();
      }
    }
    for (const level of levels.slice(1)) merge(levels[0]!, level);
    merge(total, { ...levels[0]!, count: steps });
  }
  return [total.mean, round(total.squares / length)];
}

/** How a type rounds, and how many of its numbers a vector register of 256 bits takes. */
export interface Precision {
  readonly round: (x: number) => number;
  readonly lanes: number;
}
export const single: Precision = { round: Math.fround, lanes: 8 };
export const double: Precision = { round: (x) => x, lanes: 4 };
