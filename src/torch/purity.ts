// Which calls change nothing but their result, so that a program's slice may leave them out. Knows names only.
import { functions, modules } from '../ops';
import { isKnownName } from './names/knownNames';

/** Calls outside the registry that write to nothing and draw no random number. */
const others = new Set(
  `torch.tensor torch.as_tensor torch.from_numpy torch.empty torch.empty_like torch.is_tensor torch.numel torch.device torch.Size
  torch.get_default_dtype torch.result_type torch.promote_types torch.typename torch.Tensor torch.FloatTensor torch.LongTensor
  torch.no_grad torch.enable_grad torch.cuda.is_available torch.nn.Parameter torch.nn.Identity torch.nn.Flatten torch.nn.Sequential
  torch.nn.ModuleList torch.nn.ModuleDict torch.nn.Dropout numpy.array numpy.zeros numpy.ones numpy.arange`.split(
    /\s+/,
  ),
);

/** Methods that write, or draw random numbers, although their names do not end in an underscore; some write in NumPy only. */
const writing =
  /^(?:backward|retain_grad|register_hook|bernoulli|multinomial|sort|fill|resize|put|partition|itemset|setflags|__setitem__|__delitem__|__i(?:add|sub|mul|truediv|floordiv|mod|pow|and|or|xor|lshift|rshift)__)$/;

/** Calling a loss or an activation, by its class (`torch.nn.modules.loss.BCELoss`) or its public name (`torch.nn.BCELoss`). */
function isPureModuleCall(dotted: string): boolean {
  const made = /^(.*)\.(?:__call__|forward)$/.exec(dotted)?.[1];
  return made !== undefined && (modules.has(made) || /^torch\.nn\.modules\.(?:loss|activation)\.\w+$/.test(made));
}

/** `torch.Tensor.sum` writes nothing, `torch.Tensor.add_` and `x += y` do; of a name that is no method nothing is known. */
function isPureMethod(dotted: string): boolean {
  const [, owner, name] = /^(torch\.Tensor|numpy\.ndarray)\.(\w+)$/.exec(dotted) ?? [];
  if (owner === undefined || name === undefined) return isPureModuleCall(dotted);
  if (name.startsWith('__')) return !writing.test(name);
  return isKnownName(owner, name) && !writing.test(name) && !name.endsWith('_');
}

/**
 * By dotted name: `torch.nn.functional.softmax`, or a method `torch.Tensor.sum`. Layers with random weights are not pure:
 * they draw from the generator.
 */
export const isPure = (dotted: string): boolean =>
  functions.has(dotted) || modules.has(dotted) || others.has(dotted) || isPureMethod(dotted);
