// Random expressions from the templates. Knows no statement.
import type { Dice } from './dice';
import { forms } from './forms';
import { common, type Kind, literals, marks, variables } from './kinds';
import { pieces } from './pieces';

/** `$name`, `$I`, a mark, `?` or `#`; no part of a word or of a quoted letter. */
const hole = /\$([a-z]+|[A-Z?])|(?<![\w'"%.])([IFSBLDUTYC])(?![\w'"])|\?|#/g;

const kindOf = (mark: string, dice: Dice): Kind => (marks as Readonly<Record<string, Kind>>)[mark] ?? dice.one(common);

/** The template with all its holes filled; expressions are about `depth` deep. */
export function filled(template: string, dice: Dice, depth: number): string {
  // Quotes of one kind do not nest in an f-string before Python 3.12: `$I` puts a name there.
  return template.replace(hole, (found, named: string | undefined, _mark, at: number) => {
    if (found === '#') return String(dice.below(6));
    if (named !== undefined) return pieces[named]?.(dice) ?? dice.one(variables[kindOf(named, dice)]);
    const made = expression(dice, kindOf(found, dice), depth - 1);
    // `1.real` is no attribute of a number.
    return /^[-~\d]| % /.test(made) && template[at + 1] === '.' ? `(${made})` : made;
  });
}

/** An expression of a kind; it may raise, as the program's own errors do. */
export function expression(dice: Dice, kind: Kind, depth: number): string {
  if (depth <= 0 || dice.chance(0.25)) return dice.chance(0.5) ? dice.one(variables[kind]) : dice.one(literals[kind]);
  const made = filled(dice.one(forms[kind]), dice, depth);
  // An operand of its own wherever it stands.
  return /^(?:not |.* if .* else |\(n := )/.test(made) ? `(${made})` : made;
}
