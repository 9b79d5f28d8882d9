// What NumPy's functions that draw ask of a stream of random numbers, and how such a function is written down. Knows no algorithm.
import type { Machine } from '../../python/machine';
import type { Answer, UnknownValue } from '../../python/value';
import type { Given } from '../binding/define';

export interface NumberStream {
  /** A float of [0, 1). */
  random(): number;
  /** A standard normal number. */
  gauss(): number;
  /** A standard exponential number. */
  exponential(): number;
  /** An integer of [0, most]. */
  upTo(most: bigint): bigint;
  /** Swaps places from the end, as `shuffle` does. */
  shuffle(count: number, swap: (i: number, j: number) => void): void;
  permutation(count: number): number[];
  /** So many different ones of that many places. */
  sample(population: number, count: number): readonly number[];
  /** Something drew that could not be followed. */
  lose(why: UnknownValue): void;
}

export type Draw<S> = (stream: S, given: Given, machine: Machine) => Answer;
/** The signature of a function in Python's notation, and what it draws from a stream. */
export type Row<S> = readonly [params: string, draw: Draw<S>];
