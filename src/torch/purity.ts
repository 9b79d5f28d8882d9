// Which calls change nothing but their result, so that a program's slice may leave them out. Knows names only.
import { functions, modules } from '../ops';

/** Calls outside the registry that write to nothing and draw no random number. */
const others = new Set(
  `torch.tensor torch.as_tensor torch.from_numpy torch.empty torch.empty_like torch.is_tensor torch.numel torch.device torch.Size
  torch.get_default_dtype torch.result_type torch.promote_types torch.typename torch.Tensor torch.FloatTensor torch.LongTensor
  torch.no_grad torch.enable_grad torch.cuda.is_available torch.nn.Parameter torch.nn.Identity torch.nn.Flatten torch.nn.Sequential
  torch.nn.ModuleList torch.nn.ModuleDict torch.nn.Dropout numpy.array numpy.zeros numpy.ones numpy.arange`.split(
    /\s+/,
  ),
);

/** Methods that write although their names do not end in an underscore. */
const writing =
  /^(?:backward|retain_grad|register_hook|__setitem__|__delitem__|__i(?:add|sub|mul|truediv|floordiv|mod|pow|and|or|xor|lshift|rshift)__)$/;

/** Calling a loss or an activation, by its class (`torch.nn.modules.loss.BCELoss`) or its public name (`torch.nn.BCELoss`). */
function isPureModuleCall(dotted: string): boolean {
  const made = /^(.*)\.(?:__call__|forward)$/.exec(dotted)?.[1];
  return made !== undefined && (modules.has(made) || /^torch\.nn\.modules\.(?:loss|activation)\.\w+$/.test(made));
}

/** `torch.Tensor.sum` writes nothing, `torch.Tensor.add_` and `x += y` do. */
function isPureMethod(dotted: string): boolean {
  const name = /^(?:torch\.Tensor|numpy\.ndarray)\.(\w+)$/.exec(dotted)?.[1];
  if (name === undefined) return isPureModuleCall(dotted);
  return !writing.test(name) && (!name.endsWith('_') || name.startsWith('__'));
}

/**
 * By dotted name: `torch.nn.functional.softmax`, or a method `torch.Tensor.sum`. Layers with random weights are not pure:
 * they draw from the generator.
 */
export const isPure = (dotted: string): boolean =>
  functions.has(dotted) || modules.has(dotted) || others.has(dotted) || isPureMethod(dotted);
