// Parameter lists of functions and lambdas, with CPython's checks on them. Knows no body.
import { type Cst, child, named } from '../cst';
import type { Arg, Arguments } from '../nodes';
import { expression } from './expression';
import type { Source } from './source';

/** `parameters`, `lambda_parameters`, or nothing for a lambda without any. */
export function parameters(list: Cst | undefined, source: Source): Arguments {
  let args: Arg[] = [];
  let posonlyargs: Arg[] = [];
  const kwonlyargs: Arg[] = [];
  let vararg: Arg | undefined;
  let kwarg: Arg | undefined;
  let keywordOnly = false;
  let bareStar: Cst | undefined;
  const seen = new Set<string>();

  for (const part of list ? named(list) : []) {
    if (part.type === 'positional_separator') {
      if (!args.length) source.fail(part, 'at least one argument must precede /');
      posonlyargs = args;
      args = [];
      continue;
    }
    if (part.type === 'keyword_separator') {
      if (keywordOnly) source.fail(part, '* argument may appear only once');
      keywordOnly = true;
      bareStar = part;
      continue;
    }
    const { arg, star } = parameter(part, source);
    if (seen.has(arg.arg)) source.fail(part, `duplicate argument '${arg.arg}' in function definition`);
    seen.add(arg.arg);
    if (kwarg) source.fail(part, 'arguments cannot follow var-keyword argument');
    if (star === '**') kwarg = arg;
    else if (star === '*') {
      if (keywordOnly) source.fail(part, '* argument may appear only once');
      vararg = arg;
      keywordOnly = true;
    } else if (keywordOnly) kwonlyargs.push(arg);
    else {
      if (!arg.default && [...posonlyargs, ...args].some((a) => a.default))
        source.fail(part, 'non-default argument follows default argument');
      args.push(arg);
    }
  }
  if (bareStar && !kwonlyargs.length) source.fail(bareStar, 'named arguments must follow bare *');
  return { posonlyargs, args, kwonlyargs, ...(vararg ? { vararg } : {}), ...(kwarg ? { kwarg } : {}) };
}

function parameter(node: Cst, source: Source): { arg: Arg; star?: '*' | '**' } {
  const type = child(node, 'type');
  const value = child(node, 'value');
  let name = child(node, 'name') ?? node;
  if (node.type === 'typed_parameter') name = node.children[0] ?? node;
  const star = name.type === 'list_splat_pattern' ? '*' : name.type === 'dictionary_splat_pattern' ? '**' : undefined;
  if (star) name = named(name)[0] ?? name;
  if (name.type !== 'identifier') source.fail(node, 'invalid syntax');
  const arg: Arg = {
    kind: 'arg',
    span: source.span(node),
    arg: source.identifier(name),
    nameSpan: source.span(name),
    ...(type ? { annotation: expression(type, source) } : {}),
    ...(value ? { default: expression(value, source) } : {}),
  };
  return star ? { arg, star } : { arg };
}
