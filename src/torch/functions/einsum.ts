// torch.einsum as PyTorch's Python has it: subscripts as a text, or as a list after each operand. Knows no product.
import { functions } from '../../ops';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, builtin, type Run, str, type UnknownValue, type Value } from '../../python/value';
import { callOp, functionForm } from '../callOp';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** Subscripts by their numbers: 26 capitals, then 26 small letters. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const tooFew =
  'einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list';

export const einsumFunction = (torch: Torch): BuiltinValue =>
  builtin('einsum', function* ({ positional, keywords }, machine): Run<Value> {
    for (const keyword of keywords.keys())
      machine.raise('TypeError', `einsum() got an unexpected keyword argument '${keyword}'`);
    const [first, ...rest] = positional;
    if (!first || rest.length === 0) return machine.raise('ValueError', tooFew);
    const given = isTensorValue(first) ? yield* interleaved(positional, machine) : positional;
    if ('kind' in given) return given;
    const form = functionForm(functions.get('torch.einsum') ?? [], 'torch.einsum');
    return yield* callOp(torch, machine, form, { positional: given, keywords: new Map() });
  });

/** Operands with a list of subscripts after each, and perhaps those of the output, as an equation and the operands; or what is unknown. */
function* interleaved(args: readonly Value[], machine: Machine): Run<readonly Value[] | UnknownValue> {
  const texts: string[] = [];
  const lists = args.filter((_, i) => i % 2 === 1 || (i === args.length - 1 && args.length % 2 === 1));
  for (const list of lists) {
    const text = yield* written(list, machine);
    if (typeof text !== 'string') return text;
    texts.push(text);
  }
  const output = args.length % 2 === 1 ? `->${texts.pop() ?? ''}` : '';
  const operands = args.slice(0, args.length - (args.length % 2)).filter((_, i) => i % 2 === 0);
  return [str(`${texts.join(',')}${output}`), ...operands];
}

function* written(subscripts: Value, machine: Machine): Run<string | UnknownValue> {
  if (subscripts.kind === 'unknown') return subscripts;
  let text = '';
  for (const subscript of yield* machine.items(subscripts)) {
    if (subscript.kind === 'unknown') return subscript;
    const type = machine.classOf(subscript).name;
    if (subscript.kind === 'ellipsis') text += '...';
    // What is no number is compared with one, and refused by that.
    else if (subscript.kind !== 'int' && subscript.kind !== 'bool')
      machine.raise('TypeError', `'>=' not supported between instances of '${type}' and 'int'`);
    else
      text +=
        letters[Number(subscript.value)] ??
        machine.raise('ValueError', 'einsum(): subscript in subscript list is not within the valid range [0, 52)');
  }
  return text;
}
