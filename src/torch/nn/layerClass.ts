// Layers as rows of a table made classes: constructor, attributes, forward and repr, as torch.nn.modules has them. Knows no
// layer. Forward is the function of the registry where there is one, else Unknown.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  type ClassValue,
  type InstanceValue,
  int,
  none,
  pyTrue,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import { type DType, defaultFloat } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { callFunction } from '../callFunction';
import { requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { attribute, attributeOrProperty } from '../makeClass';
import type { Entries } from '../moduleValue';
import { loseGenerator } from '../random/generatorObject';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { checkFactory, sizesOfEmpty } from './layerArguments';
import { type ModuleMethod, subclassOf } from './moduleClass';

/** What a constructor has to go on. */
export interface Making {
  readonly torch: Torch;
  readonly machine: Machine;
  readonly self: InstanceValue;
  readonly dtype: DType;
  /** The arguments as they were given. */
  readonly given: ReadonlyMap<string, Value>;
  /** An integer argument; raises what torch.empty raises for anything else. */
  readonly size: (name: string) => number;
  /** Several, as the shape of a parameter: sizes below 0 are refused too. */
  readonly shape: (...names: readonly string[]) => readonly number[];
  readonly isOn: (name: string) => boolean;
}

/** An argument that follows from attributes and from what `forward` was given, by name. */
export type Derived = (self: InstanceValue, given: (name: string) => Value) => Value;

export interface Layer {
  readonly name: string;
  readonly file: string;
  readonly params: string;
  /** Defaults of the parameters that stay attributes. */
  readonly defaults: Readonly<Record<string, Value>>;
  readonly make: (making: Making) => void;
  /** Makes the submodules, after what `make` does. */
  readonly parts?: (making: Making) => Run<unknown>;
  /** The parameters that stay attributes; all where it is absent. */
  readonly kept?: readonly string[];
  /** Names in `repr`: `name!` without its name, `name?` only where it is not `usual`. */
  readonly shown: readonly string[];
  readonly usual?: Readonly<Record<string, string>>;
  /** What `forward` takes; the input alone where it is absent. */
  readonly takes?: string;
  /** The function behind `forward`, and after the first argument the others, the attributes, or what follows from them. */
  readonly forward?: readonly [dotted: string, attributes: readonly (string | Derived)[]];
  /** Refuses inputs, or warns of them, before anything else. */
  readonly check?: (self: InstanceValue, input: Tensor, machine: Machine) => void;
  /** The rank of a batch: an input of one dim less is taken as a batch of one. */
  readonly batched?: number;
  /** Methods beside those, or in their place; told the library. */
  readonly methods?: (torch: Torch) => Readonly<Record<string, ModuleMethod>>;
  /** Functions and values of the class itself. */
  readonly statics?: (torch: Torch) => Readonly<Record<string, Value>>;
  /** The class whose constructor exceptions name, where it is not this one. */
  readonly madeBy?: string;
}

/** None where it was never set. */
/** What every constructor of parameters ends in. */
export const tail = ', device=None, dtype=None';

/** An int as many times as there are dims, or the tuple given. */
export function spread(self: InstanceValue, name: string, rank: number): void {
  const value = attribute(self, name);
  if (value.kind === 'int') self.attrs.set(name, tuple(new Array<Value>(rank).fill(value)));
  else if (value.kind === 'list' || value.kind === 'tuple') self.attrs.set(name, tuple(value.items));
}

/** The numbers of a tuple. */
export const sizes = (value: Value): number[] =>
  value.kind === 'tuple' ? value.items.map((item) => (item.kind === 'int' ? Number(item.value) : 0)) : [];

/** Classes by their name under torch.nn. */
export const classesOf = (torch: Torch, layers: readonly Layer[]): Entries =>
  new Map(layers.map((layer) => [layer.name, () => layerClass(torch, layer)]));

function layerClass(torch: Torch, layer: Layer): ClassValue {
  const target = callee(`${layer.madeBy ?? layer.name}.__init__`, 'python', layer.params, true);
  const taking = callee(`${layer.name}.forward`, 'python', layer.takes ?? 'input', true);
  const taken = new Set(taking.params.map(({ name }) => name));
  // What it was made with; None is not kept everywhere.
  const settings = new Set(target.params.map(({ name }) => name).filter((name) => name !== 'bias'));
  const cls = subclassOf(torch.classes.module, layer.name, `torch.nn.modules.${layer.file}`, {
    __init__: (self, positional, machine, keywords) =>
      construct(torch, layer, self, bindArguments(machine, target, { positional, keywords }), machine),
    forward: function* (self, positional, machine, keywords) {
      if (!layer.forward) return unknown(say('{0} is not modelled yet', `torch.nn.${layer.name}.forward`));
      const bound = bindArguments(machine, taking, { positional, keywords });
      const [dotted, attributes] = layer.forward;
      const own = (name: string): Value => (taken.has(name) ? (bound.get(name) ?? none) : attribute(self, name));
      const given: Value[] = [];
      for (const name of attributes) {
        if (typeof name !== 'string') given.push(name(self, own));
        else if (taken.has(name) || settings.has(name)) given.push(own(name));
        else given.push(yield* attributeOrProperty(machine, self, name));
      }
      const input = bound.get(taking.params[0]!.name) ?? none;
      if (isTensorValue(input)) layer.check?.(self, input.native, machine);
      const call = (name: string, args: readonly Value[]): Run<Value> => callFunction(torch, machine, name, args);
      const alone = isTensorValue(input) && input.native.rank + 1 === layer.batched;
      if (!alone) return yield* call(dotted, [input, ...given]);
      const batch = yield* call('torch.unsqueeze', [input, int(0)]);
      return yield* call('torch.squeeze', [yield* call(dotted, [batch, ...given]), int(0)]);
    },
    extra_repr: (self, _, machine) => shownText(self, layer, machine),
    ...layer.methods?.(torch),
  });
  for (const [name, value] of Object.entries(layer.statics?.(torch) ?? {})) cls.attrs.set(name, value);
  return cls;
}

function* construct(
  torch: Torch,
  layer: Layer,
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  machine: Machine,
): Run<Value> {
  const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
  const wanted = bound.get('dtype') ?? none;
  if (doubt) {
    loseGenerator(torch, `torch.nn.${layer.name}`);
    return doubt;
  }
  checkFactory(machine, bound);
  requireCpu(bound.get('device'), machine);
  self.attrs.set('training', pyTrue);
  for (const [name, value] of [...Object.entries(layer.defaults), ...bound])
    if (layer.kept?.includes(name) ?? !['bias', 'device', 'dtype', '_weight', '_freeze'].includes(name))
      self.attrs.set(name, value);
  const size = (name: string): number => {
    const value = attribute(self, name);
    return value.kind === 'int' || value.kind === 'bool' ? Number(value.value) : (sizesOfEmpty(machine, value)[0] ?? 0);
  };
  const shape = (...names: readonly string[]): readonly number[] =>
    sizesOfEmpty(
      machine,
      names.map((name) => attribute(self, name)),
    );
  const isOn = (name: string): boolean => {
    const value = name === 'bias' ? (bound.get('bias') ?? pyTrue) : attribute(self, name);
    return value.kind === 'bool' ? value.value : value.kind === 'int' && value.value !== 0n;
  };
  const making = { torch, machine, self, given: bound, dtype: dtypeOf(wanted) ?? defaultFloat, size, shape, isOn };
  layer.make(making);
  if (layer.parts) yield* layer.parts(making);
  return none;
}

const unquoted: ReadonlySet<string> = new Set(['padding_mode', 'nonlinearity']);
/** A bias is a parameter, or whether there are any. */
const isMissing = (value: Value): boolean => value.kind === 'none' || (value.kind === 'bool' && !value.value);

function* shownText(self: InstanceValue, { shown, usual = {} }: Layer, machine: Machine): Run<Value> {
  const parts: string[] = [];
  for (const entry of shown) {
    const name = entry.replace(/[!?]$/, '');
    const value = attribute(self, name);
    const text = name === 'bias' ? (isMissing(value) ? 'False' : 'True') : yield* machine.repr(value);
    if (entry.endsWith('?') && text === usual[name]) continue;
    const bare = unquoted.has(name) && value.kind === 'str' ? value.value : text;
    parts.push(entry.endsWith('!') ? text : `${name}=${bare}`);
  }
  return str(parts.join(', '));
}
