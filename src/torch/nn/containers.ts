// Containers of modules and of parameters: Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict
// (torch/nn/modules/container.py). Knows no layer.
import { entriesOf as dictEntries } from '../../python/core/keys';
import type { Machine } from '../../python/machine';
import { bool, type InstanceValue, int, list, none, type Run, str, tuple, type Value } from '../../python/value';
import { refuseKeywords } from '../binding/bindArguments';
import type { Entries, Entry } from '../moduleValue';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { legacyTypeName } from '../typeName';
import { type ModuleMethod, shownType, subclassOf } from './moduleClass';
import { children, doubtIn, isModule } from './moduleTree';
import { asParameter } from './parameter';

type Rows = Readonly<Record<string, ModuleMethod>>;
type Named = readonly (readonly [string, Value])[];

/** Classes by their name under torch.nn. */
export function containerClasses(torch: Torch): Entries {
  const make = (name: string, rows: (torch: Torch) => Rows): readonly [string, Entry] => [
    name,
    () => subclassOf(torch.classes.module, name, 'torch.nn.modules.container', rows(torch)),
  ];
  return new Map([
    make('Sequential', sequential),
    make('ModuleList', moduleList),
    make('ModuleDict', moduleDict),
    make('ParameterList', parameterList),
    make('ParameterDict', parameterDict),
  ]);
}

/** Refuses what is no module, as `add_module` does. */
function requireModule(torch: Torch, machine: Machine, value: Value): Value {
  if (isModule(torch, value) || value.kind === 'unknown') return value;
  return machine.raise('TypeError', `${shownType(value, machine)} is not a Module subclass`);
}

/** What a container holds, and how it takes something in. */
interface Holding {
  readonly entries: (self: InstanceValue) => Named;
  readonly take: (machine: Machine, value: Value) => Value;
}

const modulesIn = (torch: Torch): Holding => ({
  entries: (self) => children(torch, self),
  take: (machine, value) => requireModule(torch, machine, value),
});

/** Tensors become parameters; other objects stay what they are. */
const parametersIn = (torch: Torch): Holding => ({
  entries: (self) => [...self.attrs].filter(([name]) => name !== 'training' && !name.startsWith(' ')),
  take: (_, value) =>
    isTensorValue(value) && value.cls === torch.classes.tensor
      ? asParameter(torch, value, value.native.dtype.includes('float'))
      : value,
});

const start = (self: InstanceValue): void => void self.attrs.set('training', bool(true));

/** Puts these in the place of all that was held. */
function replace({ entries }: Holding, self: InstanceValue, items: Named): void {
  for (const [name] of entries(self)) self.attrs.delete(name);
  for (const [name, value] of items) self.attrs.set(name, value);
}

const numbered = (items: readonly Value[], first = 0): Named => items.map((item, i) => [String(first + i), item]);

/** The pairs of a dict, or of a module that holds names; undefined for anything else. */
function pairsOf(holding: Holding, value: Value | undefined): Named | undefined {
  if (value?.kind === 'dict')
    return [...value.entries.values()].map(({ key, value: item }) => [key.kind === 'str' ? key.value : '', item]);
  return value?.kind === 'instance' && value.attrs.has('training') ? holding.entries(value) : undefined;
}

const iterated = (items: readonly Value[], name = 'iterator'): Value => {
  const rest = items.values();
  return { kind: 'iterator', name, next: () => rest.next().value };
};

function place(machine: Machine, key: Value, length: number, extra = 0): number {
  const index = key.kind === 'int' ? Number(key.value) : Number.NaN;
  if (!(index >= -length && index < length + extra))
    machine.raise('IndexError', `index ${key.kind === 'int' ? index : 'nan'} is out of range`);
  return index < 0 ? index + length : index;
}

