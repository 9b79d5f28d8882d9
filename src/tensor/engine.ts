// The engine of one evaluation: routes each primitive to a backend. Knows neither PyTorch's names nor Python.
import type { Backend, BackendState, BinaryOp, FusedLoss, ReduceOp, Reduction, UnaryOp } from './backend';
import type { DType, HostArray } from './dtype';
import type { Tensor } from './tensor';

/**
 * Primitives with broadcasting and promotion done by the caller-facing functions here; ops compose these.
 * `read` is the only one that may have to wait.
 */
export interface Engine {
  readonly state: BackendState;
  fromHost(values: HostArray, shape: readonly number[], dtype: DType): Tensor;
  scalar(value: number, dtype: DType, wrapped?: boolean): Tensor;
  /** Broadcasts and promotes as PyTorch does; throws `BroadcastError` with both shapes. */
  unary(op: UnaryOp, x: Tensor): Tensor;
  binary(op: BinaryOp, a: Tensor, b: Tensor): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  cast(x: Tensor, dtype: DType): Tensor;
  reduce(op: ReduceOp, x: Tensor, dims: readonly number[] | undefined, keepdim?: boolean, dtype?: DType): Tensor;
  softmax(x: Tensor, dim: number, log: boolean): Tensor;
  loss(loss: FusedLoss, reduction: Reduction): Tensor | undefined;
  read(x: Tensor): HostArray | Promise<HostArray>;
  /** The backend that computed or holds this tensor. */
  placeOf(x: Tensor): Backend['name'];
}
