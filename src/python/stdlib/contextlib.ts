// The module `contextlib`.
import { builtinClass } from '../core/classes';
import { matches } from '../core/exceptions';
import { pull } from '../core/iterate';
import type { MethodRow } from '../core/native';
import { PyError } from '../core/pyError';
import { Raised } from '../machine';
import { bool, type ClassValue, type InstanceValue, none, pyFalse, type Run, type Value } from '../value';
import { classIn, defineModule, moduleOf, scriptedFunctions } from './modules';

const heldBy = (self: Value | undefined): unknown => (self as InstanceValue).native;
const withNative = (cls: ClassValue, held: unknown): InstanceValue => ({
  kind: 'instance',
  cls,
  attrs: new Map(),
  native: held,
});

/** What a generator function decorated with `contextmanager` gives. */
function generatorManager(): ClassValue {
  return classIn('contextlib', '_GeneratorContextManager', builtinClass('object'), [
    [
      '__call__',
      'func, /',
      (vm, [self, func]) => vm.call((self as InstanceValue).attrs.get('_decorate') ?? none, [func ?? none]),
      'handled',
    ],
    [
      '__enter__',
      '',
      function* (_, [self]) {
        const generator = heldBy(self) as Value;
        const value =
          generator.kind === 'iterator' ? yield* pull(generator.next as () => Run<Value | undefined>) : undefined;
        if (!value) throw new PyError('RuntimeError', "generator didn't yield");
        return value;
      },
      'handled',
    ],
    [
      '__exit__',
      'type, value, traceback',
      function* (vm, [self, , value]) {
        const generator = heldBy(self) as Value;
        if (generator.kind !== 'iterator') return none;
        if (value?.kind !== 'instance') {
          if (yield* pull(generator.next as () => Run<Value | undefined>))
            throw new PyError('RuntimeError', "generator didn't stop");
          return pyFalse;
        }
        const raised = vm.handling.at(-1) ?? new Raised(value, vm.span, { type: value.cls.name, message: '' });
        try {
          const item = generator.throw ? yield* generator.throw(raised) : undefined;
          if (item) throw new PyError('RuntimeError', "generator didn't stop after throw()");
          return bool(true);
        } catch (error) {
          const now = vm.raised(error)?.exception;
          // A StopIteration comes back as the cause of a RuntimeError.
          if (now === value || (now && now.attrs.get('__cause__') === value)) return pyFalse;
          throw error;
        }
      },
      'handled',
    ],
  ]);
}

function suppress(): ClassValue {
  return classIn('contextlib', 'suppress', builtinClass('object'), [
    [
      '__init__',
      '*exceptions',
      (_, [self, types]) => {
        if (self?.kind === 'instance') self.native = types;
        return none;
      },
    ],
    ['__enter__', '', () => none],
    [
      '__exit__',
      'type, value, traceback',
      (_, [self, , value]) => {
        const types = heldBy(self) as Value | undefined;
        return bool(value?.kind === 'instance' && types !== undefined && matches(value, types));
      },
      'handled',
    ],
  ]);
}

function nullcontext(): ClassValue {
  return classIn('contextlib', 'nullcontext', builtinClass('object'), [
    [
      '__init__',
      'enter_result=',
      (_, [self, value]) => {
        if (self?.kind === 'instance') self.native = value ?? none;
        return none;
      },
      'handled',
    ],
    ['__enter__', '', (_, [self]) => (heldBy(self) as Value | undefined) ?? none, 'handled'],
    ['__exit__', '*args', () => pyFalse, 'handled'],
  ]);
}

defineModule('contextlib', () => {
  const manager = generatorManager();
  const rows: readonly MethodRow[] = [
    [
      '_manager',
      'generator, decorate, /',
      (_, [generator, decorate]) => {
        const made = withNative(manager, generator ?? none);
        if (decorate) made.attrs.set('_decorate', decorate);
        return made;
      },
      'handled',
    ],
  ];
  return moduleOf(
    'contextlib',
    [...scriptedFunctions(rows), ['suppress', suppress()], ['nullcontext', nullcontext()]],
    true,
  );
});
