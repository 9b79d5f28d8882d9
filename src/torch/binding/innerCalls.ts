// What PyTorch's Python functions do with an argument that is no tensor: they pass it to an inner function, or ask it for an
// attribute, and that is what the exception names. Data, checked against PyTorch 2.13.

export type InnerCall =
  | { readonly kind: 'call'; readonly name: string; readonly order: readonly string[] }
  | { readonly kind: 'attribute'; readonly name: string };

const call = (name: string, ...order: readonly string[]): InnerCall => ({ kind: 'call', name, order });
const attribute = (name: string): InnerCall => ({ kind: 'attribute', name });

export const innerCalls: Readonly<Record<string, InnerCall>> = {
  cross_entropy: call(
    'cross_entropy_loss',
    'input',
    'target',
    'weight',
    'reduction',
    'ignore_index',
    'label_smoothing',
  ),
  nll_loss: call('nll_loss_nd', 'input', 'target', 'weight', 'reduction', 'ignore_index'),
  kl_div: call('kl_div', 'input', 'target'),
  relu: call('relu', 'input'),
  unique: call('_unique2', 'input'),
  unique_consecutive: call('unique_consecutive', 'input'),
  logsigmoid: call('log_sigmoid', 'input'),
  binary_cross_entropy: attribute('size'),
  binary_cross_entropy_with_logits: attribute('size'),
  mse_loss: attribute('size'),
  l1_loss: attribute('size'),
  smooth_l1_loss: attribute('size'),
  huber_loss: attribute('size'),
  softmax: attribute('softmax'),
  log_softmax: attribute('log_softmax'),
  sigmoid: attribute('sigmoid'),
  tanh: attribute('tanh'),
};
