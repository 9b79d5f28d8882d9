// Layers and containers that are no operation of their own: Linear, Sequential, ModuleList, ModuleDict, Identity, Flatten.
import type { Machine } from '../../python/machine';
import { bool, type ClassValue, type InstanceValue, int, none, str, tuple, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { callFunction } from '../callFunction';
import { dtypeOf } from '../dtypeObject';
import { loseGenerator } from '../random/generatorObject';
import type { Torch } from '../torch';
import { children, doubtIn, isModule, type ModuleMethod, subclassOf } from './moduleClass';
import { kaimingBound, uniformParameter } from './parameter';

type Rows = Readonly<Record<string, ModuleMethod>>;

/** Classes by their name under torch.nn. */
export function layerClasses(torch: Torch): ReadonlyMap<string, ClassValue> {
  const make = (name: string, file: string, rows: Rows): readonly [string, ClassValue] => [
    name,
    subclassOf(torch.classes.module, name, `torch.nn.modules.${file}`, rows),
  ];
  return new Map([
    make('Linear', 'linear', linear(torch)),
    make('Identity', 'linear', { __init__: start, forward: (_, [input = none]) => input }),
    make('Sequential', 'container', sequential(torch)),
    make('ModuleList', 'container', moduleList(torch)),
    make('ModuleDict', 'container', moduleDict(torch)),
    make('Flatten', 'flatten', flatten(torch)),
  ]);
}

const start: ModuleMethod = (self) => {
  self.attrs.set('training', bool(true));
  return none;
};

/** Keeps the bound arguments of a constructor as attributes. */
function keepArguments(
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  defaults: Readonly<Record<string, Value>>,
): void {
  self.attrs.set('training', bool(true));
  for (const [name, value] of Object.entries(defaults)) self.attrs.set(name, bound.get(name) ?? value);
  for (const [name, value] of bound) self.attrs.set(name, value);
}

const attribute = (self: InstanceValue, name: string): Value => self.attrs.get(name) ?? none;

function linear(torch: Torch): Rows {
  const target = callee(
    'Linear.__init__',
    'python',
    'in_features, out_features, bias=True, device=None, dtype=None',
    true,
  );
  return {
    __init__: (self, args, machine, keywords) => {
      const bound = bindArguments(machine, target, { positional: args, keywords });
      const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
      if (doubt) {
        loseGenerator(torch, 'torch.nn.Linear');
        return doubt;
      }
      const sizes = ['in_features', 'out_features'].map((name) => bound.get(name) ?? none);
      const [inputs, outputs] = sizes.map((value) => (value.kind === 'int' ? Number(value.value) : undefined));
      if (inputs === undefined || outputs === undefined) {
        const wrong = sizes.find((value) => value.kind !== 'int') ?? none;
        return machine.raise(
          'TypeError',
          `empty(): argument 'size' must be tuple of ints, not ${machine.classOf(wrong).name}`,
        );
      }
      keepArguments(self, new Map(), { in_features: int(inputs), out_features: int(outputs) });
      const bias = bound.get('bias');
      const hasBias = !(bias?.kind === 'bool' && !bias.value);
      const dtype = dtypeOf(bound.get('dtype') ?? none) ?? 'float32';
      const limit = inputs > 0 ? 1 / Math.sqrt(inputs) : 0;
      self.attrs.set('weight', uniformParameter(torch, machine, [outputs, inputs], kaimingBound(inputs), dtype));
      self.attrs.set('bias', hasBias ? uniformParameter(torch, machine, [outputs], limit, dtype) : none);
      return none;
    },
    forward: (self, [input = none], machine) =>
      callFunction(torch, machine, 'torch.nn.functional.linear', [
        input,
        attribute(self, 'weight'),
        attribute(self, 'bias'),
      ]),
    extra_repr: function* (self, _, machine) {
      const inputs = yield* machine.repr(attribute(self, 'in_features'));
      const outputs = yield* machine.repr(attribute(self, 'out_features'));
      const bias = attribute(self, 'bias').kind === 'none' ? 'False' : 'True';
      return str(`in_features=${inputs}, out_features=${outputs}, bias=${bias}`);
    },
  };
}

/** Refuses what is no module, as `add_module` does. */
function requireModule(torch: Torch, machine: Machine, value: Value): InstanceValue {
  if (isModule(torch, value)) return value;
  const type = machine.classOf(value).name;
  return machine.raise('TypeError', `${type} is not a Module subclass`);
}

function addAll(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  items: readonly (readonly [string, Value])[],
): Value {
  self.attrs.set('training', bool(true));
  for (const [name, item] of items) {
    // With a part that is not known the whole is not.
    if (item.kind === 'unknown') return item;
    self.attrs.set(name, requireModule(torch, machine, item));
  }
  return none;
}

const numbered = (items: readonly Value[], first = 0): readonly (readonly [string, Value])[] =>
  items.map((item, i) => [String(first + i), item]);

/** The pairs of a dict with string keys, or undefined. */
const namedItems = (value: Value | undefined): readonly (readonly [string, Value])[] | undefined =>
  value?.kind === 'dict'
    ? [...value.entries.values()].map(({ key, value: item }) => [key.kind === 'str' ? key.value : '', item])
    : undefined;

/** `len`, iteration and integer indexing over the children. */
function listProtocol(torch: Torch): Rows {
  return {
    __len__: (self) => doubtIn(torch, self) ?? int(children(torch, self).length),
    __iter__: (self) => {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      const items = children(torch, self).values();
      return { kind: 'iterator', name: 'iterator', next: () => items.next().value?.[1] };
    },
    __getitem__: function* (self, [key = none], machine) {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      const modules = children(torch, self).map(([, child]) => child);
      if (key.kind === 'slice') {
        const chosen = yield* machine.getItem({ kind: 'list', items: [...modules] }, key);
        return yield* machine.call(self.cls, chosen.kind === 'list' ? chosen.items : []);
      }
      const index = key.kind === 'int' ? Number(key.value) : Number.NaN;
      return modules.at(index) ?? machine.raise('IndexError', `index ${index} is out of range`);
    },
    __setitem__: (self, [key = none, value = none], machine) => {
      const names = children(torch, self).map(([name]) => name);
      const index = key.kind === 'int' ? Number(key.value) : Number.NaN;
      const name = names.at(index);
      if (name === undefined || Number.isNaN(index))
        return machine.raise('IndexError', `index ${index} is out of range`);
      self.attrs.set(name, value.kind === 'unknown' ? value : requireModule(torch, machine, value));
      return none;
    },
  };
}

function sequential(torch: Torch): Rows {
  return {
    ...listProtocol(torch),
    __init__: (self, args, machine) =>
      addAll(torch, machine, self, (args.length === 1 ? namedItems(args[0]) : undefined) ?? numbered(args)),
    append: (self, [item = none], machine) => {
      const known = item.kind === 'unknown' ? item : requireModule(torch, machine, item);
      self.attrs.set(String(children(torch, self).length), known);
      return self;
    },
    forward: function* (self, [input = none], machine) {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      let value = input;
      for (const [, child] of children(torch, self)) value = yield* machine.call(child, [value]);
      return value;
    },
  };
}

function moduleList(torch: Torch): Rows {
  return {
    ...listProtocol(torch),
    __init__: function* (self, [items], machine) {
      return addAll(torch, machine, self, numbered(items ? yield* machine.items(items) : []));
    },
    append: (self, [item = none], machine) => {
      const known = item.kind === 'unknown' ? item : requireModule(torch, machine, item);
      self.attrs.set(String(children(torch, self).length), known);
      return self;
    },
    extend: function* (self, [items = none], machine) {
      addAll(torch, machine, self, numbered(yield* machine.items(items), children(torch, self).length));
      return self;
    },
  };
}

const iterated = (items: readonly Value[]): Value => {
  const rest = items.values();
  return { kind: 'iterator', name: 'odict_iterator', next: () => rest.next().value };
};

function moduleDict(torch: Torch): Rows {
  return {
    __init__: (self, [items], machine) => addAll(torch, machine, self, namedItems(items) ?? []),
    __len__: (self) => doubtIn(torch, self) ?? int(children(torch, self).length),
    __getitem__: function* (self, [key = none], machine) {
      const name = yield* machine.str(key);
      return (
        children(torch, self).find(([child]) => child === name)?.[1] ??
        machine.raise('KeyError', yield* machine.repr(key))
      );
    },
    __setitem__: (self, [key, value = none], machine) => {
      if (key?.kind === 'str')
        self.attrs.set(key.value, value.kind === 'unknown' ? value : requireModule(torch, machine, value));
      return none;
    },
    __iter__: (self) => doubtIn(torch, self) ?? iterated(children(torch, self).map(([name]) => str(name))),
    keys: (self) => doubtIn(torch, self) ?? iterated(children(torch, self).map(([name]) => str(name))),
    values: (self) => doubtIn(torch, self) ?? iterated(children(torch, self).map(([, child]) => child)),
    items: (self) =>
      doubtIn(torch, self) ?? iterated(children(torch, self).map(([name, child]) => tuple([str(name), child]))),
    __contains__: (self, [key]) =>
      bool(children(torch, self).some(([child]) => key?.kind === 'str' && child === key.value)),
  };
}

function flatten(torch: Torch): Rows {
  const target = callee('Flatten.__init__', 'python', 'start_dim=1, end_dim=-1', true);
  return {
    __init__: (self, args, machine, keywords) => {
      keepArguments(self, bindArguments(machine, target, { positional: args, keywords }), {
        start_dim: int(1),
        end_dim: int(-1),
      });
      return none;
    },
    forward: (self, [input = none], machine) =>
      callFunction(torch, machine, 'torch.flatten', [input, attribute(self, 'start_dim'), attribute(self, 'end_dim')]),
    extra_repr: function* (self, _, machine) {
      const from = yield* machine.repr(attribute(self, 'start_dim'));
      return str(`start_dim=${from}, end_dim=${yield* machine.repr(attribute(self, 'end_dim'))}`);
    },
  };
}
