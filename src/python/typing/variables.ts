// `TypeVar`, its relatives for several types at once, and `NewType`. Raises TypeError.

import { builtinClass } from '../core/classes';
import { type MethodRow, native } from '../core/native';
import { typeError, valueError } from '../core/pyError';
import { TypeVariable, variableOf } from '../core/typeArguments';
import type { Vm } from '../core/vm';
import { classIn } from '../stdlib/modules';
import { bool, type InstanceValue, none, type Run, str, tuple, type Value } from '../value';
import { joining } from './aliases';
import { checkedType, checkedTypes } from './check';
import { formObject } from './forms';
import { nameOf } from './text';
import { type World, worldOf } from './world';

const isTrue = (value: Value | undefined): boolean => value?.kind === 'bool' && value.value;

function* typeVariable(vm: Vm, name: string, given: readonly Value[], options: ReadonlyMap<string, Value>): Run<Value> {
  const [up, down] = [isTrue(options.get('covariant')), isTrue(options.get('contravariant'))];
  if (up && down) throw valueError('Bivariant types are not supported.');
  const bound = options.get('bound');
  const held = bound && bound.kind !== 'none' ? yield* checkedType(vm, bound, 'Bound must be a type.') : none;
  if (given.length && held.kind !== 'none') throw typeError('Constraints cannot be combined with bound=...');
  if (given.length === 1) throw typeError('A single constraint is not allowed');
  const constraints = yield* checkedTypes(vm, given, 'TypeVar(name, constraint, ...): constraints must be types.');
  const made = formObject(worldOf(vm).cls('TypeVar'), new TypeVariable(name, true));
  for (const [key, value] of [
    ['__name__', str(name)],
    ['__bound__', held],
    ['__constraints__', tuple(constraints)],
    ['__covariant__', bool(up)],
    ['__contravariant__', bool(down)],
    ['__module__', str('__main__')],
  ] as const)
    made.attrs.set(key, value);
  return made;
}

const shown: MethodRow = [
  '__repr__',
  '',
  (_, [self]) => {
    const attrs = (self as InstanceValue).attrs;
    const sign = isTrue(attrs.get('__covariant__')) ? '+' : isTrue(attrs.get('__contravariant__')) ? '-' : '~';
    return str(`${sign}${variableOf(self)?.name}`);
  },
  'inside',
];

const noBase: MethodRow = [
  '__mro_entries__',
  'bases',
  (_, [self]) => {
    throw typeError(`Cannot subclass an instance of ${(self as InstanceValue).cls.name}`);
  },
  'handled',
];

/** `P.args` and `P.kwargs`. */
function partOf(world: World, self: Value, name: string): Value {
  const part = formObject(world.cls(name === 'args' ? 'ParamSpecArgs' : 'ParamSpecKwargs'), {});
  part.attrs.set('__origin__', self);
  return part;
}

export function defineVariables(world: World): void {
  world.cls('TypeVar', [
    [
      '__new__',
      'name, *constraints, **keywords',
      (vm, [, name], { positional: [, , ...constraints], keywords }) =>
        typeVariable(vm, nameOf(name), constraints, keywords),
      'handled',
    ],
    shown,
    noBase,
    ...joining,
  ]);
  const many = (name: string): MethodRow => [
    '__new__',
    'name, **keywords',
    (_, [cls, given]) => {
      const made = formObject(cls as InstanceValue['cls'], new TypeVariable(nameOf(given), false));
      made.attrs.set('__name__', given as Value);
      if (name === 'ParamSpec') for (const part of ['args', 'kwargs']) made.attrs.set(part, partOf(world, made, part));
      return made;
    },
    'handled',
  ];
  world.cls('ParamSpec', [many('ParamSpec'), shown, noBase, ...joining]);
  world.cls('TypeVarTuple', [
    many('TypeVarTuple'),
    noBase,
    ['__repr__', '', (_, [self]) => str(variableOf(self)?.name ?? ''), 'inside'],
    [
      '__iter__',
      '',
      function* (vm, [self]) {
        const unpacked = yield* vm.getItem(world.form('Unpack'), self as Value);
        return yield* vm.call(vm.builtins.get('iter') ?? none, [tuple([unpacked])]);
      },
      'handled',
    ],
  ]);
  for (const [cls, name] of [
    ['ParamSpecArgs', 'args'],
    ['ParamSpecKwargs', 'kwargs'],
  ] as const)
    world.cls(cls, [
      [
        '__repr__',
        '',
        (_, [self]) => {
          const origin = (self as InstanceValue).attrs.get('__origin__');
          return str(`${variableOf(origin)?.name}.${name}`);
        },
        'inside',
      ],
    ]);
  defineNewType(world);
}

function defineNewType(world: World): void {
  const shownName = (self: Value | undefined): string => nameOf((self as InstanceValue).attrs.get('__qualname__'));
  world.cls('NewType', [
    [
      '__init__',
      'name, tp',
      (_, [self, name, type]) => {
        const { attrs } = self as InstanceValue;
        attrs.set('__qualname__', name as Value);
        attrs.set('__name__', str(nameOf(name).split('.').at(-1) ?? ''));
        attrs.set('__supertype__', type as Value);
        attrs.set('__module__', str('__main__'));
        return none;
      },
      'handled',
    ],
    ['__repr__', '', (_, [self]) => str(`__main__.${shownName(self)}`), 'inside'],
    ['__call__', 'x', (_, [, value]) => value as Value, 'handled'],
    [
      '__mro_entries__',
      'bases',
      (_, [self]) => {
        // Only the class that is being made knows its name.
        const base = classIn('typing', 'Dummy', builtinClass('object'));
        const hook = native(
          '__init_subclass__',
          'cls, **keywords',
          (_vm, [cls]) => {
            const sub = cls?.kind === 'class' ? cls.name : '';
            throw typeError(
              `Cannot subclass an instance of NewType. Perhaps you were looking for: \`${sub} = NewType('${sub}', ${shownName(self)})\``,
            );
          },
          'handled',
        );
        base.attrs.set('__init_subclass__', { kind: 'classmethod', func: hook });
        return tuple([base]);
      },
      'handled',
    ],
    ...joining,
  ]);
}
