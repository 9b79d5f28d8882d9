// What a module-level statement binds, reads and may change, by its text alone. Conservative: when in doubt it changes it.
import type { Call, ClassDef, Expression, FunctionDef, Node, Statement } from '../../syntax/nodes';
import { eachChild } from '../../syntax/walk';
import { codeOf, importedName, parameterNames, patternNames, targetNames } from '../core/code';
import { mutatingMethods } from '../core/mutation';
import { isPureBuiltin } from '../core/purity';
import type { Library } from '../machine';
import { isPureMethodName } from './pureMethods';

export interface Effects {
  readonly binds: Set<string>;
  /** Module-level names that are read, in function bodies too. */
  readonly uses: Set<string>;
  /** Names whose object may change. */
  readonly mutates: Set<string>;
  /** Attributes that are called: `step` of `opt.step()`. */
  readonly methods: Set<string>;
  /** Functions and classes of the module that are called: what they hold may change where they are not pure. */
  readonly calls: Set<string>;
  /** Calls that may read or change what no name shows: random numbers, printing options, a file. */
  impure: boolean;
  /** Loops that may not end. */
  endless: boolean;
  /** Mentions `print`. */
  prints: boolean;
}

/** What the whole module tells about its names. */
export interface Names {
  /** Imported names and what they stand for: `F` → `torch.nn.functional`. */
  readonly imported: ReadonlyMap<string, string>;
  /** Names bound once to what a call of a known class gives: `criterion` → `torch.nn.BCELoss`. */
  readonly instances: ReadonlyMap<string, string>;
  /** Names of functions and classes of the module; a call of one is judged by its own effects. */
  readonly defined: ReadonlySet<string>;
  /** Methods of the module's classes. */
  readonly methods: ReadonlySet<string>;
  /** Names that only ever stand for a literal: nothing can change what they lead to. */
  readonly constant: ReadonlySet<string>;
  /** Every name that is bound somewhere at module level. */
  readonly bound: ReadonlySet<string>;
}

export function namesOf(body: readonly Statement[]): Names {
  const imported = new Map<string, string>();
  const defined = new Set<string>();
  const methods = new Set<string>();
  const counts = new Map<string, number>();
  const made = new Map<string, Expression>();
  const changing = new Set<string>();
  const declared = new Set<string>();
  const bind = (name: string, literal = false) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (!literal) changing.add(name);
  };
  const visit = (node: Node): void => {
    if (node.kind === 'Import' || node.kind === 'ImportFrom')
      for (const alias of node.names) {
        const from = node.kind === 'ImportFrom';
        const path = from
          ? `${node.module}.${alias.name}`
          : alias.asname
            ? alias.name
            : (alias.name.split('.')[0] ?? '');
        imported.set(importedName(alias, from), path);
      }
    if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') {
      defined.add(node.name);
      bind(node.name);
      if (node.kind === 'ClassDef')
        for (const part of node.body) if (part.kind === 'FunctionDef') methods.add(part.name);
    }
    if (node.kind === 'Global') for (const name of node.names) declared.add(name);
    if (node.kind === 'Assign')
      for (const name of node.targets.flatMap(targetNames)) bind(name, node.value.kind === 'Constant');
    if (
      node.kind === 'Assign' &&
      node.targets.length === 1 &&
      node.targets[0]?.kind === 'Name' &&
      node.value.kind === 'Call' &&
      !writesInto(node.value)
    )
      made.set(node.targets[0].id, node.value.func);
    if (node.kind === 'For' || node.kind === 'AugAssign' || node.kind === 'AnnAssign')
      for (const name of targetNames(node.target)) bind(name);
    if (node.kind === 'withitem' && node.optionalVars) for (const name of targetNames(node.optionalVars)) bind(name);
    if (node.kind === 'NamedExpr') bind(node.target.id);
    if (node.kind === 'ExceptHandler' && node.name) bind(node.name.id);
    if (node.kind === 'match_case') for (const name of patternNames(node.pattern)) bind(name);
    eachChild(node, visit);
  };
  for (const statement of body) visit(statement);
  const instances = new Map<string, string>();
  for (const [name, func] of made) {
    const path = counts.get(name) === 1 ? dottedPath(func, imported) : undefined;
    if (path) instances.set(name, path);
  }
  const constant = new Set([...counts.keys()].filter((name) => !changing.has(name) && !imported.has(name)));
  return {
    imported,
    instances,
    defined,
    methods,
    constant,
    bound: new Set([...counts.keys(), ...imported.keys(), ...codeOf(body, [], body).locals, ...declared]),
  };
}

