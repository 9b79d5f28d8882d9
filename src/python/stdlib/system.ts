// Small modules: `sys`, `time`, `abc`, `string`, `types`, `operator`, and how much of them is known.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import { type Comparison, compare, containsItem } from '../core/compare';
import { deleteItem } from '../core/items';
import { type MethodRow, native } from '../core/native';
import { identical, inPlace, unary } from '../core/operators';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { bool, float, type InstanceValue, int, none, str, tuple, unknown, type Value } from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';
import { equalNames, keepNames } from './namespace';

const text = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

function outputStream(write: (vm: Vm, text: string) => void): InstanceValue {
  const cls = classIn('_io', 'TextIOWrapper', builtinClass('object'), [
    [
      'write',
      's',
      (vm, [, s]) => {
        write(vm, text(s));
        return int(text(s).length);
      },
    ],
    ['flush', '', () => none],
    ['isatty', '', () => bool(false)],
  ]);
  return { kind: 'instance', cls, attrs: new Map() };
}

defineModule('sys', () =>
  moduleOf(
    'sys',
    [
      ['maxsize', int(2n ** 63n - 1n)],
      ['stdout', outputStream((vm, s) => vm.write(s))],
      ['stderr', outputStream(() => undefined)],
      [
        'float_info',
        {
          kind: 'tuple',
          items: [float(Number.MAX_VALUE), float(Number.EPSILON), float(2.2250738585072014e-308), int(15)],
          fields: ['max', 'epsilon', 'min', 'dig'],
        },
      ],
      [
        'exit',
        native('exit', 'status=, /', (vm, [status]) =>
          vm.raise('SystemExit', status?.kind === 'str' ? status.value : status && status.kind !== 'none' ? '1' : ''),
        ),
      ],
      ['getrecursionlimit', native('getrecursionlimit', '', (vm) => int(vm.options.limits.depth))],
      ['setrecursionlimit', native('setrecursionlimit', 'limit, /', () => none)],
    ],
    true,
  ),
);

const clock = (name: string): MethodRow => [
  name,
  '',
  (vm) => unknown(say('how long code takes is not known without running Python'), vm.span),
];
defineModule('time', () => {
  const rows = ['time', 'perf_counter', 'monotonic', 'process_time', 'time_ns', 'perf_counter_ns'].map(clock);
  return moduleOf('time', functionsOf([...rows, ['sleep', 'seconds, /', () => none]]), true);
});

const lower = 'abcdefghijklmnopqrstuvwxyz';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
defineModule('string', () =>
  moduleOf(
    'string',
    Object.entries({
      ascii_lowercase: lower,
      ascii_uppercase: lower.toUpperCase(),
      ascii_letters: lower + lower.toUpperCase(),
      digits: '0123456789',
      hexdigits: '0123456789abcdefABCDEF',
      octdigits: '01234567',
      punctuation,
      whitespace: ' \t\n\r\x0b\x0c',
    }).map(([name, value]) => [name, str(value)] as const),
    true,
  ),
);

defineModule('types', () => {
  const namespace = classIn('types', 'SimpleNamespace', builtinClass('object'), [
    [
      '__init__',
      '*args, **keywords',
      (_, [self], { positional, keywords }) => {
        if (positional.length > 1) throw typeError('no positional arguments expected');
        return keepNames(self, keywords);
      },
      'handled',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const parts: string[] = [];
        if (self?.kind === 'instance')
          for (const [name, value] of self.attrs) parts.push(`${name}=${yield* vm.repr(value)}`);
        return str(`namespace(${parts.join(', ')})`);
      },
      'inside',
    ],
    equalNames(() => namespace),
  ]);
  namespace.attrs.set('__hash__', none);
  return moduleOf(
    'types',
    [
      ['SimpleNamespace', namespace],
      ['FunctionType', builtinClass('function')],
      ['LambdaType', builtinClass('function')],
      ['GeneratorType', builtinClass('generator')],
      ['NoneType', builtinClass('NoneType')],
      ['UnionType', builtinClass('UnionType')],
      ['BuiltinFunctionType', builtinClass('builtin_function_or_method')],
      ['BuiltinMethodType', builtinClass('builtin_function_or_method')],
      ['MethodType', builtinClass('method')],
      ['ModuleType', builtinClass('module')],
      ['MappingProxyType', builtinClass('mappingproxy')],
      ['GenericAlias', builtinClass('GenericAlias')],
    ],
    true,
  );
});

