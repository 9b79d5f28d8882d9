// Random Python programs: about ten statements that print as they go. Knows no evaluator.
import { classes } from './classes';
import { Dice } from './dice';
import { filled } from './expressions';
import { kinds, literals, variables } from './kinds';
import { compound, simple } from './statements';

const modules = [
  'abc',
  'collections',
  'contextlib',
  'copy',
  'dataclasses',
  'enum',
  'functools',
  'itertools',
  'math',
  'operator',
  'string',
  'sys',
  'types',
];

/** The program of a seed. */
export function program(seed: number): string {
  const dice = new Dice(seed);
  const lines = [`import ${modules.join(', ')}`, "point = collections.namedtuple('point', 'x y')"];
  for (const kind of kinds) for (const name of variables[kind]) lines.push(`${name} = ${dice.one(literals[kind])}`);
  const count = 3 + dice.below(7);
  for (let n = 0; n < count; n++) lines.push(...guarded(dice, statement(dice, 2)));
  lines.push('print(i, f, s, p, xs, d, sorted(u, key=str), a, w, c)');
  return `${lines.join('\n')}\n`;
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

/** Most statements are guarded, so that a program goes on after what it raises and prints its words. */
function guarded(dice: Dice, body: readonly string[]): readonly string[] {
  if (dice.chance(0.1)) return body;
  return ['try:', ...indented(body), 'except Exception as error:', '    print(type(error).__name__, error)'];
}

function statement(dice: Dice, depth: number): readonly string[] {
  const table = depth <= 0 || dice.chance(0.5) ? simple : dice.chance(0.7) ? compound : classes;
  return dice
    .one(table)
    .split('\n')
    .flatMap((line) => {
      const [, margin] = /^( *)\$body$/.exec(line) ?? [];
      if (margin !== undefined) return statement(dice, depth - 1).map((inner) => margin + inner);
      return [filled(line, dice, 3)];
    });
}
