// A call as PyTorch would sign it: every argument named, tensors by their parameter's name. Knows no Python values.
import type { Op, OpValue } from '../ops/op';
import { Tensor } from '../tensor/tensor';

const prefixes: readonly (readonly [string, string])[] = [
  ['torch.nn.functional.', 'F.'],
  ['torch.nn.', 'nn.'],
];

/** `F.cross_entropy(input, target, weight=None, reduction='mean')`; the deprecated pair only where it is given. */
export function signature(op: Op, dotted: string, args: Readonly<Record<string, OpValue>>): string {
  const parts = op.params.flatMap((param) => {
    const value = args[param.name];
    if (value === undefined) return [];
    if (/^(size_average|reduce)$/.test(param.name) && value === null) return [];
    const required = param.default === undefined && !param.keywordOnly;
    const text = valueText(value, param.name);
    return [required && value instanceof Tensor ? text : `${param.name}=${text}`];
  });
  const prefix = prefixes.find(([long]) => dotted.startsWith(long));
  return `${prefix ? prefix[1] + dotted.slice(prefix[0].length) : dotted}(${parts.join(', ')})`;
}

function valueText(value: OpValue, name: string): string {
  if (value instanceof Tensor) return name;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    return value.some((item) => item instanceof Tensor)
      ? name
      : `(${value.map((item) => (Number.isNaN(item) ? 'None' : item)).join(', ')}${value.length === 1 ? ',' : ''})`;
  }
  const scalar = value as { readonly kind: string; readonly value: number };
  return scalar.kind === 'bool' ? (scalar.value ? 'True' : 'False') : String(scalar.value);
}
