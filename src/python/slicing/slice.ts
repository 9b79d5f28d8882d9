// The statements of a module that a place in it depends on. Works with names alone and without order, so it keeps more
// than is needed, never less: a statement goes only when nothing that the place reads can come from it.
import type { Span } from '../../base/span';
import { touches } from '../../base/span';
import type { Statement } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import type { Library } from '../machine';
import { type Effects, effectsOf, namesOf } from './effects';
import { functionAt, isDeferred } from './functionAt';
import { inherit } from './inherit';
import { isAlike } from './isAlike';
import { isDefinition } from './isDefinition';

/** What is found out about a module once, whatever place in it is asked for. Indices are those of its statements. */
interface Analysis {
  readonly body: readonly Statement[];
  readonly effects: readonly Effects[];
  readonly group: (name: string) => number;
  readonly binders: ReadonlyMap<string, readonly number[]>;
  /** By group. */
  readonly mutators: ReadonlyMap<number, readonly number[]>;
  /** Run whatever is asked for: they may not end, or change what every name means. */
  readonly always: readonly number[];
  readonly impure: readonly number[];
  readonly printing: readonly number[];
  readonly isImpure: (index: number) => boolean;
}

export interface Slice {
  /** Module-level statements to run so that the expressions in the target get their values, in order. */
  readonly run: readonly Statement[];
  /** Those above the target that print and are not run. */
  readonly unprinted: readonly Statement[];
}

/** `prints`: whether what prints above the target is run although no value needs it. */
export function sliceFor(file: SourceFile, target: Span, library: Library, prints = false): Slice {
  const { body } = file.module;
  const at = body.findIndex((statement) => touches(statement.span, target.start) && target.start <= statement.span.end);
  if (at < 0) return { run: body, unprinted: [] };
  const analysis = analysisOf(file, library);
  const deferred = isDeferred(file, target);
  const last = deferred ? body.length - 1 : at;
  const roots = new Set([at, ...analysis.always.filter((index) => index <= last)]);
  if (deferred) for (const index of downstream(at, analysis, file, target)) roots.add(index);
  const printing = analysis.printing.filter((index) => index < at);
  if (prints) for (const index of printing) roots.add(index);
  const kept = closure(roots, last, analysis);
  const statements = (indices: readonly number[]) => indices.flatMap((index) => body[index] ?? []);
  return {
    run: statements([...kept].sort((a, b) => a - b)),
    unprinted: statements(printing.filter((index) => !kept.has(index))),
  };
}

/** What was found out last, by what counts as pure. */
const recent = new WeakMap<Library['isPure'], readonly Analysed[]>();
const mostRecent = 3;

interface Analysed {
  readonly file: SourceFile;
  readonly analysis: Analysis;
}

/** An edit of a comment, a literal or white space leaves all as it is. */
function analysisOf(file: SourceFile, library: Library): Analysis {
  const known = recent.get(library.isPure) ?? [];
  const same = known.find((one) => one.file.module === file.module);
  if (same) return same.analysis;
  const like = known.find((one) => areAlike(one.file, file));
  const { body } = file.module;
  const analysis = like ? { ...like.analysis, body } : analyse(body, library);
  const others = known.filter((one) => one !== like).slice(0, mostRecent - 1);
  recent.set(library.isPure, [{ file, analysis }, ...others]);
  return analysis;
}

function areAlike(a: SourceFile, b: SourceFile): boolean {
  const [one, other] = [a.module.body, b.module.body];
  const text = (file: SourceFile, { span }: Statement): string => file.text.slice(span.start, span.end);
  // What is broken may read otherwise by what stands around it.
  const isSound = a.problems.length + b.problems.length === 0;
  return (
    one.length === other.length &&
    one.every((statement, i) => {
      const now = other[i] as Statement;
      return statement === now || (isSound && text(a, statement) === text(b, now)) || isAlike(statement, now);
    })
  );
}

