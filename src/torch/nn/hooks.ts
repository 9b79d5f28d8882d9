// Hooks of modules: functions that see, and may replace, what goes into a forward and what comes out. Knows no module's inside.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { builtin, type InstanceValue, int, list, none, type Run, tuple, unknown, type Value } from '../../python/value';
import { makeClass, method } from '../makeClass';

/** Kept among the attributes under what is no name in Python: a copy of the module has them too. */
const keys = { pre: ' forward pre hooks', post: ' forward hooks' } as const;
type Kind = keyof typeof keys;

function hooksOf(self: InstanceValue, kind: Kind): readonly Value[] {
  const kept = self.attrs.get(keys[kind]);
  return kept?.kind === 'list' ? kept.items : [];
}

/** Registers a hook; the handle takes it away again. */
export function registerHook(self: InstanceValue, kind: Kind, hook: Value, options: ReadonlyMap<string, Value>): Value {
  const isOn = (name: string): boolean => {
    const value = options.get(name);
    return value !== undefined && !(value.kind === 'bool' && !value.value);
  };
  // One that is called after an exception too has nothing to see of it here.
  if (isOn('with_kwargs')) return unknown(say('{0} is not modelled yet', 'register_forward_hook(with_kwargs=True)'));
  const others = hooksOf(self, kind);
  self.attrs.set(keys[kind], list(isOn('prepend') ? [hook, ...others] : [...others, hook]));
  const remove = (): Value => {
    drop(self, kind, hook);
    return none;
  };
  const cls = makeClass('RemovableHandle', 'torch.utils.hooks', [], {
    remove: method('remove', remove),
    __enter__: method('__enter__', (handle) => handle),
    __exit__: method('__exit__', remove),
  });
  return { kind: 'instance', cls, attrs: new Map([['id', int(0)]]) };
}

/** For what is written in Python: the hooks before a forward, and one of them taken away. */
export const hookFunctions: Readonly<Record<string, Value>> = {
  _hooks: builtin('_hooks', ({ positional: [self = none] }) =>
    list(self.kind === 'instance' ? [...hooksOf(self, 'pre')] : []),
  ),
  _unhook: builtin('_unhook', ({ positional: [self = none, hook = none] }) => {
    if (self.kind === 'instance') drop(self, 'pre', hook);
    return none;
  }),
};

function drop(self: InstanceValue, kind: Kind, hook: Value): void {
  self.attrs.set(keys[kind], list(hooksOf(self, kind).filter((other) => other !== hook)));
}

/** Runs a forward between its hooks. */
export function* withHooks(
  self: InstanceValue,
  args: readonly Value[],
  machine: Machine,
  forward: (args: readonly Value[]) => Run<Value>,
): Run<Value> {
  let given = args;
  for (const hook of hooksOf(self, 'pre')) {
    const answer = yield* machine.call(hook, [self, tuple(given)]);
    if (answer.kind !== 'none') given = answer.kind === 'tuple' ? answer.items : [answer];
  }
  let result = yield* forward(given);
  for (const hook of hooksOf(self, 'post')) {
    const answer = yield* machine.call(hook, [self, tuple(given), result]);
    if (answer.kind !== 'none') result = answer;
  }
  return result;
}
