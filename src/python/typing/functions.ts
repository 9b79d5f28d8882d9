// The functions of `typing`: most give back what they are given.
import { type MethodRow, native } from '../core/native';
import { PyError } from '../core/pyError';
import { markRuntime } from '../stdlib/protocol';
import { bool, none, type Run, type Value } from '../value';
import { anyOrigin, argsOf, typeHints } from './hints';
import { isTypedDict } from './typedDict';

/** Gives back its argument, on which it leaves a mark. */
const marks = (name: string, attribute?: string): MethodRow => [
  name,
  'f',
  (_, [object]) => {
    if (attribute && (object?.kind === 'class' || object?.kind === 'function')) object.attrs.set(attribute, bool(true));
    return object ?? none;
  },
  'handled',
];

const overloaded =
  'You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be followed by an implementation that is not @overload-ed.';

export const functionRows: readonly MethodRow[] = [
  ['cast', 'typ, val', (_, [, value]) => value ?? none, 'handled'],
  ['assert_type', 'val, typ, /', (_, [value]) => value ?? none, 'handled'],
  ['reveal_type', 'obj, /', (_, [value]) => value ?? none, 'handled'],
  [
    'assert_never',
    'arg, /',
    function* (vm, [value]): Run<Value> {
      const text = yield* vm.repr(value ?? none);
      throw new PyError(
        'AssertionError',
        `Expected code to be unreachable, but got: ${text.length > 100 ? `${text.slice(0, 100)}...` : text}`,
      );
    },
  ],
  [
    'overload',
    'func',
    () =>
      native(
        '_overload_dummy',
        '*args, **keywords',
        () => {
          throw new PyError('NotImplementedError', overloaded);
        },
        'handled',
      ),
    'handled',
  ],
  ['get_overloads', 'func', (vm) => vm.call(vm.builtinClass('list'), []), 'handled'],
  marks('no_type_check', '__no_type_check__'),
  marks('final', '__final__'),
  marks('override', '__override__'),
  [
    'dataclass_transform',
    '*args, **keywords',
    () => native('decorator', 'cls_or_fn', (_, [object]) => object ?? none, 'handled'),
    'handled',
  ],
  ['runtime_checkable', 'cls', (_, [cls]) => markRuntime(cls), 'handled'],
  ['is_typeddict', 'tp', (_, [type]) => bool(isTypedDict(type))],
  ['get_origin', 'tp', (vm, [type]) => anyOrigin(vm, type ?? none), 'inside'],
  ['get_args', 'tp', (_, [type]) => argsOf(type ?? none), 'inside'],
  [
    'get_type_hints',
    'obj, globalns=, localns=, include_extras=',
    (vm, [object, globals, locals, extras]) =>
      typeHints(
        vm,
        object ?? none,
        new Map(
          Object.entries({ globalns: globals, localns: locals, include_extras: extras }).flatMap(([key, value]) =>
            value ? [[key, value]] : [],
          ),
        ),
      ),
    'handled',
  ],
];