function analyse(body: readonly Statement[], library: Library): Analysis {
  const names = namesOf(body);
  const effects = body.map((statement) => effectsOf(statement, names, library));
  const { group, groups } = aliases(body, effects, new Set([...names.imported.keys(), ...names.constant]));
  const reach = inherit(body, effects, names.methods, group, groups);
  const binders = new Map<string, number[]>();
  const mutators = new Map<number, number[]>();
  const always: number[] = [];
  const impure: number[] = [];
  const printing: number[] = [];
  const add = <K>(map: Map<K, number[]>, key: K, index: number): void => {
    const indices = map.get(key);
    if (indices) indices.push(index);
    else map.set(key, [index]);
  };
  body.forEach((statement, index) => {
    const [own, all] = [effects[index], reach[index]];
    if (!own || !all) return;
    for (const name of own.binds) add(binders, name, index);
    if (rebindsAll(statement)) always.push(index);
    if (isDefinition(statement)) return;
    for (const number of all.mutated) add(mutators, number, index);
    if (all.endless) always.push(index);
    if (all.impure) impure.push(index);
    if (all.prints) printing.push(index);
  });
  const isImpure = (index: number): boolean => reach[index]?.impure ?? false;
  return { body, effects, group, binders, mutators, always, impure, printing, isImpure };
}

const rebindsAll = (statement: Statement): boolean =>
  statement.kind === 'ImportFrom' && (statement.module === '__future__' || statement.names[0]?.name === '*');

/** Names that may lead to one object: bound by a statement that reads the other. Imports and literals are no such road. */
function aliases(
  body: readonly Statement[],
  effects: readonly Effects[],
  apart: ReadonlySet<string>,
): { readonly group: (name: string) => number; readonly groups: number } {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    if (root !== name) parent.set(name, root);
    return root;
  };
  const bound = new Set(effects.flatMap((own) => [...own.binds]));
  body.forEach((statement, index) => {
    if (statement.kind === 'Import' || statement.kind === 'ImportFrom') return;
    const own = effects[index];
    const all = own ? [...own.binds, ...own.uses, ...own.mutates] : [];
    const joined = all.filter((name) => bound.has(name) && !apart.has(name));
    const bindsAny = own && (own.binds.size > 0 || own.mutates.size > 0);
    if (!bindsAny) return;
    for (const name of joined.slice(1)) {
      const [a, b] = [find(joined[0] ?? name), find(name)];
      if (a !== b) parent.set(a, b);
    }
  });
  const numbers = new Map<string, number>();
  const names = effects.flatMap((own) => [...own.binds, ...own.uses, ...own.mutates, ...own.calls]);
  for (const name of names) {
    const root = find(name);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
  }
  return { group: (name) => numbers.get(find(name)) ?? 0, groups: numbers.size };
}

/** Everything up to the statement `last` that the roots need. */
function closure(
  roots: ReadonlySet<number>,
  last: number,
  { body, effects, group, binders, mutators, impure, isImpure }: Analysis,
): Set<number> {
  const kept = new Set<number>();
  const work = [...roots];
  const wanted = new Set<string>();
  const changed = new Set<number>();
  let stateful = false;
  while (work.length) {
    const index = work.pop() ?? 0;
    const [own, statement] = [effects[index], body[index]];
    if (kept.has(index) || index > last || !own || !statement) continue;
    kept.add(index);
    for (const name of [...own.uses, ...own.mutates, ...own.binds]) {
      if (wanted.has(name)) continue;
      wanted.add(name);
      for (const binder of binders.get(name) ?? []) work.push(binder);
      const number = group(name);
      if (changed.has(number)) continue;
      changed.add(number);
      for (const mutator of mutators.get(number) ?? []) work.push(mutator);
    }
    if (isImpure(index) && !isDefinition(statement) && !stateful) {
      // What no name shows is shared by every impure statement.
      stateful = true;
      work.push(...impure);
    }
  }
  return kept;
}

/** Statements through which a run may come into the function at the target: all that mention it, or what mentions it. */
function downstream(at: number, { body, effects }: Analysis, file: SourceFile, target: Span): ReadonlySet<number> {
  const found = new Set<number>();
  const names = new Set<string>(effects[at]?.binds);
  const method = functionAt(file, target)?.node.name ?? '';
  let changed = true;
  while (changed) {
    changed = false;
    body.forEach((statement, index) => {
      const own = effects[index];
      if (found.has(index) || !own) return;
      if (![...own.uses].some((name) => names.has(name)) && !own.methods.has(method)) return;
      found.add(index);
      for (const name of own.binds) names.add(name);
      if (!isDefinition(statement)) for (const name of own.mutates) names.add(name);
      changed = true;
    });
  }
  return found;
}
