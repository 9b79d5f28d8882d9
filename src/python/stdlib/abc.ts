// The module `abc`. Knows no other module.
import { builtinClass, makeClass } from '../core/classes';
import { isInstance, isSubclass } from '../core/lookup';
import { native } from '../core/native';
import { typeError } from '../core/pyError';
import { bool, type ClassValue, none, type Value } from '../value';
import { classIn, defineModule, moduleOf } from './modules';

/** Classes that were registered as virtual subclasses of a class. */
const registered = new WeakMap<ClassValue, Set<ClassValue>>();

/** Whether a class counts as a subclass: by its order, or by what was registered with the class or with one below it. */
function counts(cls: ClassValue, as: ClassValue): boolean {
  if (isSubclass(cls, as)) return true;
  for (const one of registered.get(as) ?? []) if (counts(cls, one)) return true;
  return false;
}

/** The metaclass of classes with abstract methods. */
function abcMeta(): ClassValue {
  return classIn('abc', 'ABCMeta', builtinClass('type'), [
    [
      'register',
      'subclass',
      (_, [self, cls]) => {
        if (cls?.kind !== 'class') throw typeError('Can only register classes');
        if (self?.kind !== 'class') return none;
        const held = registered.get(self) ?? new Set();
        held.add(cls);
        registered.set(self, held);
        return cls;
      },
    ],
    [
      '__instancecheck__',
      'instance',
      (vm, [self, value]) =>
        bool(
          self?.kind === 'class' && value !== undefined && (isInstance(value, self) || counts(vm.classOf(value), self)),
        ),
      'handled',
    ],
    [
      '__subclasscheck__',
      'subclass',
      (_, [self, cls]) => {
        if (cls?.kind !== 'class') throw typeError('issubclass() arg 1 must be a class');
        return bool(self?.kind === 'class' && counts(cls, self));
      },
      'handled',
    ],
  ]);
}

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
  return moduleOf('abc', abc ? [...names, ['ABC', abc]] : names, true);
});
