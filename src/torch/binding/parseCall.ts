// PyTorch's argument parser: which signature a call fits, and the TypeError where it fits none. Knows no operation.
import type { Machine } from '../../python/machine';
import type { Args, BuiltinValue, Value } from '../../python/value';
import { isTensor, nativeTypeName } from './accepted';
import { combinationText, deprecationText } from './combinations';
import { parserSignatures } from './parserSignature';
import { parse, type Refused } from './parseSignature';

/** `parseCall` of a method of tensors, whose first argument is the tensor. */
export function parseMethod(machine: Machine, name: string, args: Args): Args {
  const dotted = `torch.Tensor.${name}`;
  const [self, ...positional] = args.positional;
  if (!parserSignatures(dotted) || self?.kind === 'unknown') return args;
  if (!self) return machine.raise('TypeError', `unbound method TensorBase.${name}() needs an argument`);
  if (!isTensor(self)) {
    const got = nativeTypeName(machine, self);
    const text = `descriptor '${name}' for 'torch._C.TensorBase' objects doesn't apply to a '${got}' object`;
    return machine.raise('TypeError', text);
  }
  const parsed = parseCall(machine, dotted, { positional, keywords: args.keywords });
  return { positional: [self, ...parsed.positional], keywords: parsed.keywords };
}

/** The functions of a module, each behind the parser of its name. */
export const parsedFunctions = (
  path: string,
  functions: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, value]) => [
      name,
      value.kind === 'builtin' ? parsedFunction(`${path}.${name}`, value) : value,
    ]),
  );

/** A function behind the parser of its name. */
export const parsedFunction = (dotted: string, value: BuiltinValue): BuiltinValue => ({
  ...value,
  call: (args, machine) => value.call(parseCall(machine, dotted, args), machine),
});

/** A method of tensors behind the parser of its name. */
export const parsedMethod = (name: string, value: BuiltinValue): BuiltinValue => ({
  ...value,
  call: (args, machine) => value.call(parseMethod(machine, name, args), machine),
});

/**
 * The arguments as the signature that takes them names them, with several ints as one tuple; as they are where `dotted` is not
 * written in C. `self` is no argument of a method.
 */
export function parseCall(machine: Machine, dotted: string, args: Args): Args {
  const all = parserSignatures(dotted);
  // What is not known fits everywhere, so that the first of several signatures need not be the one that is meant.
  const isClear = all?.length === 1 || ![...args.positional, ...args.keywords.values()].some(isUnknown);
  if (!all || !isClear) return args;
  if (all.length === 0) return takeNone(machine, dotted, args);
  let first: Refused | undefined;
  for (const signature of all) {
    const parsed = parse(machine, signature, args);
    if ('refusal' in parsed) first ??= parsed;
    else {
      if (signature.deprecated) machine.warn('UserWarning', deprecationText(signature, all));
      return parsed;
    }
  }
  if (all.length === 1 && first) machine.raise('TypeError', first.refusal());
  const given = args.positional.length + args.keywords.size;
  const listed = all.filter((signature) => !signature.deprecated);
  const plausible = listed.filter(({ least, params }) => least <= given && given <= params.length);
  const only = plausible.length === 1 && plausible[0] ? parse(machine, plausible[0], args) : undefined;
  const text = only && 'refusal' in only ? only.refusal() : combinationText(machine, listed, args);
  return machine.raise('TypeError', text);
}

const isUnknown = ({ kind }: Value): boolean => kind === 'unknown';

/** Methods that take no arguments are refused some by CPython itself. */
function takeNone(machine: Machine, dotted: string, args: Args): Args {
  const name = `TensorBase.${dotted.slice(dotted.lastIndexOf('.') + 1)}()`;
  if (args.keywords.size > 0) machine.raise('TypeError', `${name} takes no keyword arguments`);
  const { length } = args.positional;
  if (length > 0) machine.raise('TypeError', `${name} takes no arguments (${length} given)`);
  return args;
}
