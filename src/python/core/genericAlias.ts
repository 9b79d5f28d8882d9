// `list[int]`: a class with type arguments, which counts as the class itself when the program runs. Knows no syntax.
import { type ClassValue, type InstanceValue, type Run, str, tuple, type Value } from '../value';
import { builtinClass } from './classes';
import { isPlain } from './lookup';
import { addMethods } from './native';
import type { Vm } from './vm';

interface Parts {
  readonly origin: ClassValue;
  readonly args: readonly Value[];
}
let cls: ClassValue | undefined;

export function genericAlias(origin: ClassValue, key: Value): InstanceValue {
  cls ??= aliasClass();
  const args = key.kind === 'tuple' && isPlain(key) ? key.items : [key];
  const attrs = new Map<string, Value>([
    ['__origin__', origin],
    ['__args__', tuple(args)],
  ]);
  return { kind: 'instance', cls, attrs, native: { origin, args } satisfies Parts };
}

const partsOf = (self: Value | undefined): Parts => (self as InstanceValue).native as Parts;

function* shown(vm: Vm, value: Value): Run<string> {
  if (value.kind === 'class') return value.module === 'builtins' ? value.name : `${value.module}.${value.name}`;
  return value.kind === 'ellipsis' ? '...' : yield* vm.repr(value);
}

function aliasClass(): ClassValue {
  const made = builtinClass('GenericAlias');
  addMethods(made, [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const { origin, args } = partsOf(self);
        const texts: string[] = [];
        for (const arg of args) texts.push(yield* shown(vm, arg));
        return str(`${yield* shown(vm, origin)}[${texts.join(', ')}]`);
      },
      'inside',
    ],
    [
      '__call__',
      '*args, **keywords',
      (vm, [self], { positional: [, ...args], keywords }) => vm.call(partsOf(self).origin, args, keywords),
      'handled',
    ],
    ['__getitem__', 'params', (_, [self]) => self as Value, 'handled'],
    ['__mro_entries__', 'bases', (_, [self]) => tuple([partsOf(self).origin]), 'handled'],
    ['__or__', 'other', (vm, [self, other]) => vm.unionType(self as Value, other as Value), 'handled'],
    ['__ror__', 'other', (vm, [self, other]) => vm.unionType(other as Value, self as Value), 'handled'],
  ]);
  return made;
}
