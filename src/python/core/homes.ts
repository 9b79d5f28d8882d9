// Where builtin functions say they are from: the module of a function, the class of a method. Knows no particular one.
import type { BuiltinValue, ClassValue, Value } from '../value';

const modules = new WeakMap<object, string>();

/** Modules whose functions come from one of another name. */
const writtenInC: Readonly<Record<string, string>> = { heapq: '_heapq', operator: '_operator' };
/** Those that a module takes from elsewhere, or whose functions are methods of a hidden object. */
const exceptions: Readonly<Record<string, string>> = { reduce: '_functools', cmp_to_key: '_functools' };

/** Says of a module's functions where they are from. */
export function atHome(module: string, value: Value): void {
  if (value.kind !== 'builtin' || modules.has(value)) return;
  modules.set(value, exceptions[value.name] ?? writtenInC[module] ?? module);
}

/** The module of a function; undefined for a method. */
export const moduleOfBuiltin = (fn: BuiltinValue): string | undefined => (fn.owner ? undefined : modules.get(fn));

export const qualnameOfBuiltin = (fn: BuiltinValue): string => {
  if (fn.owner) return `${fn.owner.name}.${fn.name}`;
  return modules.get(fn) === 'random' ? `Random.${fn.name}` : fn.name;
};

/** Methods under dunder names that are no slots of their type. */
const noSlot =
  /^__(?:reversed|sizeof|format|reduce|reduce_ex|getnewargs|getstate|round|trunc|floor|ceil|dir|subclasshook|init_subclass|class_getitem|instancecheck|subclasscheck|prepare|copy|missing|enter|exit|length_hint|complex|bytes)__$/;

/** Whether a method fills a slot of its type, as `__len__` does. */
const fillsSlot = (owner: ClassValue, name: string): boolean => {
  if (!/^__\w+__$/.test(name) || noSlot.test(name)) return false;
  if (name === '__getitem__') return owner.name !== 'list' && owner.name !== 'dict';
  return name !== '__contains__' || !/^(?:dict|set|frozenset)$/.test(owner.name);
};

/** The type of a builtin function, by name. */
export const kindOfBuiltin = ({ owner, name }: BuiltinValue): string => {
  if (!owner) return 'builtin_function_or_method';
  return fillsSlot(owner, name) ? 'wrapper_descriptor' : 'method_descriptor';
};

/** `<method 'append' of 'list' objects>` */
export function shownBuiltin(fn: BuiltinValue): string {
  const { owner, name } = fn;
  if (!owner) return `<built-in function ${name}>`;
  const type = owner.module === 'builtins' ? owner.name : `${owner.module}.${owner.name}`;
  return `<${fillsSlot(owner, name) ? 'slot wrapper' : 'method'} '${name}' of '${type}' objects>`;
}
