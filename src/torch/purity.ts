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

/** Going through a module's parts. */
const listing =
  /^torch\.nn\.modules\.module\.Module\.(?:(?:named_)?(?:parameters|buffers|children|modules)|get_(?:submodule|parameter|buffer))$/;

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
  functions.has(dotted) || modules.has(dotted) || others.has(dotted) || listing.test(dotted) || isPureMethod(dotted);

/** Methods of tensors, and of distributions, that draw random numbers. */
const drawing =
  /^(?:random_|normal_|uniform_|bernoulli_?|exponential_|cauchy_|geometric_|log_normal_|multinomial|rrelu_?|r?sample|sample_n)$/;

/** Methods of modules, optimizers and loaders that draw none. */
const quiet = new Set(
  `backward step zero_grad state_dict load_state_dict parameters named_parameters buffers named_buffers children
  named_children modules named_modules train eval to cpu cuda float double half requires_grad_ register_buffer
  register_parameter register_module add_module append extend insert add_param_group get_last_lr`.split(/\s+/),
);

/** Whether a call by this name, of which not more may be known than that, may draw from PyTorch's generator. */
export function mayDraw(dotted: string): boolean {
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  if (dotted === `torch.Tensor.${name}` || dotted === `.${name}`)
    return drawing.test(name) || (dotted !== `.${name}` && !isKnownName('torch.Tensor', name));
  const entersContainer = /^torch\.nn\.modules\.container\.\w+\.__(?:iter|enter)__$/.test(dotted);
  return dotted.startsWith('torch') && !quiet.has(name) && !entersContainer;
}

/** Methods whose result is never a view of the tensor nor the tensor itself. */
const fresh = new Set(
  `item tolist size numel dim clone sum mean std var prod max min argmax argmin norm any all exp log sqrt abs sigmoid tanh
  softmax log_softmax argsort topk eq ne lt le gt ge __add__`.split(/\s+/),
);

/** Whether what a call gives has nothing in common with what it is given: writing there changes nothing else. */
export const givesNew = (dotted: string): boolean =>
  (dotted.startsWith('torch.Tensor.') && fresh.has(dotted.slice('torch.Tensor.'.length))) ||
  /^torch\.nn\.functional\.(?:\w+_loss|\w*cross_entropy\w*|kl_div|(?:log_)?softmax)$/.test(dotted);
