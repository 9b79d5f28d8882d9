// The module `abc`. Knows no other module.
import { builtinClass, makeClass } from '../core/classes';
import { genericAlias } from '../core/genericAlias';
import { entriesOf } from '../core/keys';
import { findInClass, isInstance, isSubclass } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { typeError } from '../core/pyError';
import { setOf } from '../core/setOperations';
import type { Vm } from '../core/vm';
import { bool, type ClassValue, none, notImplemented, pyFalse, pyTrue, type Run, type Value } from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';

/** Classes that were registered as virtual subclasses of a class, or of one below it. */
const registered = new WeakMap<ClassValue, Set<ClassValue>>();

type Shape = 'Mapping' | 'Sequence';
const shapes = new WeakMap<ClassValue, Shape>();

/** Whether patterns of `match` take objects of the class for mappings or for sequences, beside those of Python's own types. */
export function shapeOf(cls: ClassValue): Shape | undefined {
  for (const step of cls.mro) {
    const { name, module } = step;
    if (module === 'collections.abc' && (name === 'Mapping' || name === 'Sequence')) return name;
    if (module === 'collections' && name === 'deque') return 'Sequence';
    const given = shapes.get(step);
    if (given) return given;
  }
  return undefined;
}

function* counts(vm: Vm, cls: ClassValue, as: ClassValue): Run<boolean> {
  const hook = findInClass(as, '__subclasshook__');
  if (hook) {
    const answer = yield* vm.callMethod(hook, as, [cls]);
    if (answer.kind !== 'notImplemented') return yield* vm.isTrue(answer);
  }
  if (isSubclass(cls, as)) return true;
  for (const one of registered.get(as) ?? []) {
    const asked = one.cls && findInClass(one.cls, '__subclasscheck__');
    if (asked ? yield* vm.isTrue(yield* vm.callMethod(asked, one, [cls])) : isSubclass(cls, one)) return true;
  }
  return false;
}

/** The metaclass of classes with abstract methods. */
function abcMeta(): ClassValue {
  const made = classIn('abc', 'ABCMeta', builtinClass('type'), [
    [
      'register',
      'subclass',
      (_, [self, cls]) => {
        if (cls?.kind !== 'class') throw typeError('Can only register classes');
        if (self?.kind !== 'class') return none;
        // Whoever derives from the class is asked for, when the class is.
        for (const step of self.mro) {
          if (!step.cls) continue;
          const held = registered.get(step) ?? new Set();
          held.add(cls);
          registered.set(step, held);
          const shape = shapeOf(step);
          if (shape) shapes.set(cls, shape);
        }
        return cls;
      },
    ],
    [
      '__instancecheck__',
      'instance',
      function* (vm, [self, value]) {
        if (self?.kind !== 'class' || !value) return pyFalse;
        return bool(isInstance(value, self) || (yield* counts(vm, vm.classOf(value), self)));
      },
      'handled',
    ],
    [
      '__subclasscheck__',
      'subclass',
      function* (vm, [self, cls]) {
        if (cls?.kind !== 'class') throw typeError('issubclass() arg 1 must be a class');
        return bool(self?.kind === 'class' && (yield* counts(vm, cls, self)));
      },
      'handled',
    ],
  ]);
  const names = native(
    '__abstractmethods__',
    'cls, /',
    (vm, [cls]) => {
      const listed = cls?.kind === 'class' ? vm.abstractMethods(cls) : [];
      return { kind: 'set', frozen: true, entries: setOf(entriesOf(listed.map((name) => [name, none] as const))) };
    },
    'handled',
  );
  made.attrs.set('__abstractmethods__', { kind: 'property', get: names });
  return made;
}

/** What the abstract classes of `collections.abc` are made with. */
const forContainers: readonly MethodRow[] = [
  [
    '_defines',
    'cls, /, *names',
    (_, [cls], { positional: [, ...names] }) => {
      for (const name of names) {
        const found = cls?.kind === 'class' && name.kind === 'str' ? findInClass(cls, name.value) : undefined;
        const inherited = name.kind === 'str' && name.value === '__hash__' && cls?.kind === 'class' && !found;
        if ((!found && !inherited) || found?.kind === 'none') return notImplemented;
      }
      return pyTrue;
    },
    'handled',
  ],
  [
    '_alias',
    'cls, key, /',
    (_, [cls, key]) => (cls?.kind === 'class' && key ? genericAlias(cls, key) : none),
    'handled',
  ],
];

const abstract = native(
  'abstractmethod',
  'funcobj, /',
  (_, [fn]) => {
    if (fn?.kind === 'function') fn.attrs.set('__isabstractmethod__', bool(true));
    return fn ?? none;
  },
  'handled',
);

defineModule('abc', () => {
  const metaclass = abcMeta();
  const names: [string, Value][] = [
    ['abstractmethod', abstract],
    ['abstractproperty', builtinClass('property')],
    ['ABCMeta', metaclass],
  ];
  const abc = makeClass('ABC', 'abc', [builtinClass('object')], new Map(), metaclass);
  return moduleOf('abc', abc ? [...names, ['ABC', abc], ...functionsOf(forContainers)] : names, true);
});