/** Whether a call that is pure by its name is asked to write into a tensor: `relu(x, inplace=True)`, `add(a, b, out=c)`. */
function writesInto({ args, keywords }: Call): boolean {
  const isFalse = (value: Expression): boolean =>
    value.kind === 'Constant' && (value.value.type === 'none' || (value.value.type === 'bool' && !value.value.value));
  // What stands for the terminal keeps nothing: `print(x, file=sys.stderr)`.
  const isTerminal = (value: Expression): boolean => value.kind === 'Attribute' && /^std(?:out|err)$/.test(value.attr);
  const given = keywords.some(
    ({ arg, value }) =>
      arg === undefined ||
      (/^(?:inplace|out)$/.test(arg) && !isFalse(value)) ||
      (arg === 'file' && !isFalse(value) && !isTerminal(value)),
  );
  return (
    given ||
    args.some(
      (arg) => arg.kind === 'Starred' || (arg.kind === 'Constant' && arg.value.type === 'bool' && arg.value.value),
    )
  );
}

/** The full name of a path that begins at an import. */
function dottedPath(node: Expression, imported: ReadonlyMap<string, string>): string | undefined {
  if (node.kind === 'Name') return imported.get(node.id);
  if (node.kind !== 'Attribute') return undefined;
  const base = dottedPath(node.value, imported);
  return base && `${base}.${node.attr}`;
}

/** The name that a path of attributes, items and calls begins with. */
function rootName(node: Expression): string | undefined {
  if (node.kind === 'Name') return node.id;
  if (node.kind === 'Attribute' || node.kind === 'Subscript' || node.kind === 'Starred') return rootName(node.value);
  return node.kind === 'Call' ? rootName(node.func) : undefined;
}

export function effectsOf(statement: Statement, names: Names, library: Library): Effects {
  const { locals, globals } = codeOf([statement], [], [statement]);
  const effects: Effects = {
    binds: new Set([...locals, ...globals]),
    uses: new Set(),
    mutates: new Set(),
    methods: new Set(),
    calls: new Set(),
    impure: false,
    endless: false,
    prints: false,
  };
  new Reader(effects, names, library).node(statement, new Set());
  return effects;
}

class Reader {
  constructor(
    private readonly effects: Effects,
    private readonly names: Names,
    private readonly library: Library,
  ) {}

  /** `hidden` are the names of function scopes around. */
  node(node: Node, hidden: ReadonlySet<string>): void {
    switch (node.kind) {
      case 'Name':
        if (hidden.has(node.id)) return;
        if (this.names.bound.has(node.id)) this.effects.uses.add(node.id);
        else if (node.id === 'print') this.effects.prints = true;
        return;
      case 'FunctionDef':
      case 'Lambda':
        this.scope(node, hidden);
        return;
      case 'ClassDef':
        this.classBody(node, hidden);
        return;
      case 'While':
        this.effects.endless = true;
        break;
      case 'Assign':
        for (const target of node.targets) this.target(target, hidden);
        break;
      case 'AugAssign':
        this.mutate(node.target, hidden);
        break;
      case 'AnnAssign':
      case 'For':
        this.target(node.target, hidden);
        break;
      case 'Delete':
        for (const target of node.targets) this.target(target, hidden);
        break;
      case 'With':
      case 'Await':
        this.effects.impure = true;
        break;
      case 'Call':
        this.call(node, hidden);
        break;
    }
    eachChild(node, (child) => this.node(child, hidden));
  }

  private scope(node: FunctionDef | (Node & { kind: 'Lambda' }), hidden: ReadonlySet<string>): void {
    const body = node.kind === 'Lambda' ? [node.body] : node.body;
    const { locals, globals } = codeOf(node, parameterNames(node.args), body);
    for (const name of globals) this.effects.mutates.add(name);
    const inside = new Set([...hidden, ...locals]);
    for (const name of globals) inside.delete(name);
    const { args } = node;
    for (const arg of [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg])
      if (arg) this.node(arg, hidden);
    if (node.kind === 'FunctionDef') {
      for (const part of node.decoratorList) this.node(part, hidden);
      if (node.returns) this.node(node.returns, hidden);
      if (node.decoratorList.length) this.effects.impure ||= !node.decoratorList.every((d) => this.isPure(d));
    }
    for (const part of body) this.node(part, inside);
  }

