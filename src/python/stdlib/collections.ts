// The module `collections`: namedtuple, defaultdict, Counter, OrderedDict, deque.
import { builtinClass } from '../core/classes';
import { updateEntries } from '../core/dictUpdate';
import { keyError, setEntry } from '../core/keys';
import type { MethodRow } from '../core/native';
import { PyError, typeError } from '../core/pyError';
import { plain } from '../types/operatorMethods';
import { bool, type ClassValue, list, none, notImplemented, str, tuple } from '../value';
import { counter } from './counter';
import { deque } from './deque';
import { clsOf, dictOf, entriesOf } from './dictSubclass';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';
import { namedTupleClass } from './namedTuple';

function defaultdict(): ClassValue {
  const cls: ClassValue = classIn('collections', 'defaultdict', builtinClass('dict'), [
    [
      '__init__',
      '*args, **keywords',
      function* (vm, [self], { positional: [, factory, source], keywords }) {
        if (self?.kind !== 'dict') return none;
        if (
          factory &&
          factory.kind !== 'none' &&
          !['function', 'class', 'builtin', 'method', 'unknown', 'instance'].includes(factory.kind)
        )
          throw typeError('first argument must be callable or None');
        self.attrs?.set('default_factory', factory ?? none);
        yield* updateEntries(vm, self.entries, source, keywords);
        return none;
      },
      'handled',
    ],
    [
      '__missing__',
      'key',
      function* (vm, [self, key]) {
        const factory = self?.kind === 'dict' ? self.attrs?.get('default_factory') : undefined;
        if (!factory || factory.kind === 'none' || !key) throw keyError(key ?? none);
        const value = yield* vm.call(factory, []);
        yield* setEntry(vm, entriesOf(self), key, value);
        return value;
      },
      'inside',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const factory = self?.kind === 'dict' ? (self.attrs?.get('default_factory') ?? none) : none;
        return str(`defaultdict(${yield* vm.repr(factory)}, ${yield* vm.repr(plain(self ?? none))})`);
      },
      'inside',
    ],
    [
      'copy',
      '',
      (_, [self]) => {
        const copy = dictOf(clsOf(self, cls), new Map([...entriesOf(self)].map(([k, e]) => [k, { ...e }])));
        const factory = self?.kind === 'dict' ? self.attrs?.get('default_factory') : undefined;
        if (factory) copy.attrs?.set('default_factory', factory);
        return copy;
      },
      'inside',
    ],
  ]);
  return cls;
}

function orderedDict(): ClassValue {
  const cls: ClassValue = classIn('collections', 'OrderedDict', builtinClass('dict'), [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        if (!entriesOf(self).size) return str('OrderedDict()');
        // Since 3.12 as a dict; 3.11 shows pairs.
        const pairs = [...entriesOf(self).values()].map(({ key, value }) => tuple([key, value]));
        return str(`OrderedDict(${yield* vm.repr(list(pairs))})`);
      },
      'inside',
    ],
    [
      'popitem',
      'last=',
      function* (vm, [self, last]) {
        const entries = entriesOf(self);
        const all = [...entries];
        const found = last && !(yield* vm.isTrue(last)) ? all[0] : all.at(-1);
        if (!found) throw new PyError('KeyError', '', [str('dictionary is empty')]);
        const pair = tuple([found[1].key, found[1].value]);
        entries.delete(found[0]);
        return pair;
      },
      'inside',
    ],
    [
      '__eq__',
      'other',
      function* (vm, [self, other]) {
        if (other?.kind !== 'dict') return notImplemented;
        const same = (yield* vm.equal(plain(self ?? none), plain(other))) === true;
        const ordered =
          other.cls === cls ? [...entriesOf(self).keys()].join('\n') === [...other.entries.keys()].join('\n') : true;
        return bool(same && ordered);
      },
      'inside',
    ],
  ]);
  return cls;
}

const rows: readonly MethodRow[] = [
  [
    'namedtuple',
    'typename, field_names, *, rename=, defaults=, module=',
    function* (vm, [name, fields, , defaults]) {
      const items = fields?.kind === 'str' ? fields.value.replaceAll(',', ' ').split(/\s+/).filter(Boolean) : [];
      if (fields && fields.kind !== 'str')
        for (const field of yield* vm.items(fields)) items.push(yield* vm.str(field));
      const values = defaults && defaults.kind !== 'none' ? yield* vm.items(defaults) : [];
      return namedTupleClass(name?.kind === 'str' ? name.value : '', items, values);
    },
  ],
];

defineModule('collections', () =>
  moduleOf(
    'collections',
    [
      ...functionsOf(rows),
      ['defaultdict', defaultdict()],
      ['Counter', counter()],
      ['OrderedDict', orderedDict()],
      ['deque', deque()],
    ],
    true,
  ),
);
