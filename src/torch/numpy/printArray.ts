// An array's text as NumPy 2 prints it (numpy/_core/arrayprint.py). Knows no Python object.
import { shortest } from '../../base/numberText';
import { exponential, fixed } from '../../python/text/floatText';
import { type DType, type HostArray, isFloat } from '../../tensor/dtype';
import { toFloat16 } from '../../tensor/roundFloat';

/** What `numpy.set_printoptions` sets. */
export interface ArrayPrintOptions {
  readonly precision: number;
  readonly threshold: number;
  readonly edgeitems: number;
  readonly linewidth: number;
  readonly suppress: boolean;
  readonly nanstr: string;
  readonly infstr: string;
  readonly sign: string;
  readonly floatmode: string;
}

export const defaultArrayPrintOptions: ArrayPrintOptions = {
  precision: 8,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 75,
  suppress: false,
  nanstr: 'nan',
  infstr: 'inf',
  sign: '-',
  floatmode: 'maxprec',
};

export interface PrintableArray {
  readonly values: HostArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** `array([1. , 2.5])`; the type is shown where it is not the default one. */
export function arrayRepr(array: PrintableArray, options = defaultArrayPrintOptions): string {
  const { values, shape, dtype } = array;
  const name = dtype === 'bool' ? 'bool' : dtype;
  if (values.length === 0) {
    const size = shape.length === 1 ? '' : `shape=${shapeText(shape)}, `;
    return `array([], ${size}dtype=${name})`;
  }
  const { threshold, linewidth } = options;
  const text = `array(${body(array, ', ', 'array('.length, linewidth - 1, options)}`;
  const extras = [
    ...(values.length > threshold ? [`shape=${shapeText(shape)}`] : []),
    ...(['float64', 'int64', 'bool'].includes(dtype) ? [] : [`dtype=${name}`]),
  ];
  if (extras.length === 0) return `${text})`;
  const last = text.length - (text.lastIndexOf('\n') + 1);
  const suffix = `${extras.join(', ')})`;
  return `${text},${last + suffix.length + 2 > linewidth ? `\n${' '.repeat('array('.length)}` : ' '}${suffix}`;
}

const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** `[1.  2.5]`. */
export const arrayText = (array: PrintableArray, options = defaultArrayPrintOptions): string =>
  array.values.length === 0 ? '[]' : body(array, ' ', 0, options.linewidth, options);

function body(
  array: PrintableArray,
  separator: string,
  prefix: number,
  width: number,
  options: ArrayPrintOptions,
): string {
  const { values, shape } = array;
  const { edgeitems: edge } = options;
  const summarise = values.length > options.threshold;
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
    options,
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

function elementFormat(shown: readonly (number | bigint)[], dtype: DType, options: ArrayPrintOptions): Write {
  if (isFloat(dtype)) return floatFormat(shown.map(Number), dtype, options);
  const plain: Write = (value) => (dtype === 'bool' ? (value ? 'True' : 'False') : String(value));
  // The words of an array of bools are all as wide as False.
  const width = dtype === 'bool' ? 'False'.length : Math.max(...shown.map((value) => plain(value).length));
  return (value) => plain(value).padStart(width);
}

/** From here on numbers are written with exponents. */
const cutoff: Partial<Record<DType, number>> = { float16: 1e3, float32: 1e6, float64: 1e8 };

/** All in one notation, decimal points below each other; digits are the fewest that tell the number, at most `precision`. */
function floatFormat(shown: readonly number[], dtype: DType, options: ArrayPrintOptions): Write {
  const { suppress, floatmode, nanstr, infstr, sign } = options;
  const finite = shown.filter(Number.isFinite);
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  const most = Math.max(0, ...sizes);
  const least = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  const isLarge = most >= (cutoff[dtype] ?? 1e8);
  const scientific = sizes.length > 0 && (isLarge || (!suppress && (least < 1e-4 || most / least > 1000)));
  const precision = floatmode === 'unique' ? 17 : options.precision;
  const isFixed = floatmode === 'fixed';
  const positional = (value: number, places: number, keepsZeros: boolean): string =>
    keepsZeros ? fixedText(value, places) : positionalText(value, dtype, places);
  const texts = finite.map((value) =>
    scientific ? scientificText(value, dtype, precision) : positional(value, precision, isFixed),
  );
  const right = texts.map((text) => text.search(/e|$/) - text.indexOf('.') - 1);
  const fraction = isFixed ? precision : Math.max(0, ...right);
  const exponentWidth = scientific ? Math.max(...texts.map((text) => text.length - text.indexOf('e'))) : 0;
  const after = fraction + exponentWidth;
  const nonFinite = shown.filter((value) => !Number.isFinite(value));
  const negative = sign !== '-' || nonFinite.some((value) => value === Number.NEGATIVE_INFINITY);
  const odd = nonFinite.length > 0 ? [nanstr.length - after - 1, infstr.length + (negative ? 1 : 0) - after - 1] : [];
  const before = Math.max(...texts.map((text) => text.indexOf('.')), 0, ...odd);
  const signed = (text: string): string => (sign !== '-' && !text.startsWith('-') ? sign + text : text);
  const evenly = isFixed || floatmode === 'maxprec_equal';
  return (number) => {
    const value = Number(number);
    if (Number.isNaN(value)) return nanstr.padStart(before + after + 1);
    if (!Number.isFinite(value)) return signed(value < 0 ? `-${infstr}` : infstr).padStart(before + after + 1);
    const text = scientific ? exponential(value, fraction) : positional(value, evenly ? fraction : precision, evenly);
    const withPoint = scientific && fraction === 0 ? text.replace('e', '.e') : text;
    const point = withPoint.indexOf('.');
    const padded = scientific
      ? withPoint.replace(
          /e([+-])(\d+)$/,
          (_, mark: string, digits: string) => `e${mark}${digits.padStart(exponentWidth - 2, '0')}`,
        )
      : withPoint + ' '.repeat(Math.max(fraction - (withPoint.length - point - 1), 0));
    return signed(' '.repeat(Math.max(before - point, 0)) + padded);
  };
}

/** The fewest digits that give the number back in its type, as [digits, exponent of ten]. */
function shortestDigits(value: number, dtype: DType): readonly [string, number] {
  const text = Number(shortestText(Math.abs(value), dtype)).toExponential();
  const [digits = '0', exponent = '0'] = text.split('e');
  return [digits.replace('.', ''), Number(exponent)];
}

/** The shortest decimal text of a number of this type. */
export function shortestText(value: number, dtype: DType): string {
  if (dtype !== 'float16' || !Number.isFinite(value))
    return shortest(value, dtype === 'float64' ? 'float64' : 'float32');
  for (let digits = 1; digits <= 5; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (toFloat16(Math.fround(candidate)) === value) return shortest(candidate);
  }
  return shortest(value);
}

/** `1.50`: as many places as asked for. */
const fixedText = (value: number, places: number): string => {
  const text = fixed(value, places);
  return places === 0 ? `${text}.` : text;
};

/** `1.5`, `2.`: no zeros at the end. */
function positionalText(value: number, dtype: DType, precision: number): string {
  const [digits, exponent] = shortestDigits(value, dtype);
  const places = Math.min(precision, Math.max(0, digits.length - 1 - exponent));
  // Rounding goes by the digits that tell the number, not by the double behind it.
  const text = fixed(places < digits.length - 1 - exponent ? value : Number(shortestText(value, dtype)), places);
  return places === 0 ? `${text}.` : text.replace(/0+$/, '');
}

function scientificText(value: number, dtype: DType, precision: number): string {
  const [digits] = shortestDigits(value, dtype);
  const text = exponential(value, Math.min(precision, digits.length - 1)).replace(/(\.\d*?)0+(?=e)/, '$1');
  return text.includes('.') ? text : text.replace('e', '.e');
}
