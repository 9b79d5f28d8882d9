// The scale of a slider over the numbers that people choose from, in equal steps or in equal ratios. Pure numbers.

/** Places of a slider, from 0 on. */
export const steps = 200;

export interface SliderScale {
  readonly ends: readonly [from: number, to: number];
  /** Equal steps multiply. */
  readonly log: boolean;
}

/** The number at a place, to three digits. */
export function numberAt(place: number, { ends: [from, to], log }: SliderScale): number {
  const share = place / steps;
  const exact = log ? from * (to / from) ** share : from + (to - from) * share;
  return Number(exact.toPrecision(3));
}

/** The place nearest to a number; outside of the scale it is at an end. */
export function placeOf(value: number, { ends: [from, to], log }: SliderScale): number {
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.round(Math.min(1, Math.max(0, share)) * steps) || 0;
}