  private classBody(node: ClassDef, hidden: ReadonlySet<string>): void {
    for (const part of [...node.bases, ...node.keywords, ...node.decoratorList]) this.node(part, hidden);
    for (const part of node.body) this.node(part, hidden);
  }

  private target(target: Expression, hidden: ReadonlySet<string>): void {
    if (target.kind === 'Attribute' || target.kind === 'Subscript') this.mutate(target, hidden);
    else if (target.kind === 'Tuple' || target.kind === 'List')
      for (const part of target.elts) this.target(part, hidden);
    else if (target.kind === 'Starred') this.target(target.value, hidden);
  }

  private mutate(node: Expression, hidden: ReadonlySet<string>): void {
    const root = rootName(node);
    // What a function changes of its own names may have come from its caller.
    if (!root || hidden.has(root)) this.effects.impure = true;
    else this.effects.mutates.add(root);
  }

  private call(node: Call, hidden: ReadonlySet<string>): void {
    const { func } = node;
    if (func.kind === 'Attribute') {
      this.effects.methods.add(func.attr);
      // Python's containers change themselves and nothing else.
      if (mutatingMethods.has(func.attr) && !this.names.methods.has(func.attr) && !this.runsCode(node)) {
        this.mutate(func, hidden);
        return;
      }
    }
    const isShadowed = func.kind === 'Name' && hidden.has(func.id);
    if (this.isPure(func) && !writesInto(node) && !this.runsCode(node) && !isShadowed) return;
    if (func.kind === 'Name' && this.names.defined.has(func.id)) this.effects.calls.add(func.id);
    // Functions and classes of the module bring their own effects with their name.
    if (!(func.kind === 'Name' && this.names.defined.has(func.id) && !hidden.has(func.id))) this.effects.impure = true;
    for (const part of [...node.args, ...node.keywords.map((k) => k.value)]) this.argument(part, hidden);
    if (func.kind !== 'Name' && !dottedPath(func, this.names.imported)) this.mutate(func, hidden);
    else if (func.kind === 'Name' && !this.names.defined.has(func.id)) this.mutate(func, hidden);
  }

  /** What is handed to an impure call may be changed by it. */
  private argument(node: Expression, hidden: ReadonlySet<string>): void {
    const root = rootName(node);
    if (root) {
      if (!hidden.has(root)) this.effects.mutates.add(root);
      return;
    }
    if (
      node.kind === 'List' ||
      node.kind === 'Tuple' ||
      node.kind === 'Dict' ||
      node.kind === 'IfExp' ||
      node.kind === 'BoolOp' ||
      node.kind === 'Set'
    )
      eachChild(node, (child) => {
        if (child.kind !== 'keyword' && 'span' in child) this.argument(child as Expression, hidden);
      });
  }

  /** Whether a call that is pure by its name runs code that it is given: `map(f, xs)`, `sorted(xs, key=lambda x: ...)`. */
  private runsCode({ func, args, keywords }: Call): boolean {
    const isPlain = (value: Expression | undefined): boolean =>
      value === undefined || (value.kind !== 'Lambda' && value.kind !== 'Call' && this.isPure(value));
    const takesCode = func.kind === 'Name' && /^(?:map|filter|reduce)$/.test(func.id);
    return (
      args.some((arg) => arg.kind === 'Lambda') ||
      keywords.some(({ arg, value }) => value.kind === 'Lambda' || (arg === 'key' && !isPlain(value))) ||
      (takesCode && !isPlain(args[0]))
    );
  }

  private isPure(func: Expression): boolean {
    const path = dottedPath(func, this.names.imported);
    if (path) return this.library.isPure(path);
    if (func.kind === 'Name') {
      const made = this.names.instances.get(func.id);
      if (made) return this.library.isPure(`${made}.__call__`);
      return isPureBuiltin(func.id) && !this.names.bound.has(func.id);
    }
    if (func.kind === 'Call') {
      const made = dottedPath(func.func, this.names.imported);
      return made !== undefined && !writesInto(func) && this.library.isPure(`${made}.__call__`);
    }
    if (func.kind !== 'Attribute') return false;
    const name = func.attr;
    if (this.names.methods.has(name) || mutatingMethods.has(name)) return false;
    return isPureMethodName(name) || this.library.isPure(`torch.Tensor.${name}`);
  }
}
