// A tensor as Python that makes it again. Knows no DOM.
import { shortest } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';

/** dtypes that `torch.tensor` infers by itself from the written numbers. */
const inferred = new Set(['float32', 'int64', 'bool']);

/** Whether the view holds every element of the tensor. */
export const isWhole = (view: TensorView): boolean => view.shape.every((size, dim) => size === view.shown[dim]);

/** `torch.tensor([[0.5, 1.0], [0.2, 0.4]])`; only right for a view that `isWhole`. */
export function pythonLiteral(view: TensorView): string {
  const number = (offset: number): string => {
    const text = shortest(view.values[offset] ?? Number.NaN, view.format);
    return /^-?(nan|inf)$/.test(text) ? `float('${text}')` : text;
  };
  const nested = (dim: number, offset: number): string => {
    if (dim === view.shape.length) return number(offset);
    const stride = view.shape.slice(dim + 1).reduce((product, size) => product * size, 1);
    const parts = Array.from({ length: view.shape[dim] ?? 0 }, (_, i) => nested(dim + 1, offset + i * stride));
    return `[${parts.join(', ')}]`;
  };
  const empty = view.shape.some((size) => size === 0);
  if (empty)
    return `torch.empty(${view.shape.length === 1 ? view.shape[0] : `(${view.shape.join(', ')})`}, dtype=torch.${view.dtype})`;
  const dtype = inferred.has(view.dtype) ? '' : `, dtype=torch.${view.dtype}`;
  return `torch.tensor(${nested(0, 0)}${dtype})`;
}
