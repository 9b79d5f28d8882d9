// An array's text as NumPy 2 prints it (numpy/_core/arrayprint.py) with its default options. Knows no Python object.
import { shortest } from '../../base/numberText';
import { exponential, fixed } from '../../python/text/floatText';
import { type DType, type HostArray, isFloat } from '../../tensor/dtype';

const precision = 8;
const threshold = 1000;
const edge = 3;
const lineWidth = 75;

export interface PrintableArray {
  readonly values: HostArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** `array([1. , 2.5])`; the type is shown where it is not the default one. */
export function arrayRepr(array: PrintableArray): string {
  const { values, shape, dtype } = array;
  const name = dtype === 'bool' ? 'bool' : dtype;
  if (values.length === 0) {
    const size = shape.length === 1 ? '' : `shape=${shapeText(shape)}, `;
    return `array([], ${size}dtype=${name})`;
  }
  const text = `array(${body(array, ', ', 'array('.length, lineWidth - 1)}`;
  const extras = [
    ...(values.length > threshold ? [`shape=${shapeText(shape)}`] : []),
    ...(['float64', 'int64', 'bool'].includes(dtype) ? [] : [`dtype=${name}`]),
  ];
  if (extras.length === 0) return `${text})`;
  const last = text.length - (text.lastIndexOf('\n') + 1);
  const suffix = `${extras.join(', ')})`;
  return `${text},${last + suffix.length + 2 > lineWidth ? `\n${' '.repeat('array('.length)}` : ' '}${suffix}`;
}

const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** `[1.  2.5]`. */
export const arrayText = (array: PrintableArray): string =>
  array.values.length === 0 ? '[]' : body(array, ' ', 0, lineWidth);

function body(array: PrintableArray, separator: string, prefix: number, width: number): string {
  const { values, shape } = array;
  const summarise = values.length > threshold;
  const strides = shape.map((_, dim) => shape.slice(dim + 1).reduce((product, n) => product * n, 1));
  const entries = (dim: number): readonly (number | null)[] => {
    const size = shape[dim] ?? 0;
    const all = Array.from({ length: size }, (_, i) => i);
    return summarise && size > 2 * edge ? [...all.slice(0, edge), null, ...all.slice(-edge)] : all;
  };
  const shown = (dim: number, at: number): readonly number[] =>
    dim === shape.length
      ? [at]
      : entries(dim).flatMap((i) => (i === null ? [] : shown(dim + 1, at + i * (strides[dim] ?? 1))));
  const write = elementFormat(
    shown(0, 0).map((i) => values[i] ?? 0),
    array.dtype,
  );
  const nested = (dim: number, at: number, indent: string, room: number): string => {
    if (dim === shape.length) return write(values[at] ?? 0);
    const inner = (i: number): string => nested(dim + 1, at + i * (strides[dim] ?? 1), `${indent} `, room - 1);
    const words = entries(dim).map((i) => (i === null ? '...' : inner(i)));
    if (dim < shape.length - 1) {
      const gap = separator.trimEnd() + '\n'.repeat(shape.length - 1 - dim);
      return `[${words.join(gap + indent)}]`;
    }
    return `[${wrapped(words, separator, indent, room)}]`;
  };
  return nested(0, 0, ' '.repeat(prefix + 1), width);
}

/** Words on lines of at most `room`, each line after the first indented. */
function wrapped(words: readonly string[], separator: string, indent: string, room: number): string {
  const lines: string[] = [];
  let line = indent;
  words.forEach((word, i) => {
    if (line.length + word.length > room - Math.max(separator.trimEnd().length, 1) && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += word + (i < words.length - 1 ? separator : '');
  });
  return [...lines, line].join('\n').slice(indent.length);
}

type Write = (value: number | bigint) => string;

function elementFormat(shown: readonly (number | bigint)[], dtype: DType): Write {
  if (isFloat(dtype)) return floatFormat(shown.map(Number), dtype);
  const plain: Write = (value) => (dtype === 'bool' ? (value ? 'True' : 'False') : String(value));
  // The words of an array of bools are all as wide as False.
  const width = dtype === 'bool' ? 'False'.length : Math.max(...shown.map((value) => plain(value).length));
  return (value) => plain(value).padStart(width);
}

/** All in one notation, decimal points below each other; digits are the fewest that tell the number, at most eight. */
function floatFormat(shown: readonly number[], dtype: DType): Write {
  const finite = shown.filter(Number.isFinite);
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const most = Math.max(0, ...sizes);
  const least = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  const cutoff = dtype === 'float32' ? 1e6 : dtype === 'float64' ? 1e8 : 1e3;
  const scientific = sizes.length > 0 && (most >= cutoff || least < 1e-4 || most / least > 1000);
  const texts = finite.map((value) => (scientific ? scientificText(value, dtype) : positionalText(value, dtype)));
  const [left, right] = [
    texts.map((text) => text.indexOf('.')),
    texts.map((text) => text.search(/e|$/) - text.indexOf('.') - 1),
  ];
  const fraction = Math.max(0, ...right);
  const exponentWidth = scientific ? Math.max(...texts.map((text) => text.length - text.indexOf('e'))) : 0;
  const after = fraction + exponentWidth;
  const odd = shown.filter((value) => !Number.isFinite(value)).map((value) => shortest(value).length);
  const before = Math.max(...left, 0, ...odd.map((length) => length - after - 1));
  return (number) => {
    const value = Number(number);
    if (!Number.isFinite(value)) return shortest(value).padStart(before + after + 1);
    const text = scientific ? exponential(value, fraction) : positionalText(value, dtype);
    const withPoint = scientific && fraction === 0 ? text.replace('e', '.e') : text;
    const point = withPoint.indexOf('.');
    const padded = scientific ? withPoint : withPoint + ' '.repeat(fraction - (withPoint.length - point - 1));
    return ' '.repeat(before - point) + padded;
  };
}

/** The fewest digits that give the number back in its type, as [digits, exponent of ten]. */
function shortestDigits(value: number, dtype: DType): readonly [string, number] {
  const text = Number(shortest(Math.abs(value), dtype === 'float64' ? 'float64' : 'float32')).toExponential();
  const [digits = '0', exponent = '0'] = text.split('e');
  return [digits.replace('.', ''), Number(exponent)];
}

/** `1.5`, `2.`: no zeros at the end. */
function positionalText(value: number, dtype: DType): string {
  const [digits, exponent] = shortestDigits(value, dtype);
  const places = Math.min(precision, Math.max(0, digits.length - 1 - exponent));
  const text = fixed(value, places);
  return places === 0 ? `${text}.` : text.replace(/0+$/, '');
}

function scientificText(value: number, dtype: DType): string {
  const [digits] = shortestDigits(value, dtype);
  const text = exponential(value, Math.min(precision, digits.length - 1)).replace(/(\.\d*?)0+(?=e)/, '$1');
  return text.includes('.') ? text : text.replace('e', '.e');
}
