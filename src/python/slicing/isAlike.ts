// Whether two statements say the same but for literals: then all that slicing finds out about one holds for the other.
// Knows no effects.
import type { Literal, Statement } from '../../syntax/nodes';

/** Positions are left out, and values of literals; whether a literal is true or none may tell that a call writes. */
export function isAlike(a: Statement, b: Statement): boolean {
  return sameField(a, b);
}

const places: ReadonlySet<string> = new Set(['span', 'nameSpan', 'attrSpan']);

function sameField(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameField(item, b[i]));
  const kind = (a as { kind?: unknown }).kind;
  // What is broken may be broken by what stands around it.
  if (kind === 'Broken') return false;
  if (kind === 'Constant') return sameConstant(a, b);
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => places.has(name) || sameField(one[name], other[name]))
  );
}

function sameConstant(a: object, b: object): boolean {
  const [one, other] = [a as { value: Literal }, b as { kind: string; value: Literal }];
  if (other.kind !== 'Constant' || one.value.type !== other.value.type) return false;
  return one.value.type !== 'bool' || (other.value.type === 'bool' && one.value.value === other.value.value);
}
