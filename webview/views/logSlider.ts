// A slider whose equal steps multiply. Pure numbers.

/** Places of the slider, from 0 on. */
export const steps = 200;

/** The number at a place, to three digits; the ends themselves at the ends. */
export const fromSlider = (at: number, from: number, to: number): number =>
  Number((from * (to / from) ** (at / steps)).toPrecision(3));

/** The place nearest to a number. */
export const toSlider = (value: number, from: number, to: number): number =>
  Math.round(Math.min(1, Math.max(0, Math.log(value / from) / Math.log(to / from))) * steps);
