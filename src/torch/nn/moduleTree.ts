// The tree of a module: its parameters, buffers and submodules, by their dotted names. Knows no call.
import { type InstanceValue, list, str, type UnknownValue, type Value } from '../../python/value';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** Names of buffers are kept among the attributes, under what is no name in Python: a copy of the module has them too. */
export const buffersKey = ' buffers';
/** Those of them that no state holds. */
export const passingKey = ' passing buffers';

export function isNoted(self: InstanceValue, key: string, name: string): boolean {
  const names = self.attrs.get(key);
  return names?.kind === 'list' && names.items.some((item) => item.kind === 'str' && item.value === name);
}

export function note(self: InstanceValue, key: string, name: string): void {
  const names = self.attrs.get(key);
  if (names?.kind !== 'list') self.attrs.set(key, list([str(name)]));
  else if (!isNoted(self, key, name)) names.items.push(str(name));
}

/** Registers a buffer: a tensor that is no parameter. */
export function registerBuffer(self: InstanceValue, name: string, value: Value): void {
  self.attrs.set(name, value);
  note(self, buffersKey, name);
}

export const isModule = (torch: Torch, value: Value | undefined): value is InstanceValue =>
  value?.kind === 'instance' && value.cls.mro.includes(torch.classes.module);

export const isParameterOf = (torch: Torch, value: TensorValue): boolean =>
  value.cls.mro.includes(torch.classes.parameter);

/** Direct submodules in the order of their attributes. */
export function children(torch: Torch, self: InstanceValue): readonly (readonly [string, InstanceValue])[] {
  // Asked at each call of a container.
  const found: (readonly [string, InstanceValue])[] = [];
  for (const [name, value] of self.attrs) if (isModule(torch, value)) found.push([name, value]);
  return found;
}

/** The module itself and all below it, each once, with dotted names. */
export function* namedModules(
  torch: Torch,
  self: InstanceValue,
  prefix = '',
  seen = new Set<InstanceValue>(),
): Generator<readonly [string, InstanceValue]> {
  if (seen.has(self)) return;
  seen.add(self);
  yield [prefix, self];
  for (const [name, child] of children(torch, self))
    yield* namedModules(torch, child, prefix ? `${prefix}.${name}` : name, seen);
}

/** Something unknown on the module or below it: it may be a submodule, so nothing can be listed or counted. The mode is none. */
export function doubtIn(torch: Torch, self: InstanceValue): UnknownValue | undefined {
  for (const [, module] of namedModules(torch, self)) {
    for (const [name, value] of module.attrs) if (value.kind === 'unknown' && name !== 'training') return value;
  }
  return undefined;
}

/** Parameters handed out from a module that is not known in full go to code that is not either: their values may change there. */
export function doubtedParameters(torch: Torch, self: InstanceValue): UnknownValue | undefined {
  const doubt = doubtIn(torch, self);
  if (doubt) for (const tensor of everyTensor(torch, self)) loseValues(tensor.native, doubt);
  return doubt;
}

type Kind = 'parameter' | 'buffer';

/** Parameters or buffers of the module and all below it, each once. */
export function* namedTensors(
  torch: Torch,
  self: InstanceValue,
  kind: Kind,
): Generator<readonly [string, TensorValue]> {
  const seen = new Set<Value>();
  for (const [prefix, module] of namedModules(torch, self)) {
    for (const [name, value] of module.attrs) {
      if (!isTensorValue(value) || seen.has(value)) continue;
      const isParameter = isParameterOf(torch, value);
      if (kind === 'parameter' ? !isParameter : !isNoted(module, buffersKey, name)) continue;
      seen.add(value);
      yield [prefix ? `${prefix}.${name}` : name, value];
    }
  }
}

/** What a module itself adds to a state: its parameters and its buffers, as far as they last. */
export function ownState(torch: Torch, self: InstanceValue): readonly (readonly [string, TensorValue])[] {
  const own = [...self.attrs].flatMap(([name, value]) => (isTensorValue(value) ? [[name, value] as const] : []));
  const lasts = (name: string): boolean => isNoted(self, buffersKey, name) && !isNoted(self, passingKey, name);
  return [
    ...own.filter(([, value]) => isParameterOf(torch, value)),
    ...own.filter(([name, value]) => !isParameterOf(torch, value) && lasts(name)),
  ];
}

/** The modules of a state and what stands before their names in it; one that stands in several places comes as often. */
export function* stateModules(
  torch: Torch,
  self: InstanceValue,
  prefix = '',
): Generator<readonly [string, InstanceValue]> {
  yield [prefix, self];
  for (const [name, child] of children(torch, self)) yield* stateModules(torch, child, `${prefix}${name}.`);
}

/** What `named_parameters(prefix, recurse)` lists. */
export function* listed(
  torch: Torch,
  self: InstanceValue,
  kind: Kind,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Generator<readonly [string, TensorValue]> {
  const prefix = keywords.get('prefix') ?? args[0];
  const recurse = keywords.get('recurse') ?? args[1];
  const start = prefix?.kind === 'str' && prefix.value !== '' ? `${prefix.value}.` : '';
  const isShallow = recurse?.kind === 'bool' && !recurse.value;
  const own = new Set(self.attrs.values());
  for (const [name, value] of namedTensors(torch, self, kind))
    if (!isShallow || own.has(value)) yield [start + name, value];
}

export function* everyTensor(torch: Torch, self: InstanceValue): Generator<TensorValue> {
  for (const kind of ['parameter', 'buffer'] as const)
    for (const [, value] of namedTensors(torch, self, kind)) yield value;
}
