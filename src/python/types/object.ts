// object, type, function-like types, property, super, slice, range: what has no literal of its own. Knows no syntax.
import { bound, deleteAttr, findAttr, storeAttr } from '../core/attributes';
import { construct, superProxy } from '../core/calling';
import { builtinClass } from '../core/classes';
import { identity } from '../core/hash';
import { indexOf } from '../core/items';
import { classOf, isSubclass, typeName } from '../core/lookup';
import { defineMethods, defineNew } from '../core/native';
import { intOf } from '../core/numbers';
import { identical } from '../core/operators';
import { PyError, typeError, valueError } from '../core/pyError';
import { sliceBounds } from '../core/sequences';
import { containerRepr, qualname, repr } from '../core/show';
import type { Vm } from '../core/vm';
import { bool, int, list, none, notImplemented, type Run, str, tuple, type Value } from '../value';

const text = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

function* rangeBound(vm: Vm, value: Value): Run<bigint> {
  const n = yield* indexOf(vm, value);
  if (n === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return n;
}

export function defineObjects(): void {
  defineNew(
    'object',
    '*args, **keywords',
    (_, [cls]) => {
      if (cls?.kind !== 'class')
        throw typeError(`object.__new__(X): X is not a type object (${typeName(cls ?? none)})`);
      return { kind: 'instance', cls, attrs: new Map() };
    },
    'handled',
  );
  defineMethods('object', [
    [
      '__init__',
      '*args, **keywords',
      (_, [self], { positional, keywords }) => {
        if (
          (positional.length || keywords.size) &&
          self?.kind === 'instance' &&
          self.cls.mro[1] === builtinClass('object')
        )
          throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
        return none;
      },
      'handled',
    ],
    [
      '__eq__',
      'other, /',
      (_, [self, other]) => (self && other && identical(self, other) ? bool(true) : notImplemented),
      'handled',
    ],
    [
      '__ne__',
      'other, /',
      function* (vm, [self, other]) {
        if (!self || !other) return notImplemented;
        const equal = classOf(self)
          .mro.map((cls) => cls.attrs.get('__eq__'))
          .find((found) => found !== undefined);
        const answer = equal ? yield* vm.callMethod(equal, self, [other]) : notImplemented;
        if (answer.kind === 'notImplemented' || answer.kind === 'unknown') return answer;
        return bool(!(yield* vm.isTrue(answer)));
      },
      'handled',
    ],
    ['__hash__', '', (_, [self]) => int(identity(self ?? none)), 'handled'],
    [
      '__setattr__',
      'name, value, /',
      function* (vm, [self, name, value]) {
        if (self && value) yield* storeAttr(vm, self, text(name), value);
        return none;
      },
      'handled',
    ],
    [
      '__getattribute__',
      'name, /',
      function* (vm, [self, name]) {
        const found = self && (yield* findAttr(vm, self, text(name)));
        if (found) return found;
        throw new PyError('AttributeError', `'${typeName(self ?? none)}' object has no attribute '${text(name)}'`);
      },
      'handled',
    ],
    [
      '__delattr__',
      'name, /',
      function* (vm, [self, name]) {
        if (self?.kind === 'instance') self.attrs.delete(text(name));
        else if (self) yield* deleteAttr(vm, self, text(name));
        return none;
      },
      'handled',
    ],
    ['__dir__', '', (_, [self]) => list(directory(self ?? none).map(str)), 'handled'],
  ]);
  const shown: Value = {
    kind: 'builtin',
    name: '__repr__',
    owner: builtinClass('object'),
    binds: true,
    unknowns: 'handled',
    *call({ positional: [self] }, machine) {
      return str(yield* containerRepr(machine as Vm, self ?? none));
    },
  };
  builtinClass('object').attrs.set('__repr__', shown);
  builtinClass('object').attrs.set('__str__', {
    kind: 'builtin',
    name: '__str__',
    owner: builtinClass('object'),
    binds: true,
    unknowns: 'handled',
    *call({ positional: [self] }, machine) {
      return str(yield* repr(machine as Vm, self ?? none));
    },
  });
  builtinClass('object').attrs.set('__format__', {
    kind: 'builtin',
    name: '__format__',
    owner: builtinClass('object'),
    binds: true,
    unknowns: 'handled',
    *call({ positional: [self, spec] }, machine) {
      if (text(spec)) throw typeError(`unsupported format string passed to ${typeName(self ?? none)}.__format__`);
      return str(yield* (machine as Vm).str(self ?? none));
    },
  });
  builtinClass('object').attrs.set('__init_subclass__', {
    kind: 'classmethod',
    func: { kind: 'builtin', name: '__init_subclass__', unknowns: 'handled', call: initSubclass },
  });
  builtinClass('type').attrs.set('__prepare__', {
    kind: 'classmethod',
    func: {
      kind: 'builtin',
      name: '__prepare__',
      unknowns: 'handled',
      call: () => ({ kind: 'dict', entries: new Map() }),
    },
  });
  defineNew(
    'type',
    '*args, **keywords',
    (vm, [metaclass], { positional, keywords }) => vm.newClass(metaclass ?? none, positional, keywords),
    'handled',
  );
  defineMethods('type', [
    ['__init__', '*args, **keywords', () => none, 'handled'],
    [
      '__call__',
      '*args, **keywords',
      (vm, [self], { positional, keywords }) =>
        self?.kind === 'class' ? construct(vm, self, positional, keywords) : none,
      'handled',
    ],
    [
      '__subclasscheck__',
      'subclass, /',
      (_, [self, cls]) => bool(self?.kind === 'class' && cls?.kind === 'class' && isSubclass(cls, self)),
      'handled',
    ],
    ['mro', '', (_, [self]) => list(self?.kind === 'class' ? [...self.mro] : []), 'handled'],
    [
      '__instancecheck__',
      'instance, /',
      (vm, [self, value]) => bool(self?.kind === 'class' && value !== undefined && vm.isInstance(value, self)),
      'handled',
    ],
  ]);
  defineNew(
    'super',
    'type=, object=, /',
    (vm, [, cls, self]) => {
      const doubt = [cls, self].find((value) => value?.kind === 'unknown');
      if (doubt) return doubt;
      if (cls?.kind !== 'class' || !self) throw new PyError('RuntimeError', 'super(): no arguments');
      const own = self.kind === 'class' ? self : classOf(self);
      if (!isSubclass(own, cls)) throw typeError('super(type, obj): obj must be an instance or subtype of type');
      return superProxy(vm, cls, self);
    },
    'handled',
  );
  defineNew(
    'property',
    'fget=, fset=, fdel=, doc=',
    (_, [, get, set, del, doc]) => ({
      kind: 'property',
      ...(get && get.kind !== 'none' ? { get } : {}),
      ...(set && set.kind !== 'none' ? { set } : {}),
      ...(del && del.kind !== 'none' ? { del } : {}),
      ...(doc && doc.kind !== 'none' ? { doc } : {}),
    }),
    'handled',
  );
  // What a class's attributes do when they are looked up, asked for by name.
  for (const type of ['function', 'staticmethod', 'classmethod', 'property'])
    defineMethods(type, [
      [
        '__get__',
        'instance, owner=, /',
        (vm, [self, instance, owner]) => {
          if (!self) return none;
          if (self.kind === 'classmethod' && owner?.kind === 'class') return bound(vm, self, owner);
          const fromClass = !instance || instance.kind === 'none';
          return fromClass && self.kind !== 'staticmethod' ? self : bound(vm, self, instance ?? none);
        },
        'handled',
      ],
    ]);
  defineNew('staticmethod', 'function, /', (_, [, func]) => ({ kind: 'staticmethod', func: func ?? none }), 'handled');
  defineNew('classmethod', 'function, /', (_, [, func]) => ({ kind: 'classmethod', func: func ?? none }), 'handled');
  defineNew(
    'method',
    'function, instance, /',
    (_, [, func, self]) => {
      if (!self || self.kind === 'none') throw typeError('instance must not be None');
      return { kind: 'method', self, func: func ?? none };
    },
    'handled',
  );
  defineMethods('function', [
    [
      '__call__',
      '*args, **keywords',
      function* (vm, [self], { positional, keywords }) {
        return yield* vm.call(self ?? none, positional, keywords);
      },
      'handled',
    ],
  ]);
  defineNew('range', 'start, stop=, step=, /', function* (vm, [, start, stop, step]) {
    const first = yield* rangeBound(vm, start ?? none);
    if (!stop) return { kind: 'range', start: 0n, stop: first, step: 1n };
    const last = yield* rangeBound(vm, stop);
    const by = step ? yield* rangeBound(vm, step) : 1n;
    if (by === 0n) throw valueError('range() arg 3 must not be zero');
    return { kind: 'range', start: first, stop: last, step: by };
  });
  defineMethods('range', [
    [
      'index',
      'value, /',
      (_, [self, value]) => {
        const n = value && intOf(value);
        if (self?.kind === 'range' && n !== undefined) {
          const offset = n - self.start;
          const inside = self.step > 0n ? n >= self.start && n < self.stop : n <= self.start && n > self.stop;
          if (inside && offset % self.step === 0n) return int(offset / self.step);
        }
        throw valueError(
          n === undefined
            ? 'sequence.index(x): x not in sequence'
            : `${value?.kind === 'bool' ? (value.value ? 'True' : 'False') : n} is not in range`,
        );
      },
    ],
    [
      'count',
      'value, /',
      function* (vm, [self, value]) {
        return int(
          (yield* vm.items(self ?? none)).filter(
            (n) => n.kind === 'int' && value?.kind === 'int' && n.value === value.value,
          ).length,
        );
      },
    ],
  ]);
  defineNew('slice', 'start, stop=, step=, /', (_, [, start, stop, step]) =>
    stop
      ? { kind: 'slice', start: start ?? none, stop, step: step ?? none }
      : { kind: 'slice', start: none, stop: start ?? none, step: none },
  );
  defineMethods('slice', [
    [
      'indices',
      'length, /',
      function* (vm, [self, length]) {
        const n = Number((length && (yield* indexOf(vm, length))) ?? 0n);
        if (n < 0) throw valueError('length should not be negative');
        const bounds = self?.kind === 'slice' ? sliceBounds(self, n) : { start: 0, stop: 0, step: 1 };
        return tuple([int(bounds.start), int(bounds.stop), int(bounds.step)]);
      },
    ],
  ]);
}

const initSubclass = ({
  keywords,
  positional: [cls],
}: {
  readonly keywords: ReadonlyMap<string, Value>;
  readonly positional: readonly Value[];
}): Value => {
  if (keywords.size)
    throw typeError(
      `${cls?.kind === 'class' ? qualname(cls) : 'object'}.__init_subclass__() takes no keyword arguments`,
    );
  return none;
};

/** Names that `dir` lists. */
export function directory(value: Value): string[] {
  const names = new Set<string>();
  const cls = value.kind === 'class' ? value : classOf(value);
  for (const step of [...cls.mro, builtinClass('object')]) for (const name of step.attrs.keys()) names.add(name);
  if ('attrs' in value && value.attrs) for (const name of value.attrs.keys()) names.add(name);
  if (value.kind === 'module') for (const name of value.names()) names.add(name);
  return [...names].sort();
}
