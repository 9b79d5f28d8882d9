// `__slots__`: which names objects have room for, and which of them stand outside `__dict__`. Knows no evaluator.
import type { ClassValue, Value } from '../value';
import { namesDict } from './namesDict';

/** The names of an object that stand in no slots; undefined where there is no room for any. */
export function ownDict(object: Value, attrs: Map<string, Value>): Value | undefined {
  if (object.kind !== 'instance') return namesDict(attrs);
  if (!allowedBySlots(object.cls, '__dict__')) return undefined;
  const slots = slotsOf(object.cls).filter((slot) => slot !== '__dict__');
  return slots.length ? namesDict(attrs, new RegExp(`^(?:${slots.join('|')})$`)) : namesDict(attrs);
}

/** What the class itself says in `__slots__`; undefined where it says nothing that can be read. */
function slotNames(cls: ClassValue): string[] | undefined {
  const slots = cls.attrs.get('__slots__');
  const items =
    slots?.kind === 'tuple' || slots?.kind === 'list' ? slots.items : slots?.kind === 'str' ? [slots] : undefined;
  return items?.flatMap((slot) => (slot.kind === 'str' ? [slot.value] : []));
}

/** The names for which objects of a class have slots, sorted. */
export const slotsOf = (cls: ClassValue): readonly string[] => cls.mro.flatMap((step) => slotNames(step) ?? []).sort();

/** `__slots__` in every class of the order closes the instance to other names. */
export function allowedBySlots(cls: ClassValue, name: string): boolean {
  if (!cls.attrs.has('__slots__')) return true;
  for (const step of cls.mro) {
    if (step.mro.length === 1) continue;
    const names = slotNames(step);
    if (!names || names.includes(name) || names.includes('__dict__')) return true;
  }
  return false;
}
