// The one way to declare an op: argument types flow from its schema into its functions.
import type { Tensor } from '../tensor/tensor';
import type { Cells, Derivation } from './derivation/derivation';
import type { AxisRole, BoundArgs, Op, OpContext, OpGradients, OpResult, Undifferentiable } from './op';
import type { ArgsOf, TypedParam } from './params';

/** An op whose functions see typed arguments. */
export type OpDeclaration<P extends readonly TypedParam[]> = Omit<
  Op,
  'params' | 'run' | 'axes' | 'normalises' | 'perElement' | 'derive' | 'gradient' | 'undifferentiable'
> & {
  readonly params: P;
  readonly run: (args: ArgsOf<P>, context: OpContext) => OpResult | Promise<OpResult>;
  readonly axes?: (args: ArgsOf<P>, param: string) => readonly AxisRole[];
  readonly normalises?: (args: ArgsOf<P>) => number | undefined;
  readonly gradient?: (
    args: ArgsOf<P>,
    grads: readonly (Tensor | undefined)[],
    results: readonly Tensor[],
    context: OpContext,
  ) => OpGradients | Promise<OpGradients>;
  readonly undifferentiable?: (args: ArgsOf<P>) => Undifferentiable;
  readonly perElement?: (args: ArgsOf<P>, context: OpContext) => Tensor | Promise<Tensor>;
  readonly derive?: (args: ArgsOf<P>, cells: Cells) => Derivation | undefined;
};

/** Erases the types of the arguments: bindings fill them in by the schema that the types come from. */
export const defineOp = <const P extends readonly TypedParam[]>(declaration: OpDeclaration<P>): Op =>
  declaration as Omit<
    OpDeclaration<P>,
    'run' | 'axes' | 'normalises' | 'perElement' | 'derive' | 'gradient' | 'undifferentiable'
  > & {
    readonly run: (args: BoundArgs, context: OpContext) => OpResult | Promise<OpResult>;
  };
