// The module `warnings`.
import { builtinClass } from '../core/classes';
import { newException } from '../core/exceptions';
import type { MethodRow } from '../core/native';
import { valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import type { Action, Filter } from '../core/warnings';
import { type ClassValue, type InstanceValue, list, none, pyFalse, str, type Value } from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';

const actions: ReadonlySet<string> = new Set(['default', 'always', 'ignore', 'error', 'once', 'module']);
const text = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

function filterOf(action: Value | undefined, message: Value | undefined, category: Value | undefined): Filter {
  if (!actions.has(text(action))) throw valueError(`invalid action: '${text(action)}'`);
  return {
    action: text(action) as Action,
    category: category?.kind === 'class' ? category : builtinClass('Warning'),
    message: text(message) ? new RegExp(`^(?:${text(message)})`, 'i') : undefined,
  };
}

function warn(vm: Vm, message: Value | undefined, category: Value | undefined): Value {
  if (message?.kind === 'instance') vm.warnWith(message.cls, textOfException(message));
  else vm.warnWith(category?.kind === 'class' ? category : builtinClass('UserWarning'), text(message));
  return none;
}
const textOfException = (exception: InstanceValue): string => {
  const args = exception.attrs.get('args');
  return args?.kind === 'tuple' ? text(args.items[0]) : '';
};

interface Saved {
  readonly record: boolean;
  readonly filters: readonly Filter[];
  readonly recorder: Vm['warnings']['recorder'];
}

function catchWarnings(): ClassValue {
  const message = classIn('warnings', 'WarningMessage', builtinClass('object'));
  return classIn('warnings', 'catch_warnings', builtinClass('object'), [
    [
      '__init__',
      '*, record=, module=, action=, category=, lineno=, append=',
      (vm, [self, record]) => {
        if (self?.kind === 'instance')
          self.native = {
            record: record?.kind === 'bool' && record.value,
            filters: vm.warnings.filters,
            recorder: vm.warnings.recorder,
          } satisfies Saved;
        return none;
      },
    ],
    [
      '__enter__',
      '',
      (vm, [self]) => {
        const saved = (self as InstanceValue).native as Saved;
        (self as InstanceValue).native = { ...saved, filters: vm.warnings.filters, recorder: vm.warnings.recorder };
        if (!saved.record) return none;
        const log: Value[] = [];
        vm.warnings.recorder = (cls, shown) => {
          log.push({
            kind: 'instance',
            cls: message,
            attrs: new Map<string, Value>([
              ['message', newException(cls, [str(shown)])],
              ['category', cls],
            ]),
          });
        };
        return list(log);
      },
    ],
    [
      '__exit__',
      '*args',
      (vm, [self]) => {
        const saved = (self as InstanceValue).native as Saved;
        vm.warnings.filters = [...saved.filters];
        vm.warnings.recorder = saved.recorder;
        return pyFalse;
      },
    ],
  ]);
}

const rows: readonly MethodRow[] = [
  ['warn', 'message, category=, stacklevel=, source=', (vm, [message, category]) => warn(vm, message, category)],
  [
    'warn_explicit',
    'message, category, filename, lineno, *rest, **keywords',
    (vm, [message, category]) => warn(vm, message, category),
  ],
  [
    'simplefilter',
    'action, category=, lineno=, append=',
    (vm, [action, category, , append]) => {
      vm.warnings.add(filterOf(action, undefined, category), append?.kind === 'bool' && append.value);
      return none;
    },
  ],
  [
    'filterwarnings',
    'action, message=, category=, module=, lineno=, append=',
    (vm, [action, message, category, , , append]) => {
      vm.warnings.add(filterOf(action, message, category), append?.kind === 'bool' && append.value);
      return none;
    },
  ],
  [
    'resetwarnings',
    '',
    (vm) => {
      vm.warnings.filters = [];
      return none;
    },
  ],
];

defineModule('warnings', () => moduleOf('warnings', [...functionsOf(rows), ['catch_warnings', catchWarnings()]], true));
