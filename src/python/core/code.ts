// What CPython's compiler finds out about a scope: which names are its own, and whether it is a generator.
import type { Arguments, Comprehension, Expression, Node, Pattern, Statement } from '../../syntax/nodes';
import { eachChild } from '../../syntax/walk';

/** A scope's code. `locals` are the names bound in it, parameters included. */
export interface Code {
  readonly locals: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  readonly isGenerator: boolean;
  readonly isAsync: boolean;
}

const cache = new WeakMap<object, Code>();

/** Names of the parameters in the order of binding. */
export const parameterNames = (args: Arguments): string[] =>
  [
    ...args.posonlyargs,
    ...args.args,
    ...(args.vararg ? [args.vararg] : []),
    ...args.kwonlyargs,
    ...(args.kwarg ? [args.kwarg] : []),
  ].map((a) => a.arg);

/** The code of a function, lambda, class or module, found once. */
export function codeOf(
  owner: object,
  parameters: readonly string[],
  body: readonly (Statement | Expression)[],
  isAsync = false,
): Code {
  let code = cache.get(owner);
  if (!code) {
    const scan = new Scan(parameters);
    for (const node of body) scan.node(node);
    for (const name of [...scan.globals, ...scan.nonlocals]) scan.locals.delete(name);
    const { locals, globals, nonlocals, isGenerator } = scan;
    code = { locals, globals, nonlocals, isGenerator, isAsync };
    cache.set(owner, code);
  }
  return code;
}

/** The code of a comprehension: its targets alone. */
export function comprehensionCode(owner: object, generators: readonly Comprehension[]): Code {
  let code = cache.get(owner);
  if (!code) {
    const locals = new Set<string>();
    for (const { target } of generators) for (const name of targetNames(target)) locals.add(name);
    code = { locals, globals: new Set(), nonlocals: new Set(), isGenerator: false, isAsync: false };
    cache.set(owner, code);
  }
  return code;
}

/** Names that an assignment to this target binds. */
export function targetNames(target: Expression): string[] {
  switch (target.kind) {
    case 'Name':
      return [target.id];
    case 'Tuple':
    case 'List':
      return target.elts.flatMap(targetNames);
    case 'Starred':
      return targetNames(target.value);
    default:
      return [];
  }
}

/** Names that a pattern captures. */
export function patternNames(pattern: Pattern): string[] {
  const names: string[] = [];
  const visit = (node: Node): void => {
    if ((node.kind === 'MatchAs' || node.kind === 'MatchStar') && node.name) names.push(node.name.id);
    if (node.kind === 'MatchMapping' && node.rest) names.push(node.rest.id);
    eachChild(node, visit);
  };
  visit(pattern);
  return names;
}

/** The name that an import binds. */
export const importedName = (alias: { readonly name: string; readonly asname?: string }, from: boolean): string =>
  alias.asname ?? (from ? alias.name : (alias.name.split('.')[0] ?? alias.name));

class Scan {
  readonly locals: Set<string>;
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  isGenerator = false;

  constructor(parameters: readonly string[]) {
    this.locals = new Set(parameters);
  }

  private bind(names: readonly string[]): void {
    for (const name of names) this.locals.add(name);
  }

  node(node: Node): void {
    switch (node.kind) {
      case 'FunctionDef':
        this.bind([node.name]);
        for (const part of [...node.decoratorList, ...defaultsOf(node.args)]) this.node(part);
        return;
      case 'ClassDef':
        this.bind([node.name]);
        for (const part of [...node.decoratorList, ...node.bases, ...node.keywords]) this.node(part);
        return;
      case 'Lambda':
        for (const part of defaultsOf(node.args)) this.node(part);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
      case 'DictComp':
        this.comprehension(node);
        return;
      case 'Assign':
        for (const target of node.targets) this.bind(targetNames(target));
        break;
      case 'AugAssign':
      case 'AnnAssign':
      case 'For':
        this.bind(targetNames(node.target));
        break;
      case 'NamedExpr':
        this.bind([node.target.id]);
        break;
      case 'Delete':
        for (const target of node.targets) this.bind(targetNames(target));
        break;
      case 'withitem':
        if (node.optionalVars) this.bind(targetNames(node.optionalVars));
        break;
      case 'ExceptHandler':
        if (node.name) this.bind([node.name.id]);
        break;
      case 'match_case':
        this.bind(patternNames(node.pattern));
        break;
      case 'Import':
        this.bind(node.names.map((alias) => importedName(alias, false)));
        break;
      case 'ImportFrom':
        this.bind(node.names.filter((alias) => alias.name !== '*').map((alias) => importedName(alias, true)));
        break;
      case 'TypeAlias':
        this.bind([node.name.id]);
        break;
      case 'Broken':
        this.bind(node.names);
        break;
      case 'Global':
        for (const name of node.names) this.globals.add(name);
        break;
      case 'Nonlocal':
        for (const name of node.names) this.nonlocals.add(name);
        break;
      case 'Yield':
      case 'YieldFrom':
        this.isGenerator = true;
        break;
    }
    eachChild(node, (child) => this.node(child));
  }

  /** Of a comprehension only its first iterable, and what `:=` binds, belong to the scope around it. */
  private comprehension(node: Node): void {
    const inside = (part: Node): void => {
      if (part.kind === 'NamedExpr') this.bind([part.target.id]);
      if (part.kind === 'Lambda') return;
      eachChild(part, inside);
    };
    eachChild(node, inside);
  }
}

const defaultsOf = (args: Arguments): Expression[] =>
  [...args.posonlyargs, ...args.args, ...args.kwonlyargs].flatMap((a) => (a.default ? [a.default] : []));
