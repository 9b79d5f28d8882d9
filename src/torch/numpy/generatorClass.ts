// `numpy.random.default_rng` and the class Generator: the functions that it shares with the legacy module, over a stream of its own.
// Knows no algorithm.
import { say } from '../../base/text';
import { Unknowable } from '../../python/core/unknowable';
import { builtin, type ClassValue, type InstanceValue, none, type Run, unknown, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { makeClass } from '../makeClass';
import { placeholder } from '../placeholder';
import type { Torch } from '../torch';
import { GeneratorStream } from './generatorStream';
import type { NumberStream, Row } from './numberStream';

type Follow = (
  stream: NumberStream,
  bound: ReadonlyMap<string, Value>,
  draw: Row<NumberStream>[1],
  machine: Parameters<Row<NumberStream>[1]>[2],
) => Run<Value>;

/** Arguments that only Generator's forms take, each with the one value that is followed. */
const further: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  random: { dtype: 'None', out: 'None' },
  standard_normal: { dtype: 'None', out: 'None' },
  standard_exponential: { dtype: 'None', method: 'None', out: 'None' },
  permutation: { axis: '0' },
  shuffle: { axis: '0' },
  choice: { axis: '0', shuffle: 'True' },
  uniform: {},
  normal: {},
  exponential: {},
  integers: {},
};
const isUsual = (value: Value, usual: string): boolean =>
  value.kind === 'none' ||
  (usual === '0' && value.kind === 'int' && value.value === 0n) ||
  (usual === 'True' && value.kind === 'bool' && value.value);

/** `Generator` and `default_rng`. */
export function generatorMembers(
  torch: Torch,
  rows: Readonly<Record<string, Row<NumberStream>>>,
  follow: Follow,
): { readonly Generator: ClassValue; readonly default_rng: Value } {
  const cls = makeClass('Generator', 'numpy.random._generator', [], {});
  for (const [name, more] of Object.entries(further)) {
    const row = rows[name];
    if (!row) continue;
    const [params, draw] = row;
    const added = Object.entries(more);
    const all = [params, ...added.map(([key, usual]) => `${key}=${usual}`)].filter(Boolean).join(', ');
    const target = callee(name, 'python', all, true);
    cls.attrs.set(name, {
      ...builtin(
        name,
        ({ positional: [self, ...positional], keywords }, machine) =>
          follow(
            streamOf(self),
            bindArguments(machine, target, { positional, keywords }),
            (stream, given, at) => {
              const odd = added.find(([key, usual]) => !isUsual(given.get(key), usual));
              if (odd) {
                const what = `numpy.random.Generator.${name}(${odd[0]}=...)`;
                throw new Unknowable(unknown(say('{0} is not modelled yet', what)));
              }
              return draw(stream, given, at);
            },
            machine,
          ),
        true,
      ),
      unknowns: 'handled',
    });
  }
  for (const name of unfollowed) {
    if (cls.attrs.has(name)) continue;
    const why = unknown(say('{0} is not modelled yet', `numpy.random.Generator.${name}`));
    const lose = builtin(
      name,
      ({ positional: [self] }) => {
        streamOf(self).lose(why);
        return why;
      },
      true,
    );
    cls.attrs.set(name, placeholder({ ...lose, unknowns: 'handled' }));
  }
  const target = callee('default_rng', 'python', 'seed=None');
  const make = builtin('default_rng', (args, machine) => {
    const seed = bindArguments(machine, target, args).get('seed') ?? none;
    if (seed.kind === 'instance' && seed.native instanceof GeneratorStream) return seed;
    if (seed.kind === 'int' && seed.value < 0n) return machine.raise('ValueError', 'expected non-negative integer');
    if (seed.kind !== 'int' && seed.kind !== 'none')
      return unknown(say('{0} is not modelled yet', 'numpy.random.default_rng(seed=...)'));
    const stream = new GeneratorStream(() => {
      if (seed.kind === 'int') return seed.value;
      torch.assume(
        say('Random numbers: no seed is given to numpy.random.default_rng, so these are the ones of seed {0}.', 0),
      );
      return 0n;
    });
    return { kind: 'instance', cls, attrs: new Map(), native: stream };
  });
  return { Generator: cls, default_rng: make };
}

const streamOf = (self: Value | undefined): GeneratorStream => {
  const { native } = self as InstanceValue;
  return native as GeneratorStream;
};

/** Distributions that draw in ways that are not modelled: nothing that is drawn after them is known. */
const unfollowed =
  `beta binomial bytes chisquare dirichlet f gamma geometric gumbel hypergeometric laplace logistic lognormal logseries
  multinomial multivariate_hypergeometric multivariate_normal negative_binomial noncentral_chisquare noncentral_f pareto
  permuted poisson power rayleigh spawn standard_cauchy standard_gamma standard_t triangular vonmises wald weibull zipf`.split(
    /\s+/,
  );
