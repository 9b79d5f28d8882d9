// The operations directly under a module as Python functions, with those that write into their first argument. Knows no operation.
import { functions } from '../ops';
import type { Machine } from '../python/machine';
import { type Args, type BuiltinValue, builtin, pyTrue, type Run, type Value } from '../python/value';
import { parsedFunction } from './binding/parseCall';
import { callOp, functionForm, lastName, type OpForm, opBuiltin } from './callOp';
import { einsumFunction } from './functions/einsum';
import type { Entries, Entry } from './moduleValue';
import { isKnownName } from './names/knownNames';
import { hasInPlaceForm, inPlaceOf } from './tensor/inPlace';
import type { Torch } from './torch';

/** What PyTorch's Python takes in other forms before it calls the operation. */
const written: ReadonlyMap<string, (torch: Torch) => BuiltinValue> = new Map(
  ['torch.einsum', 'torch.functional.einsum'].map((dotted) => [dotted, einsumFunction]),
);

/** The operations directly under a module: `torch.` has `softmax` and not `nn.functional.softmax`. */
export function named(torch: Torch, prefix: string): Entries {
  const entries = new Map<string, Entry>();
  for (const [name, dotted] of namesUnder(prefix)) {
    const form = functionForm(functions.get(dotted) ?? [], dotted);
    entries.set(name, () => written.get(dotted)?.(torch) ?? opBuiltin(torch, form));
    const [op] = form.ops;
    // `relu_` beside `relu`: the result is written into the first argument.
    if (op && hasInPlaceForm(op) && isKnownName(prefix.slice(0, -1), `${name}_`))
      entries.set(`${name}_`, () => parsedFunction(`${dotted}_`, builtin(`${name}_`, writing(torch, form))));
  }
  return entries;
}

/** Says so where the op takes that as an argument. */
function writing(torch: Torch, form: OpForm): (args: Args, machine: Machine) => Run<Value> {
  const says = form.ops.every(({ params }) => params.some(({ name }) => name === 'inplace'));
  if (!says) return inPlaceOf(torch, lastName(form.dotted), (args, machine) => callOp(torch, machine, form, args));
  return ({ positional, keywords }, machine) =>
    callOp(torch, machine, form, { positional, keywords: new Map([...keywords, ['inplace', pyTrue]]) });
}

const under = new Map<string, readonly (readonly [name: string, dotted: string])[]>();

function namesUnder(prefix: string): readonly (readonly [name: string, dotted: string])[] {
  let names = under.get(prefix);
  if (!names) {
    names = [...functions.keys()]
      .filter((dotted) => dotted.startsWith(prefix) && !dotted.includes('.', prefix.length))
      .map((dotted) => [dotted.slice(prefix.length), dotted] as const);
    under.set(prefix, names);
  }
  return names;
}
