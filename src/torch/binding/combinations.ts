// PyTorch's words where arguments fit none of a function's signatures, as its argument parser puts them together.
import type { Machine } from '../../python/machine';
import type { Args, Value } from '../../python/value';
import { nativeTypeName, typeNameOf } from './accepted';
import type { ParserSignature } from './parserSignature';

/** `Tensor input, *, bool keepdim = False`. */
function listed({ params }: ParserSignature): string {
  const star = params.findIndex((param) => param.keywordOnly);
  const texts = params.map((param) => {
    const text = `${typeNameOf(param)} ${param.name}`;
    return param.default === undefined ? text : `${text} = ${param.default}`;
  });
  return (star < 0 ? texts : [...texts.slice(0, star), '*', ...texts.slice(star)]).join(', ');
}

/** The warning where only an old order of the arguments fits. */
export function deprecationText(signature: ParserSignature, all: readonly ParserSignature[]): string {
  const lines = all.filter((one) => !one.deprecated).map((one) => `\n\t${one.name}(${listed(one)})`);
  const instead = `Consider using one of the following signatures instead:${lines.join('')}`;
  return `This overload of ${signature.name} is deprecated:\n\t${signature.name}(${listed(signature)})\n${instead}`;
}

/** The exception's text, which lists all `signatures`. */
export function combinationText(machine: Machine, signatures: readonly ParserSignature[], args: Args): string {
  const given = gotText(machine, args);
  const texts = signatures.map(listed);
  const start = `${signatures[0]?.name}() received an invalid combination of arguments - got`;
  const [only = ''] = texts;
  if (texts.length > 1) {
    const lines = texts.map((text) => ` * (${text})\n${why(machine, text, args)}`);
    return `${start} (${given}), but expected one of:\n${lines.join('')}`;
  }
  const strange = strangeKeywords(only.split(', '), args);
  if (strange.length > 0) return `${start} unrecognized keyword arguments: ${strange.join(', ')}`;
  const got = hasAsMany(only.split(', '), args) ? described(machine, only.split(', '), args) : given;
  return `${start} (${got}), but expected (${only})`;
}

/** Keywords come in the order of a hash table that puts each in front. */
const inHashOrder = ({ keywords }: Args): readonly (readonly [string, Value])[] => [...keywords].reverse();

function gotText(machine: Machine, args: Args): string {
  const types = args.positional.map((value) => nativeTypeName(machine, value));
  const named = inHashOrder(args).map(([keyword, value]) => `${keyword}=${nativeTypeName(machine, value)}`);
  return types.length > 0 ? [...types, ...named].join(', ') : named.map((text) => `${text}, `).join('');
}

/** Whether a signature has as many parts as there are arguments; the star counts as one, and so does nothing at all. */
const hasAsMany = (parts: readonly string[], { positional, keywords }: Args): boolean =>
  parts.length === positional.length + keywords.size;

/** What follows the last space: the name of a parameter, or its default. */
const nameOf = (part: string): string => part.slice(part.lastIndexOf(' ') + 1);

function strangeKeywords(parts: readonly string[], args: Args): readonly string[] {
  const names = parts.slice(Math.max(0, parts.length - args.keywords.size)).map(nameOf);
  return inHashOrder(args).flatMap(([keyword]) => (names.includes(keyword) ? [] : [keyword]));
}

function why(machine: Machine, signature: string, args: Args): string {
  const parts = signature.split(', ');
  if (!hasAsMany(parts, args)) return '';
  const strange = strangeKeywords(parts, args);
  if (strange.length > 0)
    return `      didn't match because some of the keywords were incorrect: ${strange.join(', ')}\n`;
  return `      didn't match because some of the arguments have invalid types: (${described(machine, parts, args)})\n`;
}

/** Each argument by its type; between exclamation marks where the signature names another. */
function described(machine: Machine, parts: readonly string[], { positional, keywords }: Args): string {
  const shown = parts.map((part, i) => {
    const value = positional[i] ?? keywords.get(nameOf(part))!;
    const type = part.slice(0, Math.max(0, part.lastIndexOf(' ')));
    const got = nativeTypeName(machine, value);
    const text = `${i < positional.length ? '' : `${nameOf(part)}=`}${deepTypeName(machine, value)}`;
    return type === got || (type === 'float' && got === 'int') ? text : `!${text}!`;
  });
  return positional.length > 0 ? shown.join(', ') : shown.map((text) => `${text}, `).join('');
}

/** `list of [int, str]`. */
function deepTypeName(machine: Machine, value: Value): string {
  const name = nativeTypeName(machine, value);
  if (value.kind !== 'list' && value.kind !== 'tuple') return name;
  const items = value.items.map((item) => nativeTypeName(machine, item)).join(', ');
  if (value.kind === 'list') return `${name} of [${items}]`;
  return `${name} of (${items}${value.items.length === 1 ? ',' : ''})`;
}
