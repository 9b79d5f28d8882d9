// Hooks around an optimizer's step (torch/optim/optimizer.py: profile_hook_step). Knows no rule.

import { entriesOf } from '../../python/core/keys';
import type { Machine } from '../../python/machine';
import { type InstanceValue, list, type Run, tuple, type Value } from '../../python/value';
import { handleOf } from '../nn/hooks';

const keys = { pre: ' step pre hooks', post: ' step post hooks' } as const;
type Time = keyof typeof keys;

function hooksOf(self: InstanceValue, time: Time): readonly Value[] {
  const kept = self.attrs.get(keys[time]);
  return kept?.kind === 'list' ? kept.items : [];
}

/** Registers a hook; the handle takes it away again. */
export function registerStepHook(self: InstanceValue, time: Time, hook: Value): Value {
  const own = tuple([hook]);
  self.attrs.set(keys[time], list([...hooksOf(self, time), own]));
  return handleOf(() => {
    self.attrs.set(keys[time], list(hooksOf(self, time).filter((other) => other !== own)));
  });
}

/** What `step` is called with. */
export interface StepCall {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** Runs a step between its hooks, which see the optimizer and what `step` was given. Raises RuntimeError. */
export function* withStepHooks(
  self: InstanceValue,
  machine: Machine,
  given: StepCall,
  step: (call: StepCall) => Run<Value>,
): Run<Value> {
  let call = given;
  const seen = (): readonly Value[] => [
    self,
    tuple([self, ...call.positional]),
    { kind: 'dict', entries: entriesOf([...call.keywords]) },
  ];
  for (const kept of hooksOf(self, 'pre')) {
    const [hook] = kept.kind === 'tuple' ? kept.items : [];
    if (!hook) continue;
    const answer = yield* machine.call(hook, seen());
    if (answer.kind === 'none') continue;
    const [args, keywords] = answer.kind === 'tuple' ? answer.items : [];
    if (args?.kind !== 'tuple' || keywords?.kind !== 'dict')
      return machine.raise(
        'RuntimeError',
        `${yield* machine.repr(hook)} must return None or a tuple of (new_args, new_kwargs), but got ${yield* machine.str(answer)}.`,
      );
    const named = [...keywords.entries.values()].flatMap(({ key, value }): [string, Value][] =>
      key.kind === 'str' ? [[key.value, value]] : [],
    );
    call = { positional: args.items.slice(1), keywords: new Map(named) };
  }
  const result = yield* step(call);
  for (const kept of hooksOf(self, 'post')) {
    const [hook] = kept.kind === 'tuple' ? kept.items : [];
    if (hook) yield* machine.call(hook, seen());
  }
  return result;
}
