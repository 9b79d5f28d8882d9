// Hooks of modules: functions that see, and may replace, what goes into a forward and what comes out, and the gradients of both.
// Knows no module's inside.
import { entriesOf } from '../../python/core/keys';
import type { Machine } from '../../python/machine';
import { bool, builtin, type InstanceValue, int, list, none, type Run, tuple, type Value } from '../../python/value';
import { makeClass, method } from '../makeClass';

/** Kept among the attributes under what is no name in Python: a copy of the module has them too. */
const keys = {
  pre: ' forward pre hooks',
  post: ' forward hooks',
  backward: ' backward hooks',
  backwardPre: ' backward pre hooks',
} as const;
export type HookKind = keyof typeof keys;

interface Hook {
  readonly call: Value;
  readonly withKeywords: boolean;
  /** Called after an exception too. */
  readonly always: boolean;
}
const isOn = (value: Value | undefined): boolean => value?.kind === 'bool' && value.value;

function keptHooks(self: InstanceValue, kind: HookKind): readonly Value[] {
  const kept = self.attrs.get(keys[kind]);
  return kept?.kind === 'list' ? kept.items : [];
}

function hooksOf(self: InstanceValue, kind: HookKind): readonly Hook[] {
  return keptHooks(self, kind).map((kept) => {
    const [call = none, keywords, always] = kept.kind === 'tuple' ? kept.items : [];
    return { call, withKeywords: isOn(keywords), always: isOn(always) };
  });
}

/** The functions that are called, in their order. */
export const hookCalls = (self: InstanceValue, kind: HookKind): readonly Value[] =>
  hooksOf(self, kind).map(({ call }) => call);

/** Registers a hook; the handle takes it away again. */
export function registerHook(
  self: InstanceValue,
  kind: HookKind,
  hook: Value,
  options: ReadonlyMap<string, Value>,
): Value {
  const flag = (name: string): boolean => {
    const value = options.get(name);
    return value !== undefined && !(value.kind === 'bool' && !value.value);
  };
  const others = keptHooks(self, kind);
  const own = tuple([hook, bool(flag('with_kwargs')), bool(flag('always_call'))]);
  self.attrs.set(keys[kind], list(flag('prepend') ? [own, ...others] : [...others, own]));
  return handleOf(() => drop(self, kind, (other) => other === own));
}

/** `torch.utils.hooks.RemovableHandle`: takes a hook away, once or at the end of a `with`. */
export function handleOf(remove: () => void): InstanceValue {
  const removed = (): Value => {
    remove();
    return none;
  };
  const cls = makeClass('RemovableHandle', 'torch.utils.hooks', [], {
    remove: method('remove', removed),
    __enter__: method('__enter__', (handle) => handle),
    __exit__: method('__exit__', removed),
  });
  return { kind: 'instance', cls, attrs: new Map([['id', int(0)]]) };
}

function drop(self: InstanceValue, kind: HookKind, isGone: (kept: Value) => boolean): void {
  self.attrs.set(keys[kind], list(keptHooks(self, kind).filter((kept) => !isGone(kept))));
}

/** For what is written in Python: the hooks before a forward, and one of them taken away. */
export const hookFunctions: Readonly<Record<string, Value>> = {
  _hooks: builtin('_hooks', ({ positional: [self = none] }) =>
    list(self.kind === 'instance' ? [...hookCalls(self, 'pre')] : []),
  ),
  _unhook: builtin('_unhook', ({ positional: [self = none, hook = none] }) => {
    if (self.kind === 'instance') drop(self, 'pre', (kept) => kept.kind === 'tuple' && kept.items[0] === hook);
    return none;
  }),
};

/** What goes into a forward. */
export interface Given {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}
/** What is done to the inputs and to the result, nearer to the forward and farther from it than all hooks. */
export interface Around {
  readonly before: (args: readonly Value[]) => Run<readonly Value[]>;
  readonly after: (result: Value) => Run<Value>;
}

/** Runs a forward between its hooks. */
export function* withHooks(
  self: InstanceValue,
  given: Given,
  machine: Machine,
  forward: (given: Given) => Run<Value>,
  around?: Around,
): Run<Value> {
  const after = hooksOf(self, 'post');
  const heard = new Set<Hook>();
  let { args, keywords } = given;
  let result: Value = none;
  try {
    for (const hook of hooksOf(self, 'pre'))
      ({ args, keywords } = yield* asked(self, machine, hook, { args, keywords }));
    if (around) args = yield* around.before(args);
    result = yield* forward({ args, keywords });
    for (const hook of after) {
      heard.add(hook);
      const answer = yield* told(self, machine, hook, { args, keywords }, result);
      if (answer.kind !== 'none') result = answer;
    }
    return around ? yield* around.after(result) : result;
  } catch (error) {
    for (const hook of after)
      if (hook.always && !heard.has(hook)) yield* told(self, machine, hook, { args, keywords }, result);
    throw error;
  }
}

const dictOf = (keywords: ReadonlyMap<string, Value>): Value => ({ kind: 'dict', entries: entriesOf([...keywords]) });

const told = (
  self: InstanceValue,
  machine: Machine,
  hook: Hook,
  { args, keywords }: Given,
  result: Value,
): Run<Value> => machine.call(hook.call, [self, tuple(args), ...(hook.withKeywords ? [dictOf(keywords)] : []), result]);

/** What a hook makes of the inputs. Raises RuntimeError where it answers something else. */
function* asked(self: InstanceValue, machine: Machine, hook: Hook, given: Given): Run<Given> {
  const { call, withKeywords } = hook;
  if (!withKeywords) {
    const answer = yield* machine.call(call, [self, tuple(given.args)]);
    if (answer.kind === 'none') return given;
    return { ...given, args: answer.kind === 'tuple' ? answer.items : [answer] };
  }
  const answer = yield* machine.call(call, [self, tuple(given.args), dictOf(given.keywords)]);
  if (answer.kind === 'none') return given;
  const [args, keywords] = answer.kind === 'tuple' ? answer.items : [];
  if (answer.kind !== 'tuple' || answer.items.length !== 2 || !args || keywords?.kind !== 'dict')
    return machine.raise(
      'RuntimeError',
      `forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got ${yield* machine.str(answer)}.`,
    );
  return {
    args: yield* machine.items(args),
    keywords: new Map(
      [...keywords.entries.values()].flatMap(({ key, value }) => (key.kind === 'str' ? [[key.value, value]] : [])),
    ),
  };
}
