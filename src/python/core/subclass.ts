// Gives a value of a builtin type the class that derives from it. Knows no particular type.
import type { ClassValue, Value } from '../value';
import { isBuiltinClass } from './classes';

/** The value as an instance of `cls`, which may be the builtin type itself. */
export function ofClass<T extends Value>(value: T, cls: Value | undefined): Value {
  if (cls?.kind !== 'class' || (isBuiltinClass(cls) && cls.module === 'builtins')) return value;
  return { ...value, cls, attrs: new Map() } as Value;
}

/** The class to give on, where a value has one of its own. */
export const ownClass = (value: Value): ClassValue | undefined => ('cls' in value ? value.cls : undefined);
