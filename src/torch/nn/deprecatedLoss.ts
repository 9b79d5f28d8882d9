// NLLLoss2d: the name that NLLLoss had for images, kept by PyTorch with a warning. Knows no operation.
import { builtin, type ClassValue, type Value } from '../../python/value';
import { makeClass } from '../makeClass';

/** The class that warns when it is made and is an NLLLoss. */
export function nllLoss2d(nllLoss: ClassValue): ClassValue {
  const init = nllLoss.attrs.get('__init__');
  return makeClass('NLLLoss2d', 'torch.nn.modules.loss', [nllLoss], {
    __init__: builtin(
      '__init__',
      function* ({ positional, keywords }, machine) {
        machine.warn(
          'FutureWarning',
          '`NLLLoss2d` has been deprecated. Please use `NLLLoss` instead as a drop-in replacement and see https://pytorch.org/docs/main/nn.html#torch.nn.NLLLoss for more details.',
        );
        return yield* machine.call(init as Value, positional, keywords);
      },
      true,
    ),
  });
}