const binaryNames: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
  and_: '&',
  or_: '|',
  xor: '^',
  lshift: '<<',
  rshift: '>>',
};
const compareNames: Readonly<Record<string, Comparison>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };

const operatorRows: readonly MethodRow[] = [
  ...Object.entries(binaryNames).flatMap(([name, op]): MethodRow[] => [
    [name, 'a, b, /', (vm, [a, b]) => vm.binary(op, a ?? none, b ?? none)],
    [`i${name.replace('_', '')}`, 'a, b, /', (vm, [a, b]) => inPlace(vm, op, a ?? none, b ?? none)],
  ]),
  ...Object.entries(compareNames).map(
    ([name, op]): MethodRow => [name, 'a, b, /', (vm, [a, b]) => compare(vm, op, a ?? none, b ?? none)],
  ),
  ['neg', 'a, /', (vm, [a]) => unary(vm, '-', a ?? none)],
  ['pos', 'a, /', (vm, [a]) => unary(vm, '+', a ?? none)],
  [
    'abs',
    'a, /',
    function* (vm, [a]) {
      return yield* vm.call(vm.builtins.get('abs') ?? none, [a ?? none]);
    },
  ],
  [
    'index',
    'a, /',
    function* (vm, [a]) {
      return yield* vm.call(vm.builtinClass('int'), [a ?? none]);
    },
  ],
  ['invert', 'a, /', (vm, [a]) => unary(vm, '~', a ?? none)],
  [
    'not_',
    'a, /',
    function* (vm, [a]) {
      return bool(!(yield* vm.isTrue(a ?? none)));
    },
  ],
  [
    'truth',
    'a, /',
    function* (vm, [a]) {
      return bool(yield* vm.isTrue(a ?? none));
    },
  ],
  ['is_', 'a, b, /', (_, [a, b]) => bool(!!a && !!b && identical(a, b))],
  ['is_not', 'a, b, /', (_, [a, b]) => bool(!(a && b && identical(a, b)))],
  ['contains', 'a, b, /', (vm, [a, b]) => containsItem(vm, a ?? none, b ?? none)],
  ['getitem', 'a, b, /', (vm, [a, b]) => vm.getItem(a ?? none, b ?? none)],
  [
    'setitem',
    'a, b, c, /',
    function* (vm, [a, b, c]) {
      yield* vm.setItem(a ?? none, b ?? none, c ?? none);
      return none;
    },
  ],
  [
    'delitem',
    'a, b, /',
    function* (vm, [a, b]) {
      yield* deleteItem(vm, a ?? none, b ?? none);
      return none;
    },
  ],
  [
    'itemgetter',
    '*items',
    (_, __, { positional }) => {
      if (!positional.length) throw typeError('itemgetter expected 1 argument, got 0');
      return native(
        'itemgetter',
        'obj, /',
        function* (vm, [object]) {
          const values: Value[] = [];
          for (const key of positional) values.push(yield* vm.getItem(object ?? none, key));
          return values.length === 1 ? (values[0] ?? none) : tuple(values);
        },
        'inside',
      );
    },
  ],
  [
    'attrgetter',
    'attr, /, *attrs',
    (_, __, { positional }) =>
      native(
        'attrgetter',
        'obj, /',
        function* (vm, [object]) {
          const values: Value[] = [];
          for (const name of positional) {
            let value = object ?? none;
            for (const part of text(name).split('.')) value = yield* vm.getAttr(value, part);
            values.push(value);
          }
          return values.length === 1 ? (values[0] ?? none) : tuple(values);
        },
        'inside',
      ),
  ],
  [
    'methodcaller',
    'name, /, *args, **keywords',
    (_, [name], { positional: [, ...args], keywords }) =>
      native(
        'methodcaller',
        'obj, /',
        function* (vm, [object]) {
          return yield* vm.call(yield* vm.getAttr(object ?? none, text(name)), args, keywords);
        },
        'inside',
      ),
  ],
];
defineModule('operator', () => moduleOf('operator', functionsOf(operatorRows), true));

defineModule('numbers', () =>
  moduleOf(
    'numbers',
    ['Number', 'Real', 'Integral'].map(
      (name) => [name, unknown(say('{0} is not modelled yet', `numbers.${name}`))] as const,
    ),
  ),
);
