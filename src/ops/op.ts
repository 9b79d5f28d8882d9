// How an operation is declared. Binding, signature help, docs, checks, axis labels and tests are read from this one object.
// Knows no Python values: arguments arrive bound to the schema below.
import type { Text } from '../base/text';
import type { DType } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import type { Lying } from '../tensor/layout';
import type { Tensor } from '../tensor/tensor';
import type { Cells, Derivation } from './derivation/derivation';

/** A Python scalar that meets tensors; keeps its category for type promotion. */
export interface Scalar {
  readonly kind: 'int' | 'float' | 'bool';
  readonly value: number;
}
export type OpValue =
  | Tensor
  | Scalar
  | number
  | boolean
  | string
  | null
  | readonly number[]
  | readonly Tensor[]
  | DType;

/**
 * What a parameter takes and how it arrives bound: `tensor` a Tensor; `tensors` a list of them; `scalarOrTensor` a Scalar or a
 * Tensor; `scalar` a Scalar; `real` a number from int or float, `reals` a list of them; `int` and `dim` a number; `dimPairs` two lists of equal length as one; `dims` and `shape` a list of numbers,
 * where an int stands for a list of one. What is None arrives as null.
 */
export type ParamType =
  | 'tensor'
  | 'tensors'
  | 'scalarOrTensor'
  | 'scalar'
  | 'real'
  | 'reals'
  | 'int'
  | 'bool'
  | 'dim'
  | 'dims'
  | 'dimPairs'
  | 'shape'
  | 'dtype'
  | 'string';

export interface Param {
  readonly name: string;
  readonly type: ParamType;
  /** Present: may be left out. `null` is Python's None. */
  readonly default?: OpValue;
  /** May be None. */
  readonly optional?: boolean;
  readonly keywordOnly?: boolean;
  /** Accepted values of a string. */
  readonly choices?: readonly string[];
  /** What None stands for among the numbers of `dims`; absent: it is refused. */
  readonly noneItem?: number;
  /** Other accepted keyword. NumPy's names, `axis` for `dim`, are the parser's matter. */
  readonly alias?: string;
  /** Takes all positional arguments that follow: `block_diag(a, b)`, of functions that are written in Python. */
  readonly varargs?: boolean;
  /** What people choose between, of a number: the ends of a slider. */
  readonly usual?: readonly [from: number, to: number];
  /** What the axes of this argument mean, e.g. `['batch', 'class', '...']`. */
  readonly axes?: readonly string[];
  readonly doc: Text;
}
export type BoundArgs = Readonly<Record<string, OpValue>>;

/** An exception with PyTorch's class and text. Thrown by checks; the binding turns it into Python's. */
export { NotModelled, TensorError as OpError } from '../tensor/tensorError';

/** What an op may use while it runs. */
export interface OpContext {
  readonly engine: Engine;
  warn(category: 'UserWarning' | 'FutureWarning' | 'DeprecationWarning', message: string): void;
}

/** What an axis of a result or argument is, and why. */
export interface AxisRole {
  readonly dim: number;
  readonly role: 'batch' | 'class' | 'feature' | 'independent' | 'reduced' | 'normalised' | 'spatial';
  readonly why: Text;
}

export interface Sample {
  /** Python source of the arguments, e.g. `torch.tensor([[0.5, 1.0]]), torch.tensor([[0., 1.]]), reduction='sum'`. */
  readonly args: string;
  /** Set-up lines before it. */
  readonly setup?: string;
}
export interface ErrorSample extends Sample {
  readonly error: { readonly type: string; readonly message: string };
}

/** How an op looks as an `nn.Module`. */
export interface ModuleForm {
  readonly name: string;
  /** Parameters that the constructor takes, in its order; the others are taken by the call. */
  readonly constructor: readonly string[];
  /** Those of them that are kept as buffers. */
  readonly buffers?: readonly string[];
  /** Those that `repr` shows: `Softmax(dim=1)`. */
  readonly shown?: readonly string[];
  /** They are shown without their names: `Hardshrink(0.5)`. */
  readonly bare?: boolean;
}

