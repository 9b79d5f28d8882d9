// PyTorch's exception for arguments that fit none of a function's signatures, worded as its argument parser words it.
import type { Machine } from '../../python/machine';
import type { Args, Value } from '../../python/value';
import signatures from '../names/signatures.json';

const table = new Map<string, readonly string[]>(Object.entries(signatures));

interface Range {
  readonly least: number;
  readonly most: number;
}

/** How many arguments a signature takes. */
function rangeOf(signature: string): Range {
  const params = signature === '' ? [] : signature.split(', ').filter((param) => param !== '*');
  return { least: params.filter((param) => !param.includes(' = ')).length, most: params.length };
}

/**
 * Raises the exception that lists all signatures, unless the number of arguments leaves just one of them: then the parser
 * says what is wrong with that one, and so does the caller. `known`: signatures of functions that the table lacks.
 */
export function refuseCombination(machine: Machine, dotted: string, args: Args, known: readonly string[] = []): void {
  const all = table.get(dotted) ?? known;
  if (all.length === 0) return;
  const given = args.positional.length + args.keywords.size;
  const plausible = all.map(rangeOf).filter(({ least, most }) => least <= given && given <= most);
  if (plausible.length === 1) return;
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  const got = `${name}() received an invalid combination of arguments - got (${gotText(machine, args)})`;
  if (all.length === 1) machine.raise('TypeError', `${got}, but expected (${all[0]})`);
  const lines = all.map((signature) => ` * (${signature})\n${why(machine, signature, args)}`);
  machine.raise('TypeError', `${got}, but expected one of:\n${lines.join('')}`);
}

const typeName = (machine: Machine, value: Value): string => machine.classOf(value).name;

function gotText(machine: Machine, { positional, keywords }: Args): string {
  const types = positional.map((value) => typeName(machine, value));
  const named = [...keywords].map(([keyword, value]) => `${keyword}=${typeName(machine, value)}`);
  return types.length > 0 ? [...types, ...named].join(', ') : named.map((text) => `${text}, `).join('');
}

/** The parser's own reason for a signature with as many parts as there are arguments; the star counts as one. */
function why(machine: Machine, signature: string, { positional, keywords }: Args): string {
  const parts = signature.split(', ');
  if (parts.length !== positional.length + keywords.size) return '';
  const params = parts.map((part) => part.replace(/ = .*$/, ''));
  const names = params.map((param) => param.slice(param.lastIndexOf(' ') + 1));
  const strange = [...keywords.keys()].filter((keyword) => !names.includes(keyword));
  if (strange.length > 0) {
    return `      didn't match because some of the keywords were incorrect: ${strange.join(', ')}\n`;
  }
  const marked = (value: Value, param: string | undefined): string => {
    const type = typeName(machine, value);
    return param?.slice(0, param.lastIndexOf(' ')) === type ? type : `!${type}!`;
  };
  const shown = [
    ...positional.map((value, i) => marked(value, params[i])),
    ...[...keywords].map(([keyword, value]) => `${keyword}=${marked(value, params[names.indexOf(keyword)])}`),
  ];
  return `      didn't match because some of the arguments have invalid types: (${shown.join(', ')})\n`;
}
