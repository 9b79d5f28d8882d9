// Sentences of the softmax panel: what sums to 1, and what that means of dims with these names. Knows no values.
import { say, type Text } from '../base/text';

/** What each dim is, in the user's language; undefined where that is not known. */
export type DimNames = readonly (string | undefined)[];

/** `Every row sums to 1`, in words that fit the rank; how far off the worst sum is stands beside it. */
export function sumsSentence(rank: number, dim: number, isOne: boolean): Text {
  if (!isOne) return say('Not every sum along dim {0} is 1', dim);
  if (rank === 1) return say('All elements together sum to 1');
  if (rank === 2) return dim === 1 ? say('Every row sums to 1') : say('Every column sums to 1');
  return say('Every slice along dim {0} sums to 1', dim);
}

/** `For each row (batch), the probabilities of its columns (class) sum to 1.`; `noun` is what sums to 1. */
export function meaning(shape: readonly number[], dim: number, names: DimNames, noun: Text): Text {
  const rank = shape.length;
  const size = shape[dim] ?? 1;
  if (rank === 1) return say('Together, {0} of the {1} elements sum to 1: one distribution.', noun, size);
  if (rank === 2) {
    const [row, column] = [named(say('row'), names[0]), named(say('column'), names[1])];
    const [rows, columns] = [named(say('rows'), names[0]), named(say('columns'), names[1])];
    const [each, along] = dim === 1 ? [row, columns] : [column, rows];
    return say('For each {0}, {1} of its {2} {3} sum to 1.', each, noun, size, along);
  }
  const others = shape.flatMap((_, at) => (at === dim ? [] : [named(say('dim {0}', at), names[at])]));
  const each = others.reduce((all, one) => say('{0} × {1}', all, one));
  return say('For each index of {0}, {1} along {2} sum to 1.', each, noun, named(say('dim {0}', dim), names[dim]));
}

/** Elementwise forms. */
export const eachByItself = (): Text =>
  say('Each element is a probability of its own: the sums at the side need not be 1.');

/** Along the dim of the samples, samples compete. */
export const samplesCompete = (): Text =>
  say('Along this dim the samples of the batch share one probability, which is hardly ever meant.');

const named = (what: Text, name: string | undefined): Text => (name ? say('{0} ({1})', what, name) : what);
