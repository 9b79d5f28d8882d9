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
  for (const { name, form, hasInPlace } of opsUnder(prefix)) {
    entries.set(name, () => written.get(form.dotted)?.(torch) ?? opBuiltin(torch, form));
    // `relu_` beside `relu`: the result is written into the first argument.
    if (hasInPlace)
      entries.set(`${name}_`, () => parsedFunction(`${form.dotted}_`, builtin(`${name}_`, writing(torch, form))));
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

interface NamedOp {
  readonly name: string;
  readonly form: OpForm;
  readonly hasInPlace: boolean;
}
const under = new Map<string, readonly NamedOp[]>();

/** What is the same for every evaluation. */
function opsUnder(prefix: string): readonly NamedOp[] {
  let ops = under.get(prefix);
  if (!ops) {
    ops = [...functions]
      .filter(([dotted]) => dotted.startsWith(prefix) && !dotted.includes('.', prefix.length))
      .map(([dotted, given]) => {
        const name = dotted.slice(prefix.length);
        const form = functionForm(given, dotted);
        const [op] = form.ops;
        const hasInPlace = op !== undefined && hasInPlaceForm(op) && isKnownName(prefix.slice(0, -1), `${name}_`);
        return { name, form, hasInPlace };
      });
    under.set(prefix, ops);
  }
  return ops;
}