/** `len`, iteration, indexing and growth by position. `sliced` makes what a slice gives. */
function listRows(
  torch: Torch,
  holding: Holding,
  sliced: (self: InstanceValue, items: Named, machine: Machine) => Run<Value>,
): Rows {
  const values = (self: InstanceValue): readonly Value[] => holding.entries(self).map(([, value]) => value);
  const renumber = (self: InstanceValue, items: readonly Value[]): void => replace(holding, self, numbered(items));
  return {
    __len__: (self) => doubtIn(torch, self) ?? int(holding.entries(self).length),
    __iter__: (self) => doubtIn(torch, self) ?? iterated(values(self)),
    __contains__: (self, [item]) => bool(values(self).some((value) => value === item)),
    __getitem__: function* (self, [key = none], machine) {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      const entries = holding.entries(self);
      if (key.kind !== 'slice') return entries[place(machine, key, entries.length)]?.[1] ?? none;
      const places = yield* machine.getItem(list(entries.map((_, i) => int(i))), key);
      const chosen = places.kind === 'list' ? places.items : [];
      const picked = chosen.flatMap((at) => (at.kind === 'int' ? [entries[Number(at.value)]!] : []));
      return yield* sliced(self, picked, machine);
    },
    __setitem__: (self, [key = none, value = none], machine) => {
      const entries = holding.entries(self);
      const name = entries[place(machine, key, entries.length)]?.[0];
      if (name !== undefined) self.attrs.set(name, holding.take(machine, value));
      return none;
    },
    __delitem__: function* (self, [key = none], machine) {
      const items = values(self);
      const places = yield* machine.getItem(list(items.map((_, i) => int(i))), key);
      const gone = new Set(
        (places.kind === 'list' ? places.items : [places]).map((at) => (at.kind === 'int' ? Number(at.value) : -1)),
      );
      renumber(
        self,
        items.filter((_, i) => !gone.has(i)),
      );
      return none;
    },
    append: (self, [item = none], machine) => {
      self.attrs.set(String(holding.entries(self).length), holding.take(machine, item));
      return self;
    },
    extend: function* (self, [items = none], machine) {
      const more = (yield* machine.items(items)).map((item) => holding.take(machine, item));
      for (const [name, value] of numbered(more, holding.entries(self).length)) self.attrs.set(name, value);
      return self;
    },
    insert: (self, [index = none, item = none], machine) => {
      const items = [...values(self)];
      items.splice(index.kind === 'int' ? Number(index.value) : 0, 0, holding.take(machine, item));
      renumber(self, items);
      return self;
    },
    pop: (self, [key = none], machine) => {
      const items = [...values(self)];
      const [gone = none] = items.splice(place(machine, key, items.length), 1);
      renumber(self, items);
      return gone;
    },
  };
}

function sequential(torch: Torch): Rows {
  const holding = modulesIn(torch);
  return {
    ...listRows(torch, holding, (self, items, machine) =>
      machine.call(self.cls, [{ kind: 'dict', entries: dictEntries(items) }]),
    ),
    __init__: (self, args, machine, keywords) => {
      refuseKeywords(machine, 'Sequential.__init__', keywords);
      start(self);
      const items =
        (args.length === 1 && args[0]?.kind === 'dict' ? pairsOf(holding, args[0]) : undefined) ?? numbered(args);
      for (const [name, item] of items) {
        // With a part that is not known the whole is not.
        if (item.kind === 'unknown') return item;
        self.attrs.set(name, holding.take(machine, item));
      }
      return none;
    },
    __add__: (self, [other = none], machine) =>
      isModule(torch, other)
        ? machine.call(
            self.cls,
            [...holding.entries(self), ...holding.entries(other)].map(([, value]) => value),
          )
        : none,
    forward: function* (self, [input = none], machine) {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      let value = input;
      for (const [, child] of children(torch, self)) value = yield* machine.call(child, [value]);
      return value;
    },
  };
}

/** Rows of a container that is made of one iterable. */
function listOf(torch: Torch, holding: Holding): Rows {
  return {
    ...listRows(torch, holding, (self, items, machine) =>
      machine.call(self.cls, [list(items.map(([, value]) => value))]),
    ),
    __init__: function* (self, [items], machine, keywords) {
      start(self);
      const given = items ?? keywords.get('modules') ?? keywords.get('values');
      const all = given && given.kind !== 'none' ? yield* machine.items(given) : [];
      for (const [name, item] of numbered(all)) {
        if (item.kind === 'unknown') return item;
        self.attrs.set(name, holding.take(machine, item));
      }
      return none;
    },
    __iadd__: function* (self, [items = none], machine) {
      return yield* machine.call(yield* machine.getAttr(self, 'extend'), [items]);
    },
    __add__: function* (self, [items = none], machine) {
      const all = [...holding.entries(self).map(([, value]) => value), ...(yield* machine.items(items))];
      return yield* machine.call(self.cls, [list(all)]);
    },
  };
}

function moduleList(torch: Torch): Rows {
  const holding = modulesIn(torch);
  return {
    ...listOf(torch, holding),
    // Equal neighbours are shown once, with their number.
    __repr__: function* (self, _, machine) {
      const doubt = doubtIn(torch, self);
      if (doubt) return doubt;
      const texts: string[] = [];
      for (const [, child] of holding.entries(self)) texts.push(yield* machine.repr(child));
      if (texts.length === 0) return str(`${self.cls.name}()`);
      const lines: string[] = [];
      for (let i = 0; i < texts.length; ) {
        let end = i + 1;
        while (end < texts.length && texts[end] === texts[i]) end++;
        const label = end - i === 1 ? `(${i}): ` : `(${i}-${end - 1}): ${end - i} x `;
        lines.push(`${label}${texts[i]?.replaceAll('\n', '\n  ')}`);
        i = end;
      }
      return str(`${self.cls.name}(\n  ${lines.join('\n  ')}\n)`);
    },
  };
}

