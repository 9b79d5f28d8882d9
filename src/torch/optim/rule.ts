// What one optimizer is: its options, what it keeps of each parameter, and how a step changes one. Declares only.
import { floatPower } from '../../python/core/numbers';
import { floatRepr } from '../../python/text/floatText';
import type { Value } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import type { Arithmetic, Floats } from './arithmetic';

/** An option as the constructor is given it: its number, and the text of an exception that names it. */
export type Check =
  /** `not lowest <= option`, with PyTorch's words for it. */
  | { readonly kind: 'least'; readonly option: string; readonly words: string }
  /** `option < 0`, which NaN passes. */
  | { readonly kind: 'negative'; readonly option: string; readonly words: string }
  | { readonly kind: 'other'; readonly test: (options: Options) => string | undefined };

/** Numbers among the options; flags are 0 or 1. A pair is read by its second argument. */
export interface Options {
  readonly number: (name: string, place?: 0 | 1 | 2) => number;
  readonly on: (name: string) => boolean;
  readonly value: (name: string, place?: 0 | 1 | 2) => Value;
}

/** Something kept of a parameter between steps: a scalar in float32, or an array like the parameter. */
export interface Slot {
  readonly name: string;
  readonly scalar?: boolean;
  /** Of another shape than the parameter. */
  readonly shape?: readonly number[];
  /** What it is filled with at first. */
  readonly start?: number;
}

/** One parameter in one step. All arrays but the gradient are written to. */
export interface Work {
  readonly m: Arithmetic;
  readonly options: Options;
  readonly param: Floats;
  readonly grad: Floats;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** What is kept under a name. */
  readonly kept: (name: string) => Floats;
  /** Whether what is kept under that name was made for this step. */
  readonly isNew: (name: string) => boolean;
}

export interface Rule {
  readonly name: string;
  /** Where the class says it is from, if that does not follow from the name. */
  readonly module?: string;
  /** The optimizer whose class it derives from, where it is not Optimizer itself. */
  readonly base?: string;
  /** Parameters of the constructor after `params`; all have defaults. */
  readonly signature: string;
  /** In the order of the groups' keys. */
  readonly defaults: Readonly<Record<string, Value>>;
  readonly checks: readonly Check[];
  readonly slots: (options: Options, shape: readonly number[]) => readonly Slot[];
  /** Why a parameter of a shape is refused when the optimizer is made. */
  readonly accepts?: (shape: readonly number[]) => string | undefined;
  /** The exception of a step that finds a gradient. */
  readonly refuses?: (options: Options) => readonly [type: string, message: string] | undefined;
  /** What a step costs beyond a look at each element. */
  readonly cost?: (options: Options, shape: readonly number[]) => number;
  /** Flags under which a step rounds otherwise. */
  readonly apart?: readonly string[];
  /** Whether what is kept is there from the start. */
  readonly eager?: boolean;
  readonly update: (work: Work) => void;
}

/** A number as Python shows it. */
export const shown = (value: Value): string =>
  value.kind === 'float' ? floatRepr(value.value) : 'value' in value ? String(value.value) : value.kind;

const isFraction = (x: number): boolean => 0 <= x && x < 1;
export const betaCheck = (place: 0 | 1): Check => ({
  kind: 'other',
  test: ({ number, value }) =>
    isFraction(number('betas', place))
      ? undefined
      : `Invalid beta parameter at index ${place}: ${shown(value('betas', place))}`,
});

/** `isRight` or the words and the value. */
export const words = (option: string, text: string, isRight: (value: number) => boolean): Check => ({
  kind: 'other',
  test: ({ number, value }) => (isRight(number(option)) ? undefined : `${text}: ${shown(value(option))}`),
});

export const least = (option: string, words: string): Check => ({ kind: 'least', option, words });

/** The gradient, with `weight_decay` times the parameter added. */
export function decayed({ m, options, param, grad }: Work): Floats {
  const weight = options.number('weight_decay');
  if (weight === 0) return grad;
  const sum = grad.slice();
  m.add(sum, param, weight);
  return sum;
}

/** The parameter itself shrinks instead of the gradient growing. */
export function decayApart({ m, options, param }: Work): void {
  const weight = options.number('weight_decay');
  if (weight !== 0) m.mul(param, 1 - options.number('lr') * weight);
}

const powers: { base: number; exponent: number; value: number }[] = [];

/** `base ** exponent` as C has it; the last few are remembered, since each parameter of a group asks for the same. */
export function power(base: number, exponent: number): number {
  const known = powers.find((item) => item.base === base && item.exponent === exponent);
  if (known) return known.value;
  const value = floatPower(base, exponent);
  powers.unshift({ base, exponent, value });
  powers.length = Math.min(powers.length, 6);
  return value;
}

/** Counts this step. */
export function count({ kept }: Work): number {
  const steps = kept('step');
  steps[0]! += 1;
  return steps[0]!;
}
