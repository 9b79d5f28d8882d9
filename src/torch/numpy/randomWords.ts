// NumPy's exceptions about what is chosen from, in the words of its legacy functions and of Generator.

/** How exceptions are worded, which the two kinds of generators do differently. */
export interface Words {
  readonly larger: string;
  readonly positive: string;
  readonly empty: string;
  readonly sizes: string;
  readonly negative: string;
  readonly total: string;
}
export const legacyWords: Words = {
  larger: "Cannot take a larger sample than population when 'replace=False'",
  positive: 'a must be greater than 0 unless no samples are taken',
  empty: "'a' cannot be empty unless no samples are taken",
  sizes: "'a' and 'p' must have same size",
  negative: 'probabilities are not non-negative',
  total: 'probabilities do not sum to 1',
};
export const generatorWords: Words = {
  larger: 'Cannot take a larger sample than population when replace is False',
  positive: 'a must be a positive integer unless no samples are taken',
  empty: 'a cannot be empty unless no samples are taken',
  sizes: 'a and p must have same size',
  negative: 'Probabilities are not non-negative',
  total: 'Probabilities do not sum to 1. See Notes section of docstring for more information.',
};
