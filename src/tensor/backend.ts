// What a compute backend offers to the engine. Declares only; knows neither PyTorch's names nor Python.
import type { DType, HostArray } from './dtype';
import type { Meter } from './meter';
import type { Tensor } from './tensor';

export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'log2'
  | 'log10'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'reciprocal'
  | 'sigmoid'
  | 'logSigmoid'
  | 'tanh'
  | 'relu'
  | 'sin'
  | 'cos'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'isnan'
  | 'isinf'
  | 'logicalNot';
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'floorDiv'
  | 'remainder'
  | 'pow'
  | 'maximum'
  | 'minimum'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'logicalAnd'
  | 'logicalOr'
  | 'xlogy';
export type ReduceOp = 'sum' | 'mean' | 'prod' | 'max' | 'min' | 'argmax' | 'argmin' | 'all' | 'any';
export type Reduction = 'none' | 'mean' | 'sum';
export type ScanOp = 'sum' | 'prod' | 'logSumExp';
/**
 * Which element of a line comes to each of its places: all in order, NaN the largest and equal ones as they were; or the best so
 * far, of equal ones the last, and NaN from the first one on.
 */
export type Choice = 'ascending' | 'descending' | 'largestSoFar' | 'leastSoFar';
/** Elements of a tensor, and where they are along the dim that they were chosen from (int64). */
export interface Chosen {
  readonly values: Tensor;
  readonly indices: Tensor;
}

/** Row-major places of elements in a tensor; -1 is nowhere. */
export type Positions = Float64Array;

/** Fused losses. Class losses see (outer, classes, inner) as strides of `input`; targets are (outer, inner). */
export type FusedLoss =
  | { readonly kind: 'bce'; readonly input: Tensor; readonly target: Tensor; readonly weight?: Tensor }
  | {
      readonly kind: 'bceWithLogits';
      readonly input: Tensor;
      readonly target: Tensor;
      readonly weight?: Tensor;
      readonly posWeight?: Tensor;
    }
  | { readonly kind: 'klDiv'; readonly input: Tensor; readonly target: Tensor; readonly logTarget: boolean }
  | {
      readonly kind: 'nll';
      readonly input: Tensor;
      readonly target: Tensor;
      readonly weight?: Tensor;
      readonly ignoreIndex: number;
      readonly classDim: number;
    }
  | {
      readonly kind: 'crossEntropy';
      readonly input: Tensor;
      readonly target: Tensor;
      readonly weight?: Tensor;
      readonly ignoreIndex: number;
      readonly labelSmoothing: number;
      readonly classDim: number;
    }
  | {
      readonly kind: 'crossEntropyProbabilities';
      readonly input: Tensor;
      readonly target: Tensor;
      readonly weight?: Tensor;
      readonly labelSmoothing: number;
      readonly classDim: number;
    };

/**
 * All but `read` answer at once: on a GPU the work is recorded or queued. Shapes and dtypes are checked by the caller;
 * inputs already broadcast (stride 0) to a common shape where an op is elementwise. Inputs may be any strided view, on
 * either side: a backend brings them to itself. NaN, ±Inf, −0, denormals and all −Inf rows come out as PyTorch's do.
 */
export interface Backend {
  readonly name: 'cpu' | 'webgpu';
  /** Whether values of this dtype can live and be computed here. */
  supports(dtype: DType): boolean;
  unary(op: UnaryOp, x: Tensor, dtype: DType): Tensor;
  binary(op: BinaryOp, a: Tensor, b: Tensor, dtype: DType): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  cast(x: Tensor, dtype: DType): Tensor;
  /** Over `dims` (sorted, unique, non-negative; all dims for a full reduction). */
  reduce(op: ReduceOp, x: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor;
  softmax(x: Tensor, dim: number, log: boolean): Tensor;
  /** All along `dim` up to each element, itself included, put together in x's dtype: from the end on where `back`. Undefined where this backend cannot. */
  scan(op: ScanOp, x: Tensor, dim: number, back: boolean): Tensor | undefined;
  /** The first `take` elements of each line along `dim` as `choice` says. Undefined where this backend cannot; a promise takes turns with the event loop. */
  select(choice: Choice, x: Tensor, dim: number, take: number, meter: Meter): Chosen | Promise<Chosen> | undefined;
  /** Σ a·b over `dims`, which go; a and b have one shape. Undefined where this backend cannot; a promise takes turns with the event loop. */
  contract(
    a: Tensor,
    b: Tensor,
    dims: readonly number[],
    dtype: DType,
    meter: Meter,
  ): Tensor | Promise<Tensor> | undefined;
  /** The elements of `x` at `positions`, in `shape`; zero where they are from nowhere. */
  take(x: Tensor, positions: Positions, shape: readonly number[]): Tensor;
  /** Zeros of `shape` with the elements of `x` added at `positions`; what goes nowhere is dropped. */
  put(x: Tensor, positions: Positions, shape: readonly number[]): Tensor;
  /** The fused form, or undefined where this backend has none for these inputs: the caller then composes. */
  loss?(loss: FusedLoss, reduction: Reduction): Tensor | undefined;
  /** From the gradient of the fused form's result to that of its input; undefined where there is no kernel. */
  lossPullback?(loss: FusedLoss, reduction: Reduction): ((grad: Tensor) => Tensor) | undefined;
  /** A contiguous copy in the tensor's dtype and shape order. */
  read(x: Tensor): HostArray | Promise<HostArray>;
}

/** Why a backend was chosen, for the status item and the panel. */
export interface BackendState {
  readonly setting: 'auto' | 'webgpu' | 'cpu';
  readonly active: 'webgpu' | 'cpu';
  /** Adapter as the driver names it; absent without one. */
  readonly adapter?: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallback: boolean;
  };
  /** Stable id of the reason why WebGPU does not serve, or why `auto` prefers the CPU. */
  readonly reason?:
    | 'no-adapter'
    | 'software-adapter'
    | 'self-test-failed'
    | 'no-readback'
    | 'not-installed'
    | 'device-lost'
    | 'setting';
  readonly detail?: string;
}