/** Names to what is held: a dict's methods. `isSorted`: plain dicts are taken in the order of their keys. */
function dictRows(torch: Torch, holding: Holding, isSorted: boolean): Rows {
  const names = (self: InstanceValue): Value[] => holding.entries(self).map(([name]) => str(name));
  const take = function* (self: InstanceValue, given: Value | undefined, machine: Machine): Run<Value> {
    if (!given || given.kind === 'none') return none;
    if (given.kind === 'unknown') return given;
    let items = pairsOf(holding, given);
    if (items && isSorted && given.kind === 'dict' && !given.cls)
      items = [...items].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (!items) {
      const pairs: (readonly [string, Value])[] = [];
      for (const pair of yield* machine.items(given)) {
        const [key, value = none] = yield* machine.items(pair);
        pairs.push([key?.kind === 'str' ? key.value : '', value]);
      }
      items = pairs;
    }
    for (const [name, item] of items) {
      if (item.kind === 'unknown') return item;
      self.attrs.set(name, holding.take(machine, item));
    }
    return none;
  };
  const found = (self: InstanceValue, key: Value): Value | undefined =>
    key.kind === 'str' ? holding.entries(self).find(([name]) => name === key.value)?.[1] : undefined;
  const missing = function* (key: Value, machine: Machine): Run<never> {
    return machine.raise('KeyError', yield* machine.repr(key));
  };
  return {
    __init__: (self, [items], machine, keywords) => {
      start(self);
      return take(self, items ?? keywords.get('modules') ?? keywords.get('parameters'), machine);
    },
    __len__: (self) => doubtIn(torch, self) ?? int(holding.entries(self).length),
    __iter__: (self) => doubtIn(torch, self) ?? iterated(names(self), 'odict_iterator'),
    __contains__: (self, [key = none]) => bool(found(self, key) !== undefined),
    __getitem__: function* (self, [key = none], machine) {
      return found(self, key) ?? (yield* missing(key, machine));
    },
    __setitem__: (self, [key, value = none], machine) => {
      if (key?.kind === 'str') self.attrs.set(key.value, holding.take(machine, value));
      return none;
    },
    __delitem__: function* (self, [key = none], machine) {
      if (key.kind === 'str' && found(self, key)) self.attrs.delete(key.value);
      else yield* missing(key, machine);
      return none;
    },
    keys: (self) => doubtIn(torch, self) ?? iterated(names(self), 'odict_iterator'),
    values: (self) => doubtIn(torch, self) ?? iterated(holding.entries(self).map(([, value]) => value)),
    items: (self) =>
      doubtIn(torch, self) ?? iterated(holding.entries(self).map(([name, value]) => tuple([str(name), value]))),
    update: (self, [items], machine) => take(self, items, machine),
    get: (self, [key = none, fallback = none]) => found(self, key) ?? fallback,
    pop: function* (self, [key = none], machine) {
      const value = found(self, key) ?? (yield* missing(key, machine));
      if (key.kind === 'str') self.attrs.delete(key.value);
      return value;
    },
    clear: (self) => {
      replace(holding, self, []);
      return none;
    },
  };
}

const moduleDict = (torch: Torch): Rows => dictRows(torch, modulesIn(torch), false);

/** `Parameter containing: [torch.float32 of size 2x3]`. */
function parameterLines(
  torch: Torch,
  self: InstanceValue,
  type: (tensor: TensorValue) => string,
  machine: Machine,
): Value {
  const lines = parametersIn(torch)
    .entries(self)
    .map(([name, value]) => {
      if (!isTensorValue(value)) return `  (${name}): Object of type: ${machine.classOf(value).name}`;
      const kind = value.cls === torch.classes.parameter ? 'Parameter' : 'Tensor';
      return `  (${name}): ${kind} containing: [${type(value)} of size ${value.native.shape.join('x')}]`;
    });
  return str(lines.join('\n'));
}

const parameterList = (torch: Torch): Rows => ({
  ...listOf(torch, parametersIn(torch)),
  extra_repr: (self, _, machine) => parameterLines(torch, self, ({ native }) => `torch.${native.dtype}`, machine),
});

const parameterDict = (torch: Torch): Rows => ({
  ...dictRows(torch, parametersIn(torch), true),
  extra_repr: (self, _, machine) => parameterLines(torch, self, ({ native }) => legacyTypeName(native.dtype), machine),
});
