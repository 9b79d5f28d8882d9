// Asks the sources of inputs for names whose value the program does not give. Knows no source and no syntax family.
import type { Span } from '../../base/span';
import type { Arguments } from '../../syntax/nodes';
import type { AskedInput } from '../machine';
import { none, type UnknownValue, type Value } from '../value';
import type { Vm } from './vm';

/** The value itself where it is known, else what the first source that answers makes of the name. */
export function supplied(vm: Vm, value: Value, name: string, span: Span, peer: AskedInput['peer']): Value {
  const { inputs } = vm.options;
  if (!inputs || vm.inLibrary) return value;
  const why = unknownOf(vm, value);
  if (!why) return value;
  for (const source of inputs) {
    const found = source.value({ name, span, why, peer });
    if (found) return found;
  }
  return value;
}

/** Fills parameters that are Unknown; a source is asked for all of them before the next one is. */
export function supplyParameters(
  vm: Vm,
  { posonlyargs, args, kwonlyargs }: Arguments,
  names: Map<string, Value>,
): void {
  for (const source of vm.options.inputs ?? []) {
    for (const { arg, nameSpan } of [...posonlyargs, ...args, ...kwonlyargs]) {
      const why = unknownOf(vm, names.get(arg) ?? none);
      if (!why) continue;
      const found = source.value({ name: arg, span: nameSpan, why, peer: (name) => names.get(name) });
      if (found) names.set(arg, found);
    }
  }
}

/** Why the value, or what it holds, is not known. */
function unknownOf(vm: Vm, value: Value): UnknownValue | undefined {
  const visible = vm.visible(value);
  return visible.kind === 'unknown' ? visible : vm.options.library.unknownIn?.(visible);
}
