// The statements of a module that a place in it depends on. Works with names alone and without order, so it keeps more
// than is needed, never less: a statement goes only when nothing that the place reads can come from it.
import type { Span } from '../../base/span';
import { touches } from '../../base/span';
import type { Statement } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { walk } from '../../syntax/walk';
import type { Library } from '../machine';
import { type Effects, effectsOf, namesOf } from './effects';
import { functionAt } from './functionAt';

/** Module-level statements to run so that the expressions in `target` get their values, in order. */
export function sliceFor(file: SourceFile, target: Span, library: Library): readonly Statement[] {
  const { body } = file.module;
  const at = body.findIndex((statement) => touches(statement.span, target.start) && target.start <= statement.span.end);
  if (at < 0) return body;
  const names = namesOf(body);
  const inFunction = functionAt(file, target) !== undefined;
  const reach = inFunction ? body : body.slice(0, at + 1);
  const effects = reach.map((statement) => effectsOf(statement, names, library));
  inherit(reach, effects, names.methods);
  const groups = aliases(reach, effects, new Set([...names.imported.keys(), ...names.defined]));

  const roots = new Set([at]);
  if (inFunction) for (const index of downstream(at, reach, effects, file, target)) roots.add(index);
  reach.forEach((statement, index) => {
    const all =
      statement.kind === 'ImportFrom' && (statement.module === '__future__' || statement.names[0]?.name === '*');
    const runs = statement.kind !== 'FunctionDef' && statement.kind !== 'ClassDef';
    if (all || (runs && effects[index]?.endless)) roots.add(index);
  });
  const kept = closure(roots, effects, groups, reach);
  return reach.filter((_, index) => kept.has(index));
}

/** A statement that mentions a function or class of the module does what that does. */
function inherit(body: readonly Statement[], effects: readonly Effects[], methods: ReadonlySet<string>): void {
  const definitions = new Map<string, Effects[]>();
  const byMethod = new Map<string, Effects[]>();
  body.forEach((statement, index) => {
    const own = effects[index];
    if (!own) return;
    walk(statement, (node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') {
        definitions.set(node.name, [...(definitions.get(node.name) ?? []), own]);
        if (node.kind === 'ClassDef')
          for (const part of node.body)
            if (part.kind === 'FunctionDef') byMethod.set(part.name, [...(byMethod.get(part.name) ?? []), own]);
      }
      return undefined;
    });
  });
  // Operators call these without naming them.
  const implicit = [...methods]
    .filter((name) => /^__(?!init__)/.test(name))
    .flatMap((name) => byMethod.get(name) ?? []);
  let changed = true;
  while (changed) {
    changed = false;
    for (const own of effects) {
      const sources = [
        ...[...own.uses].flatMap((name) => definitions.get(name) ?? []),
        ...[...own.methods].flatMap((name) => byMethod.get(name) ?? []),
        ...implicit,
      ];
      for (const other of sources) {
        if (other === own) continue;
        const before = own.mutates.size + own.methods.size + Number(own.impure) + Number(own.endless);
        for (const name of other.mutates) own.mutates.add(name);
        for (const name of other.methods) own.methods.add(name);
        own.impure ||= other.impure;
        own.endless ||= other.endless;
        changed ||= before !== own.mutates.size + own.methods.size + Number(own.impure) + Number(own.endless);
      }
    }
  }
}

/** Names that may lead to one object: bound by a statement that reads the other. Imports and definitions are no such road. */
function aliases(
  body: readonly Statement[],
  effects: readonly Effects[],
  apart: ReadonlySet<string>,
): (name: string) => string {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    if (root !== name) parent.set(name, root);
    return root;
  };
  body.forEach((statement, index) => {
    if (
      statement.kind === 'FunctionDef' ||
      statement.kind === 'ClassDef' ||
      statement.kind === 'Import' ||
      statement.kind === 'ImportFrom'
    )
      return;
    const own = effects[index];
    const joined = own ? [...own.binds, ...own.uses, ...own.mutates].filter((name) => !apart.has(name)) : [];
    const bindsAny = own && (own.binds.size > 0 || own.mutates.size > 0);
    if (!bindsAny) return;
    for (const name of joined.slice(1)) {
      const [a, b] = [find(joined[0] ?? name), find(name)];
      if (a !== b) parent.set(a, b);
    }
  });
  return find;
}

/** Everything that the kept statements need. */
function closure(
  roots: ReadonlySet<number>,
  effects: readonly Effects[],
  group: (name: string) => string,
  body: readonly Statement[],
): Set<number> {
  const kept = new Set<number>();
  const binders = new Map<string, number[]>();
  const mutators = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, index: number) =>
    map.set(key, [...(map.get(key) ?? []), index]);
  effects.forEach((own, index) => {
    for (const name of own.binds) add(binders, name, index);
    if (body[index]?.kind !== 'FunctionDef' && body[index]?.kind !== 'ClassDef')
      for (const name of own.mutates) add(mutators, group(name), index);
  });
  const work = [...roots];
  const wanted = new Set<string>();
  let stateful = false;
  while (work.length) {
    const index = work.pop() ?? 0;
    if (kept.has(index)) continue;
    kept.add(index);
    const own = effects[index];
    if (!own) continue;
    const definition = body[index]?.kind === 'FunctionDef' || body[index]?.kind === 'ClassDef';
    for (const name of [...own.uses, ...own.mutates, ...own.binds]) {
      if (wanted.has(name)) continue;
      wanted.add(name);
      work.push(...(binders.get(name) ?? []), ...(mutators.get(group(name)) ?? []), ...(mutators.get(name) ?? []));
    }
    if (own.impure && !definition && !stateful) {
      // What no name shows is shared by every impure statement.
      stateful = true;
      effects.forEach((other, i) => {
        if (other.impure && body[i]?.kind !== 'FunctionDef' && body[i]?.kind !== 'ClassDef') work.push(i);
      });
    }
  }
  return kept;
}

/** Statements through which a run may come into the function at the target: all that mention it, or what mentions it. */
function downstream(
  at: number,
  body: readonly Statement[],
  effects: readonly Effects[],
  file: SourceFile,
  target: Span,
): number[] {
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
      if (statement.kind !== 'FunctionDef' && statement.kind !== 'ClassDef')
        for (const name of own.mutates) names.add(name);
      changed = true;
    });
  }
  return [...found];
}
