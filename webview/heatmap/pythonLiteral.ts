// A tensor as Python that makes it again, with PyTorch or with NumPy. Knows no DOM.
import { shortest } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';

/** dtypes that `torch.tensor` infers by itself from the written numbers. */
const inferred = new Set(['float32', 'int64', 'bool']);

/** Whether the view holds every element of the tensor. */
export const isWhole = (view: TensorView): boolean => view.shape.every((size, dim) => size === view.shown[dim]);

/** `torch.tensor([[0.5, 1.0], [0.2, 0.4]])`; only right for a view that `isWhole`. */
export function pythonLiteral(view: TensorView): string {
  const sizes = view.shape.length === 1 ? view.shape[0] : `(${view.shape.join(', ')})`;
  if (view.shape.includes(0)) return `torch.empty(${sizes}, dtype=torch.${view.dtype})`;
  const dtype = inferred.has(view.dtype) ? '' : `, dtype=torch.${view.dtype}`;
  return `torch.tensor(${nested(view, (text) => `float('${text}')`)}${dtype})`;
}

/** `np.array([[0.5, 1.0]], dtype=np.float32)`; only right for a view that `isWhole`, of a dtype that NumPy has. */
export function numpyLiteral(view: TensorView): string {
  const dtype = `dtype=np.${view.dtype === 'bool' ? 'bool_' : view.dtype}`;
  if (view.shape.includes(0)) return `np.empty((${view.shape.join(', ')},), ${dtype})`;
  return `np.array(${nested(view, (text) => text.replace(/nan|inf/, 'np.$&'))}, ${dtype})`;
}

/** The numbers as lists in lists; `odd` writes what has no literal: `nan`, `inf`, `-inf`. */
function nested(view: TensorView, odd: (text: string) => string): string {
  const number = (offset: number): string => {
    const text = shortest(view.values[offset] ?? Number.NaN, view.format);
    return /^-?(nan|inf)$/.test(text) ? odd(text) : text;
  };
  const list = (dim: number, offset: number): string => {
    if (dim === view.shape.length) return number(offset);
    const stride = view.shape.slice(dim + 1).reduce((product, size) => product * size, 1);
    const parts = Array.from({ length: view.shape[dim] ?? 0 }, (_, i) => list(dim + 1, offset + i * stride));
    return `[${parts.join(', ')}]`;
  };
  return list(0, 0);
}
