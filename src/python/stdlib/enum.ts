// The module `enum`: Enum, IntEnum, Flag, auto, unique.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';

import { iterator } from '../core/iterate';
import { entriesOf, keyError } from '../core/keys';
import { findInClass } from '../core/lookup';
import { addMethods, type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { valueError } from '../core/pyError';
import { qualname } from '../core/show';
import type { Vm } from '../core/vm';
import { type ClassValue, type InstanceValue, int, none, type Run, str, unknown, type Value } from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';

const membersKey = '__members__';
const membersOf = (cls: ClassValue): readonly Value[] => {
  const held = cls.attrs.get(membersKey);
  return held?.kind === 'dict' ? [...held.entries.values()].map((entry) => entry.value) : [];
};
const attr = (self: Value | undefined, name: string): Value =>
  self && 'attrs' in self ? (self.attrs?.get(name) ?? none) : none;

/** Names in a class body that are no members. */
const isMember = (name: string, value: Value): boolean =>
  !/^__\w+__$/.test(name) &&
  !/^_\w+_$/.test(name) &&
  !['function', 'builtin', 'property', 'staticmethod', 'classmethod', 'method'].includes(value.kind);

/** Turns the attributes of a finished enum class into its members. */
function* finish(vm: Vm, cls: ClassValue, autoClass: ClassValue): Run<Value> {
  const members = new Map<string, Value>();
  let last = 0n;
  for (const [name, given] of [...cls.attrs]) {
    if (!isMember(name, given)) continue;
    let value = given;
    if (given.kind === 'instance' && given.cls === autoClass)
      value = int(isFlag(cls) ? (last ? last * 2n : 1n) : last + 1n);
    last = intOf(value) ?? last;
    let alias: Value | undefined;
    for (const member of members.values())
      if ((yield* vm.equal(attr(member, '_value_'), value)) === true) alias ??= member;
    const member = alias ?? (yield* newMember(vm, cls, name, value));
    members.set(name, member);
    cls.attrs.set(name, member);
  }
  cls.attrs.set(membersKey, {
    kind: 'dict',
    entries: entriesOf(
      [...members].filter(
        ([name, member]) =>
          attr(member, '_name_').kind === 'str' && (attr(member, '_name_') as { value: string }).value === name,
      ),
    ),
  });
  return cls;
}

const isFlag = (cls: ClassValue): boolean => cls.mro.some((step) => step.name === 'Flag' && step.module === 'enum');

function* newMember(vm: Vm, cls: ClassValue, name: string, value: Value): Run<Value> {
  const attrs = new Map<string, Value>([
    ['_name_', str(name)],
    ['_value_', value],
  ]);
  const whole = intOf(value);
  const member: Value =
    cls.mro.includes(builtinClass('int')) && whole !== undefined
      ? { kind: 'int', value: whole, cls, attrs }
      : cls.mro.includes(builtinClass('str')) && value.kind === 'str'
        ? { kind: 'str', value: value.value, cls, attrs }
        : ({ kind: 'instance', cls, attrs } satisfies InstanceValue);
  const init = findInClass(cls, '__init__');
  if (init && init !== vm.objectClass.attrs.get('__init__'))
    yield* vm.callMethod(init, member, value.kind === 'tuple' ? value.items : [value]);
  return member;
}

const rows: readonly MethodRow[] = [
  [
    '__new__',
    '*args',
    function* (vm, [cls], { positional }) {
      const [, value] = positional;
      if (cls?.kind !== 'class') return none;
      if (positional.length > 2)
        return vm.touched(unknown(say('{0} is not modelled yet', `${cls.name}(...)`), vm.span));
      for (const member of membersOf(cls))
        if (member === value || (value && (yield* vm.equal(attr(member, '_value_'), value)) === true)) return member;
      throw valueError(`${value ? yield* vm.repr(value) : ''} is not a valid ${qualname(cls)}`);
    },
  ],
  [
    '__repr__',
    '',
    function* (vm, [self]) {
      return str(
        `<${vm.classOf(self ?? none).name}.${yield* vm.str(attr(self, '_name_'))}: ${yield* vm.repr(attr(self, '_value_'))}>`,
      );
    },
  ],
  [
    '__str__',
    '',
    function* (vm, [self]) {
      return str(`${vm.classOf(self ?? none).name}.${yield* vm.str(attr(self, '_name_'))}`);
    },
  ],
];

/** `__iter__`, `__len__`, `__getitem__` of the class itself. */
function classBehaviour(cls: ClassValue): void {
  const on = (name: string, signature: string, work: MethodRow[2]) =>
    cls.attrs.set(name, { kind: 'classmethod', func: native(name, signature, work, 'inside') });
  on('__class_getitem__', 'cls, name', (_, [own, name]) => {
    const member = own?.kind === 'class' && name?.kind === 'str' ? own.attrs.get(name.value) : undefined;
    if (!member) throw keyError(name ?? none);
    return member;
  });
  on('__class_iter__', 'cls', (_, [own]) => {
    const items = own?.kind === 'class' ? [...membersOf(own)] : [];
    return iterator('generator', () => items.shift());
  });
  on('__class_len__', 'cls', (_, [own]) => int(own?.kind === 'class' ? membersOf(own).length : 0));
}

defineModule('enum', () => {
  const autoClass = classIn('enum', 'auto', builtinClass('object'));
  const base = classIn('enum', 'Enum', builtinClass('object'), rows);
  classBehaviour(base);
  for (const [name, field] of [
    ['name', '_name_'],
    ['value', '_value_'],
  ] as const)
    base.attrs.set(name, {
      kind: 'property',
      get: { kind: 'builtin', name, unknowns: 'handled', call: ({ positional: [self] }) => attr(self, field) },
    });
  base.attrs.set(
    '__class_made__',
    native('EnumMeta', 'cls, names', (vm, [cls]) => finish(vm, cls as ClassValue, autoClass), 'handled'),
  );
  const mixed = (name: string, type: 'int' | 'str'): ClassValue => {
    const cls = classIn('enum', name, base, [
      [
        '__str__',
        '',
        function* (vm, [self]) {
          return str(yield* vm.str(attr(self, '_value_')));
        },
      ],
    ]);
    (cls.mro as ClassValue[]).splice(2, 0, builtinClass(type));
    const made = findInClass(base, '__new__');
    if (made) cls.attrs.set('__new__', made);
    return cls;
  };
  const flag = classIn('enum', 'Flag', base);
  const combining = (name: string, combine: (a: bigint, b: bigint) => bigint): MethodRow => [
    name,
    'other',
    (_, [self, other]) => {
      const cls = self?.kind === 'instance' ? self.cls : undefined;
      const value = int(combine(intOf(attr(self, '_value_')) ?? 0n, intOf(attr(other, '_value_')) ?? 0n));
      const known = cls && membersOf(cls).find((m) => intOf(attr(m, '_value_')) === value.value);
      if (known || !cls) return known ?? none;
      const names = membersOf(cls)
        .filter((m) => value.value & (intOf(attr(m, '_value_')) ?? 0n))
        .map((m) => (attr(m, '_name_') as { value: string }).value);
      return {
        kind: 'instance',
        cls,
        attrs: new Map<string, Value>([
          ['_name_', str(names.join('|'))],
          ['_value_', value],
        ]),
      };
    },
  ];
  addMethods(flag, [
    combining('__or__', (a, b) => a | b),
    combining('__and__', (a, b) => a & b),
    combining('__xor__', (a, b) => a ^ b),
    [
      '__contains__',
      'other',
      (_, [self, other]) => {
        const [a, b] = [intOf(attr(self, '_value_')) ?? 0n, intOf(attr(other, '_value_')) ?? 0n];
        return { kind: 'bool', value: (a & b) === b };
      },
    ],
    ['__bool__', '', (_, [self]) => ({ kind: 'bool', value: (intOf(attr(self, '_value_')) ?? 0n) !== 0n })],
  ]);
  const functions: readonly MethodRow[] = [
    [
      'unique',
      'enumeration',
      (_, [cls]) => {
        if (cls?.kind === 'class') {
          const names = new Map<Value, string>();
          for (const [name, member] of cls.attrs) {
            if (!isMember(name, member) || attr(member, '_name_').kind !== 'str') continue;
            const first = names.get(member);
            if (first) throw valueError(`duplicate values found in <enum '${cls.name}'>: ${name} -> ${first}`);
            names.set(member, name);
          }
        }
        return cls ?? none;
      },
    ],
  ];
  return moduleOf(
    'enum',
    [
      ...functionsOf(functions),
      ['Enum', base],
      ['IntEnum', mixed('IntEnum', 'int')],
      ['StrEnum', mixed('StrEnum', 'str')],
      ['Flag', flag],
      ['auto', autoClass],
    ],
    true,
  );
});
