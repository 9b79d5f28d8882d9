// Python generators: a body that stops at each `yield`. Knows no syntax.

import { Raised } from '../machine';
import { type IteratorValue, none, type Run, type Value } from '../value';
import { builtinClass } from './classes';
import { newException } from './exceptions';
import { PyError } from './pyError';
import { arrived } from './traceback';
import type { Vm } from './vm';

/** `name` is that of its frame in tracebacks; undefined: a library's, which has none. */
export function generator(vm: Vm, name: string | undefined, body: Run<Value>): IteratorValue {
  /** What it is handling while it waits. */
  let handling: Raised[] = [];
  let state: 'new' | 'waiting' | 'running' | 'done' = 'new';
  let returned: Value = none;

  function* go(send: Value | { readonly thrown: unknown }): Run<Value | undefined> {
    if (state === 'running') throw new PyError('ValueError', 'generator already executing');
    if (state === 'done') {
      if ('thrown' in send) throw send.thrown;
      return undefined;
    }
    state = 'running';
    const { span: place, running: caller, inLibrary } = vm;
    const leave = (): void => {
      vm.span = place;
      vm.running = caller;
      vm.inLibrary = inLibrary;
    };
    const depth = vm.handling.length;
    vm.running = name;
    vm.inLibrary = name === undefined;
    vm.handling.push(...handling);
    try {
      const result = yield* vm.resume(body, send);
      if (!result.done) {
        state = 'waiting';
        return result.value;
      }
      state = 'done';
      returned = result.value;
      return undefined;
    } catch (error) {
      state = 'done';
      const raised = vm.raised(error) ?? error;
      leave();
      if (raised instanceof Raised && vm.isRaised(raised, 'StopIteration')) {
        const fault = vm.raised(new PyError('RuntimeError', 'generator raised StopIteration'));
        fault?.exception.attrs.set('__cause__', raised.exception);
        throw fault;
      }
      throw arrived(vm, raised, place);
    } finally {
      leave();
      handling = vm.handling.splice(depth);
    }
  }

  return {
    kind: 'iterator',
    name: 'generator',
    next: () => go(none),
    send: (value) => {
      if (state === 'new' && value.kind !== 'none')
        throw new PyError('TypeError', "can't send non-None value to a just-started generator");
      return go(value);
    },
    throw: (thrown) => go({ thrown }),
    *close(): Run<void> {
      if (state === 'new' || state === 'done') {
        state = 'done';
        return;
      }
      const exit = new Raised(newException(builtinClass('GeneratorExit'), []), vm.span, {
        type: 'GeneratorExit',
        message: '',
      });
      try {
        const value = yield* go({ thrown: exit });
        if (value) throw new PyError('RuntimeError', 'generator ignored GeneratorExit');
      } catch (error) {
        if (error !== exit && !vm.isRaised(error, 'GeneratorExit')) throw error;
      }
    },
    result: () => returned,
  };
}
