// The line search of L-BFGS that keeps the strong Wolfe conditions, and the cubic that it interpolates with: ported as lbfgs.py
// has them. Knows no parameters.
import type { Run, UnknownValue } from '../../python/value';
import type { Floats } from './arithmetic';

/** What a point on the line gives: the loss, its gradient, and the slope along the line. */
export interface Point {
  readonly step: number;
  readonly loss: number;
  readonly grad: Floats;
  readonly slope: number;
}

/** The step to the lowest point of the cubic through two points, within bounds. */
function interpolate(a: Point, b: Point, bounds?: readonly [number, number]): number {
  const [low, high] = bounds ?? (a.step <= b.step ? [a.step, b.step] : [b.step, a.step]);
  const first = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.step - b.step);
  const square = first ** 2 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const root = Math.sqrt(square);
  const lowest =
    a.step <= b.step
      ? b.step - (b.step - a.step) * ((b.slope + root - first) / (b.slope - a.slope + 2 * root))
      : a.step - (a.step - b.step) * ((a.slope + root - first) / (a.slope - b.slope + 2 * root));
  return Math.min(Math.max(lowest, low), high);
}

const sufficient = 1e-4;
const curvature = 0.9;
const smallest = 1e-9;

export interface Found {
  readonly point: Point;
  readonly evaluations: number;
}

/** From `start` along a line whose largest component is `length`; `at` evaluates the loss at a step. */
export function* strongWolfe(
  at: (step: number) => Run<Point | UnknownValue>,
  start: Point,
  firstStep: number,
  length: number,
  most: number,
): Run<Found | UnknownValue> {
  const tooHigh = (point: Point): boolean => point.loss > start.loss + sufficient * point.step * start.slope;
  const isFlat = (point: Point): boolean => Math.abs(point.slope) <= -curvature * start.slope;
  let evaluations = 1;
  let before = start;
  const first = yield* at(firstStep);
  if ('kind' in first) return first;
  let point = first;
  let bracket: readonly [Point, Point] | undefined;
  let rounds = 0;
  for (; rounds < most; rounds++) {
    if (tooHigh(point) || (rounds > 1 && point.loss >= before.loss)) {
      bracket = [before, point];
      break;
    }
    if (isFlat(point)) return { point, evaluations };
    if (point.slope >= 0) {
      bracket = [before, point];
      break;
    }
    const bounds = [point.step + 0.01 * (point.step - before.step), point.step * 10] as const;
    const next = yield* at(interpolate(before, point, bounds));
    if ('kind' in next) return next;
    before = point;
    point = next;
    evaluations++;
  }
  bracket ??= [start, point];
  let [low, high] = bracket[0].loss <= bracket[1].loss ? bracket : [bracket[1], bracket[0]];
  let isSlow = false;
  for (; rounds < most; rounds++) {
    if (Math.abs(high.step - low.step) * length < smallest) break;
    const [left, right] = low.step <= high.step ? [low.step, high.step] : [high.step, low.step];
    let step = interpolate(low, high);
    const margin = 0.1 * (right - left);
    if (Math.min(right - step, step - left) < margin) {
      if (isSlow || step >= right || step <= left) {
        step = Math.abs(step - right) < Math.abs(step - left) ? right - margin : left + margin;
        isSlow = false;
      } else isSlow = true;
    } else isSlow = false;
    const next = yield* at(step);
    if ('kind' in next) return next;
    evaluations++;
    if (tooHigh(next) || next.loss >= low.loss) {
      const lower = low;
      high = next;
      [low, high] = lower.loss <= next.loss ? [lower, next] : [next, lower];
      continue;
    }
    if (isFlat(next)) return { point: next, evaluations };
    if (next.slope * (high.step - low.step) >= 0) high = low;
    low = next;
  }
  return { point: low, evaluations };
}
