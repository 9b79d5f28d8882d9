// A loss as an op that also says what each element brings: the same call with reduction='none'.
import type { Tensor } from '../../tensor/tensor';
import { defineOp, type OpDeclaration } from '../defineOp';
import type { Op, OpContext } from '../op';
import type { ArgsOf, TypedParam } from '../params';

interface Loss<P extends readonly TypedParam[]> extends Omit<OpDeclaration<P>, 'family' | 'run' | 'perElement'> {
  readonly run: (args: ArgsOf<P>, context: OpContext) => Tensor | Promise<Tensor>;
}

/** Declares a loss; `perElement` warns of nothing, since the call itself has warned. */
export const defineLoss = <const P extends readonly TypedParam[]>(loss: Loss<P>): Op =>
  defineOp<P>({
    ...loss,
    family: 'loss',
    perElement: (args, context) =>
      loss.run({ ...args, reduction: 'none', size_average: null, reduce: null }, { ...context, warn: () => undefined }),
  });
