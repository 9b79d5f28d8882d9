// The engine of one evaluation: routes each primitive to a backend. Knows neither PyTorch's names nor Python.
import type {
  Backend,
  BackendState,
  BinaryOp,
  Choice,
  Chosen,
  FusedLoss,
  Positions,
  ReduceOp,
  Reduction,
  ScanOp,
  UnaryOp,
} from './backend';
import type { DType, HostArray } from './dtype';
import type { Meter } from './meter';
import type { Tensor } from './tensor';

type Results = readonly Tensor[] | Promise<readonly Tensor[]>;
/** Tensors from tensors by an engine's primitives. */
export type Computation<R extends Results = Results> = (engine: Engine, inputs: readonly Tensor[]) => R;

/** Gradients of each input from those of each output; undefined is zero. Written over an engine, so that it can be differentiated itself. */
export type Pullback = (
  engine: Engine,
  grads: readonly (Tensor | undefined)[],
  outputs: readonly Tensor[],
) => readonly (Tensor | undefined)[] | Promise<readonly (Tensor | undefined)[]>;

/**
 * Primitives with broadcasting and promotion done by the caller-facing functions here; ops compose these.
 * `read` is the only one that may have to wait.
 */
export interface Engine {
  readonly state: BackendState;
  /** What its work on the CPU is counted by; loops that are not the engine's own tell it themselves. */
  readonly meter: Meter;
  fromHost(values: HostArray, shape: readonly number[], dtype: DType): Tensor;
  scalar(value: number, dtype: DType, wrapped?: boolean): Tensor;
  /** Broadcasts and promotes as PyTorch does; throws `BroadcastError` with both shapes. */
  unary(op: UnaryOp, x: Tensor): Tensor;
  binary(op: BinaryOp, a: Tensor, b: Tensor): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  cast(x: Tensor, dtype: DType): Tensor;
  reduce(op: ReduceOp, x: Tensor, dims: readonly number[] | undefined, keepdim?: boolean, dtype?: DType): Tensor;
  softmax(x: Tensor, dim: number, log: boolean): Tensor;
  /** All along `dim` up to each element, itself included, put together in x's dtype; from the end on where `back`. */
  scan(op: ScanOp, x: Tensor, dim: number, back?: boolean): Tensor;
  /** The first `take` elements of each line along `dim` as `choice` says, and their indices there. */
  select(choice: Choice, x: Tensor, dim: number, take: number): Chosen | Promise<Chosen>;
  /**
   * Σ a·b over `dims` (sorted, unique), which go: products of matrices, of batches of them, of anything einsum can say of two
   * tensors. Both are of one rank and dtype; each dim has one size, or 1 in one of them.
   */
  contract(a: Tensor, b: Tensor, dims: readonly number[]): Tensor | Promise<Tensor>;
  /** The elements of `x` at row-major `positions`, in `shape`; zero where one is -1. */
  take(x: Tensor, positions: Positions, shape: readonly number[]): Tensor;
  /** Zeros of `shape` with the elements of `x` added at `positions`; what goes to -1 is dropped. */
  put(x: Tensor, positions: Positions, shape: readonly number[]): Tensor;
  loss(loss: FusedLoss, reduction: Reduction): Tensor | undefined;
  /** The way back from `loss`, of its input alone; undefined where a gradient has to come from the composed form. */
  lossPullback(loss: FusedLoss, reduction: Reduction): ((grad: Tensor) => Tensor | Promise<Tensor>) | undefined;
  /** What no primitive is: computed by `compute` on the engine below all tapes, with its gradient said beside it. */
  custom<R extends Results>(inputs: readonly Tensor[], compute: Computation<R>, pullback: Pullback): R;
  /** The values, for work whose gradient is said by `custom`, is zero, or is not asked for. */
  read(x: Tensor): HostArray | Promise<HostArray>;
  /** The backend that computed or holds this tensor. */
  placeOf(x: Tensor): Backend['name'];
}
