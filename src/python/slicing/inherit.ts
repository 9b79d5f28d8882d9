// What a statement does through the functions and classes of its module that it mentions. Knows no targets.
import type { Statement } from '../../syntax/nodes';
import { walk } from '../../syntax/walk';
import type { Effects } from './effects';

/** What a statement may do, with all that it calls. Groups are numbers of sets of names that may lead to one object. */
export interface Reach {
  readonly mutated: Bits;
  readonly called: Bits;
  impure: boolean;
  endless: boolean;
  prints: boolean;
}

/** A set of small numbers. */
export class Bits {
  private readonly words: Uint32Array;
  constructor(size: number) {
    this.words = new Uint32Array((size >> 5) + 1);
  }
  add(n: number): void {
    this.words[n >> 5] = (this.words[n >> 5] ?? 0) | (1 << (n & 31));
  }
  /** Whether that brought something new. */
  addAll(other: Bits): boolean {
    let changed = 0;
    for (let i = 0; i < this.words.length; i++) {
      const before = this.words[i] ?? 0;
      const after = before | (other.words[i] ?? 0);
      changed |= before ^ after;
      this.words[i] = after;
    }
    return changed !== 0;
  }
  *[Symbol.iterator](): Generator<number> {
    for (const [i, word] of this.words.entries())
      for (let bit = 0; word && bit < 32; bit++) if ((word >>> bit) & 1) yield i * 32 + bit;
  }
}

/** By statement; `group` numbers the sets of names from 0 to `groups`. */
export function inherit(
  body: readonly Statement[],
  effects: readonly Effects[],
  methods: ReadonlySet<string>,
  group: (name: string) => number,
  groups: number,
): Reach[] {
  const reach = effects.map((own): Reach => {
    const made: Reach = {
      mutated: new Bits(groups),
      called: new Bits(groups),
      impure: own.impure,
      endless: own.endless,
      prints: own.prints,
    };
    for (const name of own.mutates) made.mutated.add(group(name));
    for (const name of own.calls) made.called.add(group(name));
    return made;
  });
  const sources = sourcesOf(body, effects, methods);
  const dependents = sources.map((): number[] => []);
  sources.forEach((list, index) => {
    for (const source of list) dependents[source]?.push(index);
  });
  const queue = new Set(body.keys());
  for (const index of queue) {
    queue.delete(index);
    const own = reach[index];
    let changed = false;
    for (const source of sources[index] ?? []) {
      const other = reach[source];
      if (!own || !other) continue;
      changed = own.mutated.addAll(other.mutated) || changed;
      changed = own.called.addAll(other.called) || changed;
      for (const trait of ['impure', 'endless', 'prints'] as const) {
        changed ||= other[trait] && !own[trait];
        own[trait] ||= other[trait];
      }
    }
    if (changed) for (const dependent of dependents[index] ?? []) queue.add(dependent);
  }
  // A function may keep what it was given (a default, a global, an attribute) and change it when it is called.
  for (const own of reach) if (own.impure) own.mutated.addAll(own.called);
  return reach;
}

/** For each statement those that define what it mentions: by name, by the name of a method, by an operator's method. */
function sourcesOf(
  body: readonly Statement[],
  effects: readonly Effects[],
  methods: ReadonlySet<string>,
): ReadonlySet<number>[] {
  const byName = new Map<string, number[]>();
  const byMethod = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, name: string, index: number): void => {
    const list = map.get(name);
    if (list) list.push(index);
    else map.set(name, [index]);
  };
  body.forEach((statement, index) => {
    walk(statement, (node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') {
        add(byName, node.name, index);
        if (node.kind === 'ClassDef')
          for (const part of node.body) if (part.kind === 'FunctionDef') add(byMethod, part.name, index);
      }
      return undefined;
    });
  });
  // Operators call these without naming them.
  const implicit = [...methods]
    .filter((name) => /^__(?!init__)/.test(name))
    .flatMap((name) => byMethod.get(name) ?? []);
  return effects.map((own, index) => {
    const found = new Set(implicit);
    for (const name of own.uses) for (const source of byName.get(name) ?? []) found.add(source);
    for (const name of own.methods) for (const source of byMethod.get(name) ?? []) found.add(source);
    found.delete(index);
    return found;
  });
}
