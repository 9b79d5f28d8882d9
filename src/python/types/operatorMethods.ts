// Operators of Python's own types under their dunder names, so that `super().__add__(x)`, `int.__lt__` and subclasses
// reach them. Made from the same functions that the operators themselves use.
import { builtinCompare, type Comparison, containsItem } from '../core/compare';
import { builtinDeleteItem, builtinItem, builtinLength, builtinSetItem } from '../core/items';
import { iterate, iterator } from '../core/iterate';
import { defineMethods, type MethodRow } from '../core/native';
import { negated } from '../core/numbers';
import { builtinBinary, operatorNames } from '../core/operators';
import { containerRepr, formatBuiltin, repr } from '../core/show';
import { int, none, notImplemented, str, type Value } from '../value';

/** The value as its builtin type alone would have it. */
export function plain(value: Value): Value {
  if (!('cls' in value) || !value.cls || value.kind === 'instance') return value;
  const { cls: _, attrs: __, ...rest } = value;
  return rest as Value;
}

/** What stands on the right; a template shows it as its own class does. */
const operand = (op: string, left: Value, right: Value): Value =>
  op === '%' && (left.kind === 'str' || left.kind === 'bytes') ? right : plain(right);

const binaryRows = (ops: readonly string[]): MethodRow[] =>
  ops.flatMap((op): MethodRow[] => {
    const names = operatorNames[op];
    if (!names) return [];
    return [
      [
        names.forward,
        'value, /',
        function* (vm, [self, other]) {
          return self && other
            ? ((yield* builtinBinary(vm, op, plain(self), operand(op, self, other))) ?? notImplemented)
            : notImplemented;
        },
      ],
      [
        names.reflected,
        'value, /',
        function* (vm, [self, other]) {
          return self && other
            ? ((yield* builtinBinary(vm, op, plain(other), operand(op, other, self))) ?? notImplemented)
            : notImplemented;
        },
      ],
    ];
  });

const comparisons: readonly (readonly [string, Comparison])[] = [
  ['__eq__', '=='],
  ['__ne__', '!='],
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__gt__', '>'],
  ['__ge__', '>='],
];
const compareRows: readonly MethodRow[] = comparisons.map(
  ([name, op]): MethodRow => [
    name,
    'value, /',
    function* (vm, [self, other]) {
      if (!self || !other) return notImplemented;
      const found = builtinCompare(vm, op, plain(self), plain(other));
      if (!found) return notImplemented;
      return 'kind' in found ? found : yield* found;
    },
    'inside',
  ],
);

const unaryRows: readonly MethodRow[] = (
  [
    ['__neg__', '-'],
    ['__pos__', '+'],
    ['__invert__', '~'],
  ] as const
).map(([name, op]): MethodRow => [name, '', (_, [self]) => (self && negated(op, plain(self))) ?? notImplemented]);

/** Floats have no `~`. */
const signRows = unaryRows.filter(([name]) => name !== '__invert__');

const containerRows: readonly MethodRow[] = [
  ['__len__', '', (_, [self]) => int((self && builtinLength(self)) ?? 0n), 'inside'],
  [
    '__contains__',
    'key, /',
    function* (vm, [self, key]) {
      return self && key ? yield* containsItem(vm, plain(self), key) : none;
    },
    'handled',
  ],
  [
    '__iter__',
    '',
    function* (vm, [self]) {
      return iterator('iterator', yield* iterate(vm, plain(self ?? none)));
    },
    'inside',
  ],
];
const itemRow: MethodRow = [
  '__getitem__',
  'key, /',
  function* (vm, [self, key]) {
    return self && key ? yield* builtinItem(vm, self, key) : none;
  },
  'inside',
];
const changeRows: readonly MethodRow[] = [
  [
    '__setitem__',
    'key, value, /',
    function* (vm, [self, key, value]) {
      if (self && key && value) yield* builtinSetItem(vm, self, key, value);
      return none;
    },
    'handled',
  ],
  [
    '__delitem__',
    'key, /',
    function* (vm, [self, key]) {
      if (self && key) yield* builtinDeleteItem(vm, self, key);
      return none;
    },
    'inside',
  ],
];
const reprRow: MethodRow = [
  '__repr__',
  '',
  function* (vm, [self]) {
    const value = self ?? none;
    const bare = plain(value);
    return str(
      value.kind === 'list' || value.kind === 'tuple' || value.kind === 'dict' || value.kind === 'set'
        ? yield* containerRepr(vm, value)
        : yield* repr(vm, bare),
    );
  },
  'inside',
];

const formatRow: MethodRow = [
  '__format__',
  'format_spec, /',
  function* (vm, [self, spec]) {
    const shape = spec?.kind === 'str' ? spec.value : '';
    const found = self && shape ? formatBuiltin(plain(self), shape) : undefined;
    return str(found ?? (yield* vm.str(self ?? none)));
  },
];

const numbers = ['+', '-', '*', '/', '//', '%', '**'];
export function defineOperatorMethods(): void {
  defineMethods('int', [
    ...binaryRows([...numbers, '&', '|', '^', '<<', '>>']),
    ...compareRows,
    ...unaryRows,
    formatRow,
  ]);
  defineMethods('float', [...binaryRows(numbers), ...compareRows, ...signRows, reprRow, formatRow]);
  defineMethods('complex', [...binaryRows(numbers), ...compareRows, ...signRows, reprRow, formatRow]);
  defineMethods('str', [...binaryRows(['+', '*', '%']), ...compareRows, ...containerRows, itemRow, reprRow, formatRow]);
  defineMethods('bytes', [...binaryRows(['+', '*', '%']), ...compareRows, ...containerRows, itemRow, reprRow]);
  defineMethods('list', [...binaryRows(['+', '*']), ...compareRows, ...containerRows, itemRow, ...changeRows, reprRow]);
  defineMethods('tuple', [...binaryRows(['+', '*']), ...compareRows, ...containerRows, itemRow, reprRow]);
  defineMethods('dict', [...binaryRows(['|']), ...compareRows, ...containerRows, itemRow, ...changeRows, reprRow]);
  defineMethods('set', [...binaryRows(['|', '&', '-', '^']), ...compareRows, ...containerRows, reprRow]);
  defineMethods('frozenset', [...binaryRows(['|', '&', '-', '^']), ...compareRows, ...containerRows, reprRow]);
  defineMethods('range', [...compareRows, ...containerRows, itemRow]);
}
