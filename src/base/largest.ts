// The largest of many numbers. Spread into one call of Math.max, a hundred thousand of them overflow the stack.

/** NaN where one of them is NaN; `floor` where all are below it or there is none. */
export const largest = (values: Iterable<number>, floor = Number.NEGATIVE_INFINITY): number => {
  let most = floor;
  for (const value of values) most = Math.max(most, value);
  return most;
};
