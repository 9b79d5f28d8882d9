// How elements are ordered: nan is the largest. Knows no tensor.

export type Element = number | bigint;
export const isNaNumber = (value: Element): boolean => typeof value === 'number' && Number.isNaN(value);

/** Negative where a comes before b in ascending order. */
export const compare = (a: Element, b: Element): number =>
  isNaNumber(a) || isNaNumber(b) ? Number(isNaNumber(a)) - Number(isNaNumber(b)) : a < b ? -1 : a > b ? 1 : 0;
