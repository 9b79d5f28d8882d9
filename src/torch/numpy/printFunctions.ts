// numpy.set_printoptions, printoptions and array2string. Knows the options, not how a text is made.
import type { Machine } from '../../python/machine';
import { bool, float, int, none, str, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee, declare, type Given } from '../binding/define';
import { makeClass, method } from '../makeClass';
import { notModelled } from './numericTypes';
import { flagOf, isUnknown, type Numpy } from './numpy';
import { type ArrayPrintOptions, arrayRepr, arrayText, type PrintableArray } from './printArray';
import { leafOf } from './scalarTypes';

const params =
  'precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None';

/** The options with what a call changes. */
function changed(options: ArrayPrintOptions, get: Given['get']): ArrayPrintOptions {
  const number = (name: 'precision' | 'threshold' | 'edgeitems' | 'linewidth'): number =>
    Number(leafOf(get(name)) ?? options[name]);
  const text = (name: 'nanstr' | 'infstr' | 'sign' | 'floatmode'): string => {
    const value = get(name);
    return value.kind === 'str' ? value.value : options[name];
  };
  return {
    precision: number('precision'),
    threshold: number('threshold'),
    edgeitems: number('edgeitems'),
    linewidth: number('linewidth'),
    suppress: flagOf(get('suppress'), options.suppress),
    nanstr: text('nanstr'),
    infstr: text('infstr'),
    sign: text('sign'),
    floatmode: text('floatmode'),
  };
}

/** Functions by name. */
export function printFunctions(numpy: Numpy): Readonly<Record<string, Value>> {
  const set = (given: Pick<Given, 'get'>): Value => {
    if (given.get('formatter').kind !== 'none') return notModelled('numpy.set_printoptions(formatter=...)');
    numpy.printOptions = changed(numpy.printOptions, given.get);
    return none;
  };
  const texts = (
    name: string,
    print: (array: PrintableArray, options: ArrayPrintOptions) => string,
    more: string,
  ): Value =>
    declare(
      name,
      'python',
      `a, max_line_width=None, precision=None, suppress_small=None${more}`,
      function* (given, machine) {
        const host = yield* numpy.read(given.get('a'), name, machine);
        if (isUnknown(host)) return host;
        if (given.get('formatter').kind !== 'none' || given.get('separator').kind !== 'none' || host.shape.length === 0)
          return notModelled(`numpy.${name}`);
        const renamed: Readonly<Record<string, string>> = { linewidth: 'max_line_width', suppress: 'suppress_small' };
        return str(
          print(
            host,
            changed(numpy.printOptions, (key) => given.get(renamed[key] ?? key)),
          ),
        );
      },
    );
  return {
    set_printoptions: declare('set_printoptions', 'python', params, set),
    printoptions: printOptionsClass(numpy, set),
    get_printoptions: declare('get_printoptions', 'python', '', () => ({
      kind: 'dict',
      entries: new Map(
        Object.entries(numpy.printOptions).map(([name, value]) => [
          `s${name}`,
          {
            key: str(name),
            value:
              typeof value === 'number'
                ? Number.isInteger(value)
                  ? int(value)
                  : float(value)
                : typeof value === 'boolean'
                  ? bool(value)
                  : str(value),
          },
        ]),
      ),
    })),
    array2string: texts(
      'array2string',
      arrayText,
      ', separator=None, prefix=None, *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix=None',
    ),
    array_str: texts('array_str', arrayText, ''),
    array_repr: texts('array_repr', arrayRepr, ''),
  };
}

/** `with np.printoptions(precision=2):`. */
function printOptionsClass(numpy: Numpy, set: (given: Pick<Given, 'get'>) => Value): Value {
  const before = new WeakMap<object, ArrayPrintOptions[]>();
  const asked = new WeakMap<object, ReadonlyMap<string, Value>>();
  const target = callee('printoptions', 'python', params, true);
  return makeClass('printoptions', 'numpy', [], {
    __init__: method('__init__', (self, positional, machine: Machine, keywords) => {
      asked.set(self, bindArguments(machine, target, { positional, keywords }));
      return none;
    }),
    __enter__: method('__enter__', (self) => {
      before.set(self, [...(before.get(self) ?? []), numpy.printOptions]);
      return set({ get: (name) => asked.get(self)?.get(name) ?? none });
    }),
    __exit__: method('__exit__', (self) => {
      const options = before.get(self)?.pop();
      if (options) numpy.printOptions = options;
      return bool(false);
    }),
  });
}
