// Context managers that switch something for a while: no_grad, enable_grad, inference_mode, set_grad_enabled, fork_rng.
import type { Machine } from '../../python/machine';
import { bool, builtin, type ClassValue, type InstanceValue, none, type Run, type Value } from '../../python/value';
import { setInference } from '../autograd/inference';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { parseCall } from '../binding/parseCall';
import { makeClass } from '../makeClass';
import { Generator } from '../random/generator';
import type { Torch } from '../torch';

const setGradEnabled = callee('set_grad_enabled.__init__', 'python', 'mode', true);

/** What `__exit__` puts back. */
type Restore = () => void;

interface ModeOptions {
  /** What `with` binds; None where nothing is said. */
  readonly entered?: (self: InstanceValue) => Value;
  /** Which arguments of the class are functions to be decorated: `@torch.no_grad` without a call. */
  readonly decorates?: (first: Value) => boolean;
}

/** A class whose instances switch on `with` and switch back at its end; they decorate functions as well. */
export function modeClass(
  name: string,
  module: string,
  start: (self: InstanceValue, args: readonly Value[], machine: Machine, keywords: ReadonlyMap<string, Value>) => void,
  enter: (self: InstanceValue, machine: Machine) => Restore,
  { entered = () => none, decorates }: ModeOptions = {},
): ClassValue {
  const restores = new WeakMap<InstanceValue, Restore[]>();
  const push = (self: InstanceValue, machine: Machine): void => {
    restores.set(self, [...(restores.get(self) ?? []), enter(self, machine)]);
  };
  const pop = (self: InstanceValue): void => restores.get(self)?.pop()?.();
  return makeClass(name, module, [], {
    ...(decorates && {
      __new__: {
        kind: 'staticmethod',
        func: builtin('__new__', function* ({ positional: [cls = none, first] }, machine): Run<Value> {
          const made: InstanceValue = { kind: 'instance', cls: cls as ClassValue, attrs: new Map() };
          return first && decorates(first)
            ? decorated((yield* machine.call(cls, [])) as InstanceValue, first, push, pop)
            : made;
        }),
      },
    }),
    __init__: builtin(
      '__init__',
      ({ positional: [self, ...args], keywords }, machine) => {
        start(self as InstanceValue, args, machine, keywords);
        return none;
      },
      true,
    ),
    __enter__: builtin(
      '__enter__',
      ({ positional: [self] }, machine) => {
        push(self as InstanceValue, machine);
        return entered(self as InstanceValue);
      },
      true,
    ),
    __exit__: builtin(
      '__exit__',
      ({ positional: [self] }) => {
        pop(self as InstanceValue);
        return bool(false);
      },
      true,
    ),
    __call__: builtin(
      '__call__',
      ({ positional: [self, target] }) => decorated(self as InstanceValue, target ?? none, push, pop),
      true,
    ),
  });
}

/** The function, run in the mode; binds `self` as a function would. */
function decorated(
  self: InstanceValue,
  target: Value,
  push: (self: InstanceValue, machine: Machine) => void,
  pop: (self: InstanceValue) => void,
): Value {
  return builtin(
    'name' in target && typeof target.name === 'string' ? target.name : 'decorated',
    function* ({ positional, keywords }, machine): Run<Value> {
      push(self, machine);
      try {
        return yield* machine.call(target, positional, keywords);
      } finally {
        pop(self);
      }
    },
    true,
  );
}

export function modes(torch: Torch): Readonly<Record<string, ClassValue>> {
  const switchGrad = (on: boolean): Restore => {
    const before = torch.gradEnabled;
    torch.gradEnabled = on;
    return () => {
      torch.gradEnabled = before;
    };
  };
  const fixed = (name: string, on: boolean): ClassValue =>
    modeClass(
      name,
      'torch.autograd.grad_mode',
      () => {},
      () => switchGrad(on),
      { decorates: ({ kind }) => kind !== 'none' },
    );
  const inferenceMode = callee('inference_mode.__init__', 'python', 'mode=True', true);
  const grads = new WeakMap<InstanceValue, Restore>();
  return {
    no_grad: fixed('no_grad', false),
    enable_grad: fixed('enable_grad', true),
    inference_mode: modeClass(
      'inference_mode',
      'torch.autograd.grad_mode',
      (self, positional, machine, keywords) => {
        self.attrs.set(
          'mode',
          bindArguments(machine, inferenceMode, { positional, keywords }).get('mode') ?? bool(true),
        );
      },
      (self) => {
        const mode = self.attrs.get('mode');
        const on = !(mode?.kind === 'bool' && !mode.value);
        const grads = switchGrad(!on);
        const before = torch.inference;
        torch.inference = on;
        setInference(on);
        return () => {
          torch.inference = before;
          setInference(before);
          grads();
        };
      },
      { decorates: ({ kind }) => kind !== 'bool' },
    ),
    // Switches at once; as a context manager it switches back.
    set_grad_enabled: modeClass(
      'set_grad_enabled',
      'torch.autograd.grad_mode',
      (self, positional, machine, keywords) => {
        const mode = bindArguments(machine, setGradEnabled, { positional, keywords }).get('mode') ?? none;
        parseCall(machine, 'torch._C._set_grad_enabled', { positional: [mode], keywords: new Map() });
        grads.set(self, switchGrad(!(mode.kind === 'bool' && !mode.value)));
      },
      (self) => grads.get(self) ?? (() => {}),
    ),
  };
}

/** `torch.random.fork_rng`: at its end the random numbers go on as if nothing had been drawn inside. */
export const forkRng = (torch: Torch): ClassValue =>
  modeClass(
    'fork_rng',
    'torch.random',
    () => {},
    () => {
      const { generator } = torch;
      const state = generator instanceof Generator ? generator.state : undefined;
      return () => {
        if (state && torch.generator instanceof Generator) torch.generator.state = state;
        else torch.generator = generator;
      };
    },
  );
