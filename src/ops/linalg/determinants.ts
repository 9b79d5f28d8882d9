// Determinants of matrices by LU: det, slogdet, logdet. Knows no binding.
import { say } from '../../base/text';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { isContiguous } from '../../tensor/host';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { input } from '../params';
import { bothForms } from './bothForms';
import { decidedLu, inverseOf } from './inverses';
import type { Lu } from './lu';
import { arithmeticOf, checkFloat, checkSquare, eachMatrix, first, type Made, turned } from './matrices';
import { transposed } from './reflectors';

const a22 = 'torch.tensor([[2., 1.], [1., 3.]])';
const batch = 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [-2., 1.]]])';
const swap = 'torch.tensor([[0., 1.], [1., 0.]])';

const signOf = ({ isOdd }: Lu): number => (isOdd ? -1 : 1);

/** The determinant of each matrix; a gradient where none of them is zero. */
export function determinantOf(engine: Engine, x: Tensor): Made {
  const n = x.shape.at(-1)!;
  return withGradient(
    engine,
    [x],
    (base, own) =>
      first(
        eachMatrix(base, [own], [{ shape: [] }], ([a]) => {
          const arithmetic = arithmeticOf(own.dtype);
          const lu = decidedLu(isContiguous(x) ? transposed(a!) : a!, own.dtype);
          let found = 1;
          for (let i = 0; i < n; i++) found = arithmetic.round(found * lu.factors.values[i * n + i]!);
          return [[found * signOf(lu)]];
        }),
      ),
    (base, g, y) => {
      const m = maths(base);
      return [
        andThen(invertible(base, x), (inverse) => m.mul(unsqueeze(unsqueeze(m.mul(g, y), -1), -1), turned(inverse))),
      ];
    },
  );
}

/** The inverse for a gradient, which of a singular matrix is not worked out. */
function invertible(engine: Engine, x: Tensor): Made {
  const refuse = (): never => {
    throw new NotModelled(say('the gradient at a singular matrix is not modelled yet'));
  };
  try {
    const made = inverseOf(engine, x);
    return made instanceof Promise ? made.catch(refuse) : made;
  } catch {
    return refuse();
  }
}

/** Sign and logarithm of the magnitude of the determinant of each matrix. */
function signAndLog(engine: Engine, x: Tensor): readonly Tensor[] | Promise<readonly Tensor[]> {
  const n = x.shape.at(-1)!;
  return engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(base, [own!], [{ shape: [] }, { shape: [] }], ([a]) => {
        const lu = decidedLu(isContiguous(x) ? transposed(a!) : a!, own!.dtype);
        const { round } = arithmeticOf(own!.dtype);
        let [sign, log] = [signOf(lu), 0];
        for (let i = 0; i < n; i++) {
          const pivot = lu.factors.values[i * n + i]!;
          sign *= pivot > 0 ? 1 : pivot < 0 ? -1 : 0;
          log = round(log + round(Math.log(Math.abs(pivot))));
        }
        return [[sign], [log]];
      }),
    (base, [, g]) => {
      if (!g) return [undefined];
      const made = andThen(invertible(base, x), (inverse) =>
        maths(base).mul(unsqueeze(unsqueeze(g, -1), -1), turned(inverse)),
      );
      return together([made]);
    },
  );
}

const det = bothForms({
  name: 'det',
  doc: say('The determinant of a matrix.'),
  run(x, { engine }) {
    checkSquare(x, 'linalg.det');
    checkFloat(x, 'linalg.det', 'lu_cpu');
    return determinantOf(engine, x);
  },
  samples: [{ args: a22 }, { args: batch }, { args: 'torch.zeros(0, 0)' }, { args: 'torch.tensor([[3.]])' }],
  errors: [
    {
      args: 'torch.ones(3, 2)',
      error: {
        type: 'RuntimeError',
        message: 'linalg.det: A must be batches of square matrices, but they are 3 by 2 matrices',
      },
    },
  ],
});

const slogdet = bothForms({
  name: 'slogdet',
  doc: say('The sign of the determinant, and the logarithm of its magnitude.'),
  fields: ['sign', 'logabsdet'],
  run(x, { engine }) {
    checkSquare(x, 'linalg.slogdet');
    checkFloat(x, 'linalg.slogdet');
    return signAndLog(engine, x);
  },
  samples: [{ args: a22 }, { args: batch }, { args: swap }],
});

const logdet = defineOp({
  names: ['torch.logdet'],
  methods: ['logdet'],
  family: 'other',
  doc: say('The logarithm of the determinant.'),
  params: [input],
  run({ input: x }, { engine }) {
    checkSquare(x, 'logdet');
    checkFloat(x, 'logdet');
    return andThen(signAndLog(engine, x), ([sign, log]) => {
      const m = maths(engine);
      return m.where(m.eq(sign!, -1), Number.NaN, log!);
    });
  },
  samples: [{ args: a22 }, { args: swap }],
});

export const determinants: readonly Op[] = [...det, ...slogdet, logdet];
