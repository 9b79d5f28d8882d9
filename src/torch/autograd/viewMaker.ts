// Views that PyTorch lets nobody write to where gradients are kept: those made where none were or inside a program's own function,
// and those of which one call made several (torch/csrc/autograd/variable.cpp: CreationMeta). Knows no operation's values.
import { inInference } from './inference';
import { shortName, spokenName } from './kept';

export type ViewMaker = 'noGrad' | 'inference' | 'several' | 'custom';

const several = new Set(['Split', 'SplitWithSizes', 'Unbind']);

/** How a view came to be, where that matters; `node` is the name of the node that stands for it. */
export function viewMaker(gradEnabled: boolean, node: string): ViewMaker | undefined {
  if (inInference()) return 'inference';
  if (!gradEnabled) return 'noGrad';
  return several.has(shortName(node)) ? 'several' : undefined;
}

/** PyTorch's words where such a view, or what it looks at, is written to. */
export function refusedWrite(
  maker: ViewMaker,
  made: { readonly name: string; readonly output: number } | undefined,
  isIndirect: boolean,
): string {
  const what = isIndirect ? 'its base or another view of its base has been' : 'is being';
  const mode = maker === 'inference' ? 'inference' : 'no_grad';
  const start = made
    ? `Output ${made.output} of ${spokenName(made.name)} is a view and ${what} modified inplace.`
    : `A view was created in ${mode} mode and ${what} modified inplace ${maker === 'inference' ? 'in normal mode' : 'with grad mode enabled'}.`;
  return `${start} ${advice(maker)}`;
}

function advice(maker: ViewMaker): string {
  if (maker === 'several')
    return 'This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.';
  if (maker === 'custom')
    return 'This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.';
  return `Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the ${maker === 'inference' ? 'inference_mode' : 'no_grad'} block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).`;
}
