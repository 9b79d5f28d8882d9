// A tensor's text as PyTorch 2.13 prints it (torch/_tensor_str.py). Knows values and shape, no Python object.
import type { DType, HostArray } from '../../tensor/dtype';
import { type ElementFormat, floatFormat, plainFormat } from './elements';
import type { PrintOptions } from './printOptions';

/** What is printed: contiguous values in row-major order; complex64 interleaves (re, im). */
export interface Printable {
  readonly values: HostArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly defaultDtype: DType;
  /** `grad_fn=<MulBackward0>` or `requires_grad=True`. */
  readonly gradSuffix?: string;
  /** `tensor` unless a subclass prints itself. */
  readonly name?: string;
}

/** The text of `repr(tensor)`. */
export function printTensor(tensor: Printable, options: PrintOptions): string {
  const { shape, dtype, defaultDtype } = tensor;
  const count = shape.reduce((product, n) => product * n, 1);
  const prefix = `${tensor.name ?? 'tensor'}(`;
  const suffixes: string[] = [];
  if (count === 0) {
    if (shape.length !== 1) suffixes.push(`size=${tupleText(shape)}`);
    if (dtype !== defaultDtype) suffixes.push(`dtype=torch.${dtype}`);
  } else {
    if (!options.edgeItems) suffixes.push(`size=${tupleText(shape)}`);
    if (![defaultDtype, 'complex64', 'int64', 'bool'].includes(dtype)) suffixes.push(`dtype=torch.${dtype}`);
  }
  if (tensor.gradSuffix) suffixes.push(tensor.gradSuffix);
  const body = count === 0 ? '[]' : new Body(tensor, options, count).text(prefix.length);
  return addSuffixes(prefix + body, suffixes, prefix.length, options.lineWidth);
}

const tupleText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

function addSuffixes(text: string, suffixes: readonly string[], indent: number, lineWidth: number): string {
  let result = text;
  // One more than the length of the last line, as torch counts it.
  let last = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of suffixes) {
    if (last + suffix.length + 2 > lineWidth) {
      result += `,\n${' '.repeat(indent)}${suffix}`;
      last = indent + suffix.length;
    } else {
      result += `, ${suffix}`;
      last += suffix.length + 2;
    }
  }
  return `${result})`;
}

/** The bracketed part: nested lists, wrapped and summarised. */
class Body {
  readonly #summarise: boolean;
  readonly #formats: readonly ElementFormat[];
  readonly #strides: readonly number[];

  constructor(
    readonly tensor: Printable,
    readonly options: PrintOptions,
    count: number,
  ) {
    this.#summarise = count > options.threshold;
    let step = count;
    this.#strides = tensor.shape.map((n) => (step /= n));
    const shown = this.#shown(0, 0);
    const value = (index: number): number | bigint => tensor.values[index] ?? 0;
    const floats = (part: number): ElementFormat =>
      floatFormat(
        shown.map((index) => Number(value(tensor.dtype === 'complex64' ? 2 * index + part : index))),
        options,
      );
    if (tensor.dtype === 'complex64') this.#formats = [floats(0), floats(1)];
    else if (tensor.dtype.includes('float')) this.#formats = [floats(0)];
    else this.#formats = [plainFormat(shown.map(value), tensor.dtype === 'bool')];
  }

  text(indent: number): string {
    return this.tensor.shape.length === 0 ? this.#element(0) : this.#nested(0, 0, indent);
  }

  /** Which entries of a dim are shown; `null` stands for the dots. */
  #entries(dim: number): readonly (number | null)[] {
    const size = this.tensor.shape[dim] ?? 0;
    const edge = this.options.edgeItems;
    if (!this.#summarise || (edge && size <= 2 * edge)) return range(0, size);
    return [...range(0, edge), null, ...range(size - edge, size)];
  }

  #shown(dim: number, offset: number): readonly number[] {
    if (dim === this.tensor.shape.length) return [offset];
    const stride = this.#strides[dim] ?? 1;
    return this.#entries(dim).flatMap((entry) => (entry === null ? [] : this.#shown(dim + 1, offset + entry * stride)));
  }

  #nested(dim: number, offset: number, indent: number): string {
    const { shape } = this.tensor;
    const stride = this.#strides[dim] ?? 1;
    const outer = shape.length - dim;
    const pad = ' '.repeat(indent + 1);
    if (outer > 1) {
      const blocks = this.#entries(dim).map((entry) =>
        entry === null ? '...' : this.#nested(dim + 1, offset + entry * stride, indent + 1),
      );
      return `[${blocks.join(`,${'\n'.repeat(outer - 1)}${pad}`)}]`;
    }
    const dots = this.options.edgeItems ? ' ...' : '...';
    const items = this.#entries(dim).map((entry) => (entry === null ? dots : this.#element(offset + entry * stride)));
    // An imaginary part brings its width and a `j`.
    const width = this.#formats.reduce((sum, format) => sum + format.width + 1, 1);
    const perLine = Math.max(1, Math.floor((this.options.lineWidth - indent) / width));
    const lines: string[] = [];
    for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '));
    return `[${lines.join(`,\n${pad}`)}]`;
  }

  #element(index: number): string {
    const { values } = this.tensor;
    const [real, imaginary] = this.#formats;
    if (!real) return '';
    if (!imaginary) return real.format(values[index] ?? 0);
    const imag = `${imaginary.format(values[2 * index + 1] ?? 0)}j`.trimStart();
    return `${real.format(values[2 * index] ?? 0)}${/^[+-]/.test(imag) ? '' : '+'}${imag}`;
  }
}

const range = (start: number, end: number): readonly number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
