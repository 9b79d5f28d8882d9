// How a function of each element that no backend has is declared: computed in double on the host, with ATen's derivative.
import { say, type Text } from '../../base/text';
import { categoryOf, defaultFloat, isHalf, isIntegral, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { NotModelled, type Op } from '../op';
import { input } from '../params';
import { mapValues, type Pointwise } from './mapValues';

export interface ElementRow {
  /** `round`: to the type that ATen computes in, for what depends on it. */
  readonly f: (x: number, round: (n: number) => number) => number;
  readonly cost?: Pointwise['cost'];
  /** ATen's derivative; absent where it has none. */
  readonly slope?: Slope;
  readonly also?: readonly string[];
  /** ATen's kernel where it takes no halves, named by its exception. */
  readonly kernel?: string;
  /** Instead of those that all have. */
  readonly samples?: Op['samples'];
  readonly doc: Text;
}

/** A row's function of a tensor of floats; halves are computed in float32 and rounded once. */
export function applyRow(engine: Engine, { f, slope, cost }: ElementRow, x: Tensor): Tensor | Promise<Tensor> {
  const round = x.dtype === 'float64' ? (n: number) => n : Math.fround;
  const compute = (on: Engine, own: Tensor): Tensor | Promise<Tensor> =>
    andThen(mapValues(on, [own], isHalf(x.dtype) ? 'float32' : x.dtype, { number: (n) => f(n, round), cost }), (y) =>
      on.cast(y, x.dtype),
    );
  return slope ? pointwise(engine, [x], (m, own) => compute(m.engine, own), [slope]) : compute(engine, x);
}

const samples = [
  { args: 'torch.tensor([-0.75, -0.25, 0.125, 0.5, 0.9])' },
  { args: "torch.tensor([1.5, 2., 7.25, -1.5, float('nan'), float('inf')])" },
  { args: 'torch.tensor([[0.3, -0.6], [0.01, 0.7]]).double()' },
  { args: 'torch.tensor([1, 2])' },
];
const halves = { args: 'torch.tensor([0.25, 0.5]).half()' };

/** The op of a row, by its name under torch. */
export const elementOp = ([name, row]: readonly [string, ElementRow]): Op => {
  const refusal = `"${row.kernel}" not implemented for 'Half'`;
  return defineOp({
    names: [name, ...(row.also ?? [])].map((each) => `torch.${each}`),
    methods: [name, ...(row.also ?? [])].filter((other) => !other.includes('.')),
    family: 'pointwise',
    doc: row.doc,
    ...(!row.slope && { constant: true }),
    params: [input],
    run({ input: x }, { engine }) {
      if (categoryOf(x.dtype) === 'complex') throw new NotModelled(say('complex numbers are not modelled here yet'));
      if (row.kernel && isHalf(x.dtype))
        fail(`"${row.kernel}" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
      return applyRow(engine, row, isIntegral(x.dtype) ? engine.cast(x, defaultFloat) : x);
    },
    samples: row.samples ?? (row.kernel ? samples : [...samples, halves]),
    ...(row.kernel && { errors: [{ ...halves, error: { type: 'NotImplementedError', message: refusal } }] }),
  });
};