export interface Op {
  /** Dotted functions, canonical first: `torch.nn.functional.softmax`, `torch.softmax`. */
  readonly names: readonly string[];
  /** Tensor methods that bind `self` to the first parameter: `softmax`. */
  readonly methods?: readonly string[];
  /** The module form: `torch.nn.CrossEntropyLoss` takes `constructor`'s params when made and the others when called. */
  readonly module?: ModuleForm;
  /** The Python class of a named result: `torch.return_types.max` with `values` and `indices`. */
  readonly returns?: {
    readonly name: string;
    readonly fields: readonly string[];
    /** Those that never require a gradient, whatever their type. */
    readonly constant?: readonly string[];
  };
  readonly params: readonly Param[];
  readonly doc: Text;
  /** A group for docs and views. */
  readonly family:
    | 'loss'
    | 'softmax'
    | 'activation'
    | 'pointwise'
    | 'reduction'
    | 'comparison'
    | 'creation'
    | 'view'
    | 'distance'
    | 'other';
  /** Roles of the axes of an argument under these args: what the op reads each dim as. */
  readonly axes?: (args: BoundArgs, param: string) => readonly AxisRole[];
  /** The dim that sums to 1 in the result, for softmax-like ops. */
  readonly normalises?: (args: BoundArgs) => number | undefined;
  /** Throws OpError as PyTorch would, NotModelled where only PyTorch has an answer; warns as it would, before or while it computes. */
  readonly run: (args: BoundArgs, context: OpContext) => OpResult | Promise<OpResult>;
  /**
   * The gradient of each tensor argument by name, where it does not follow from the primitives that `run` is composed of, or
   * where ATen's formula says more than theirs. `grads` has one entry for each result; undefined is zero. Written over the
   * context's engine alone, so that it can be differentiated itself.
   */
  readonly gradient?: (
    args: BoundArgs,
    grads: readonly (Tensor | undefined)[],
    results: readonly Tensor[],
    context: OpContext,
  ) => OpGradients | Promise<OpGradients>;
  /** Sees its input's whole storage: a gradient is known only where the input is all of that. */
  readonly readsStorage?: boolean;
  /** How its results lie in memory, where that is not as its family has it: see layouts.ts. Views lie as they do. */
  readonly layout?: Layout;
  /** What has no derivative in PyTorch: the arguments, and the function that its exception names. */
  readonly undifferentiable?: (args: BoundArgs) => Undifferentiable;
  /** PyTorch knows no derivative of it, and its results require none. */
  readonly constant?: boolean;
  /** For losses: what of the value each element brings, of the shape that reduction='none' gives. */
  readonly perElement?: (args: BoundArgs, context: OpContext) => Tensor | Promise<Tensor>;
  /** For losses: how the value comes about, in steps; undefined where that cannot be said. Reads tensors through `cells` alone. */
  readonly derive?: (args: BoundArgs, cells: Cells) => Derivation | undefined;
  readonly samples: readonly Sample[];
  readonly errors?: readonly ErrorSample[];
}
export interface Undifferentiable {
  readonly name: string;
  readonly params: readonly string[];
}
/**
 * Strides of a result of this shape from those of the tensors among the arguments, in the order of the parameters, where a
 * Python number in a tensor's place has no dims; undefined: as it was computed. See tensor/layout.ts.
 */
export type Layout = (
  shape: readonly number[],
  given: readonly Lying[],
  output: number,
  args: BoundArgs,
) => readonly number[] | undefined;
export type OpGradients = Readonly<Record<string, Tensor | readonly (Tensor | undefined)[] | undefined>>;
export type OpResult = Tensor | Scalar | boolean | number | readonly Tensor[];

/** What the binding tells the observer about each call of an op (`Machine.note`). */
export interface OpNote {
  readonly kind: 'op';
  readonly op: Op;
  readonly args: BoundArgs;
  readonly result: OpResult;
  /** The call as PyTorch would sign it, every argument named: `F.binary_cross_entropy(input, target, weight=weight, reduction='mean')`. */
  readonly signature: string;
}
