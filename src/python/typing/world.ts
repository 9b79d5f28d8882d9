// What one machine has of `typing`: its classes, its special forms and the types that were made, so that the same type is
// the same object. Knows no rules of types.
import { builtinClass, makeClass } from '../core/classes';
import { hashKey, identity } from '../core/hash';
import { addMethods, type MethodRow } from '../core/native';
import type { Vm } from '../core/vm';
import type { ClassValue, InstanceValue, Run, Value } from '../value';
import { type AliasParts, classNames, formObject, SpecialForm, TypeAlias } from './forms';

const key = Symbol('typing');

export class World {
  /** The class `Generic`. */
  generic: ClassValue | undefined;
  private readonly classes = new Map<string, ClassValue>();
  private readonly forms = new Map<string, InstanceValue>();
  private readonly made = new Map<string, Value>();

  /** The class of this name, made with these methods where there is none yet. */
  cls(
    name: string,
    rows: readonly MethodRow[] = [],
    properties: readonly (readonly [string, Value])[] = [],
    metaclass?: ClassValue,
    base = builtinClass('object'),
  ): ClassValue {
    const found = this.classes.get(name);
    if (found) return found;
    const made = makeClass(name, 'typing', [base], new Map(properties), metaclass);
    if (!made) throw new Error(`no order of bases for ${name}`);
    addMethods(made, rows);
    this.classes.set(name, made);
    return made;
  }

  form(name: string): InstanceValue {
    let form = this.forms.get(name);
    if (!form) {
      form = formObject(this.cls('_SpecialForm'), new SpecialForm(name));
      this.forms.set(name, form);
    }
    return form;
  }

  alias(parts: AliasParts, args: readonly Value[], again: (vm: Vm, args: readonly Value[]) => Run<Value>): Value {
    return formObject(this.cls(classNames[parts.kind]), new TypeAlias(parts, args, again));
  }

  /** The type that was made of the same arguments before, if one was. */
  *once(whole: Value, args: readonly Value[], make: () => Run<Value>): Run<Value> {
    const at = [whole, ...args].map(place).join('|');
    const found = this.made.get(at);
    if (found) return found;
    const made = yield* make();
    if (made.kind !== 'unknown') this.made.set(at, made);
    return made;
  }
}

/** Where an argument stands among others: numbers that are equal are not the same type of number. */
function place(value: Value): string {
  const found = hashKey(value);
  return found.kind === 'key' ? `${value.kind}:${found.key.length}:${found.key}` : `o${identity(value)}`;
}

export function worldOf(vm: Vm): World {
  let world = vm.state.get(key) as World | undefined;
  if (!world) {
    world = new World();
    vm.state.set(key, world);
  }
  return world;
}
