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

/** By dotted name: `torch.nn.functional.softmax`. Layers with random weights are not pure: they draw from the generator. */
export const isPure = (dotted: string): boolean => functions.has(dotted) || modules.has(dotted) || others.has(dotted);
