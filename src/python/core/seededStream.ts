// A stream of random numbers and what is known of its seed: set, still to be assumed, or lost. Knows no distribution.
import { type EngineState, MersenneTwister } from '../../base/mersenneTwister';
import type { UnknownValue } from '../value';
import { Unknowable } from './unknowable';

/** A stream at one moment: everything that later draws depend on. */
export interface StreamState {
  readonly engine: EngineState;
  readonly kept: number | undefined;
  readonly lost: UnknownValue | undefined;
  readonly seeded: boolean;
}

/** Python's `random` and NumPy's legacy generator seed and draw in ways of their own, and share the rest. */
export abstract class SeededStream<Seed> {
  protected readonly engine = new MersenneTwister(0n);
  /** The second normal number of a pair, kept for the next call. */
  protected kept: number | undefined;
  protected lost: UnknownValue | undefined;
  #seeded = false;

  /** `assume` is told when numbers are drawn before any seed, and gives the seed to take. */
  constructor(readonly assume: () => Seed) {}

  abstract seed(seed: Seed): void;

  /** `seed()` without a value: the next draw assumes one. */
  unseed(): void {
    this.#seeded = false;
    this.lost = undefined;
  }

  get state(): StreamState {
    return { engine: this.engine.state, kept: this.kept, lost: this.lost, seeded: this.#seeded };
  }

  set state({ engine, kept, lost, seeded }: StreamState) {
    this.engine.state = engine;
    this.kept = kept;
    this.lost = lost;
    this.#seeded = seeded;
  }

  /** Something drew that could not be followed: no number is known until the next seed. */
  lose(why: UnknownValue): void {
    this.lost = why;
  }

  /** The engine's state has just been set; `kept` goes with it. */
  protected known(kept?: number): void {
    this.kept = kept;
    this.lost = undefined;
    this.#seeded = true;
  }

  /** The engine, ready to draw. Throws Unknowable where its state is not known. */
  protected ready(): MersenneTwister {
    if (this.lost) throw new Unknowable(this.lost);
    if (!this.#seeded) this.seed(this.assume());
    return this.engine;
  }
}
