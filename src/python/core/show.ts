// Values as text and as truth: `repr`, `str`, `format`, `bool`. Knows no syntax.
import { floatRepr, general } from '../text/floatText';
import { formatComplex, formatFloat, formatInt, formatText } from '../text/formatSpec';
import { intText } from '../text/intText';
import { quoted, quotedBytes } from '../text/quote';
import { type ClassValue, type DictValue, type Run, type SetValue, settled, type Value } from '../value';
import { identity, rangeLength } from './hash';
import { shownBuiltin } from './homes';
import { findOnType, isPlain, kindClass, typeName } from './lookup';
import { typeError } from './pyError';
import { known } from './unknowable';
import type { Vm } from './vm';

/** `repr(value)`. Throws Unknowable where a part is not known. */
export function* repr(vm: Vm, value: Value): Run<string> {
  known(value);
  if (value.kind !== 'instance' && isPlain(value)) {
    const quick = scalarRepr(value);
    if (quick !== undefined) return quick;
  }
  const method = value.kind === 'class' && isPlain(value) ? undefined : findOnType(value, '__repr__');
  if (method && !(isPlain(value) && value.kind !== 'instance')) {
    const text = known(yield* vm.callMethod(method, value, []));
    if (text.kind !== 'str') throw typeError(`__repr__ returned non-string (type ${typeName(text)})`);
    return text.value;
  }
  return (yield* vm.deeper(containerRepr(vm, value))) as string;
}

function scalarRepr(value: Value): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'notImplemented':
      return 'NotImplemented';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return intText(value.value);
    case 'float':
      return floatRepr(value.value);
    case 'complex':
      return complexRepr(value.re, value.im);
    case 'str':
      return quoted(value.value);
    case 'bytes':
      return quotedBytes(value.value);
    case 'range': {
      const step = value.step === 1n ? '' : `, ${intText(value.step)}`;
      return `range(${intText(value.start)}, ${intText(value.stop)}${step})`;
    }
    default:
      return undefined;
  }
}

export function complexRepr(re: number, im: number): string {
  const part = (x: number) => general(x, 17) && floatRepr(x).replace(/\.0$/, '');
  const imaginary = `${part(im)}j`;
  if (re === 0 && !Object.is(re, -0)) return imaginary;
  return `(${part(re)}${/^[-+]/.test(imaginary) ? '' : '+'}${imaginary})`;
}

/** The text of a container, function, class or module: recursive, so it runs on the driver's stack. */
export function* containerRepr(vm: Vm, value: Value): Run<string> {
  switch (value.kind) {
    case 'list':
      return yield* once(vm, value, '[...]', function* () {
        return `[${yield* joinedReprs(vm, value.items)}]`;
      });
    case 'tuple':
      return yield* once(vm, value, '(...)', function* () {
        return `(${yield* joinedReprs(vm, value.items)}${value.items.length === 1 ? ',' : ''})`;
      });
    case 'dict':
      return yield* once(vm, value, '{...}', () => dictRepr(vm, value));
    case 'set':
      return yield* once(vm, value, 'set(...)', () => setRepr(vm, value));
    case 'slice':
      return `slice(${yield* joinedReprs(vm, [value.start, value.stop, value.step])})`;
    case 'class':
      return `<class '${value.module === 'builtins' ? '' : `${value.module}.`}${qualname(value)}'>`;
    case 'function':
      return `<function ${value.qualname} at ${address(value)}>`;
    case 'builtin':
      return shownBuiltin(value);
    case 'method': {
      const name =
        value.func.kind === 'function'
          ? value.func.qualname
          : value.func.kind === 'builtin'
            ? value.func.name
            : 'method';
      if (value.func.kind === 'builtin')
        return `<built-in method ${name} of ${typeName(value.self)} object at ${address(value.self)}>`;
      return `<bound method ${name} of ${yield* repr(vm, value.self)}>`;
    }
    case 'staticmethod':
    case 'classmethod':
      return `<${value.kind}(${yield* repr(vm, value.func)})>`;
    case 'module':
      return `<module '${value.name}'>`;
    case 'iterator':
      return `<${value.name} object at ${address(value)}>`;
    case 'instance':
      return `<${value.cls.module === 'builtins' ? '' : `${value.cls.module}.`}${qualname(value.cls)} object at ${address(value)}>`;
    default:
      return scalarRepr(value) ?? `<${typeName(value)} object at ${address(value)}>`;
  }
}

/** `A.B` of a class in a class, `f.<locals>.A` of one in a function. */
export const qualname = (cls: ClassValue): string => {
  const stored = cls.attrs.get('__qualname__');
  return stored?.kind === 'str' ? stored.value : cls.name;
};
/** An address such as CPython prints: stable for an object, unlike any real one. */
const address = (value: object): string => `0x${(0x7f0000000000 + identity(value) * 64).toString(16)}`;

/** Guards against containers that hold themselves. */
function* once(vm: Vm, value: Value, again: string, work: () => Run<string>): Run<string> {
  if (vm.showing.has(value)) return again;
  vm.showing.add(value);
  try {
    return yield* work();
  } finally {
    vm.showing.delete(value);
  }
}

function* joinedReprs(vm: Vm, items: readonly Value[]): Run<string> {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    const text = yield* repr(vm, item);
    length += text.length;
    vm.allocate(length, false);
    texts.push(text);
  }
  return texts.join(', ');
}

function* dictRepr(vm: Vm, dict: DictValue): Run<string> {
  const texts: string[] = [];
  for (const { key, value } of dict.entries.values()) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    texts.push(`${yield* repr(vm, key)}: ${yield* repr(vm, value)}`);
  }
  return `{${texts.join(', ')}}`;
}

function* setRepr(vm: Vm, set: SetValue): Run<string> {
  const name = kindClass(set).name;
  if (!set.entries.size) return `${name}()`;
  const body = `{${yield* joinedReprs(
    vm,
    [...set.entries.values()].map(({ key }) => key),
  )}}`;
  return set.frozen ? `frozenset(${body})` : body;
}

/** `str(value)`. Throws Unknowable where a part is not known. */
export function* text(vm: Vm, value: Value): Run<string> {
  if (value.kind === 'str' && isPlain(value)) return value.value;
  if (value.kind !== 'instance' && isPlain(value)) return yield* repr(vm, value);
  const method = findOnType(value, '__str__');
  if (!method) return yield* repr(vm, value);
  const result = known(yield* vm.callMethod(method, value, []));
  if (result.kind !== 'str') throw typeError(`__str__ returned non-string (type ${typeName(result)})`);
  return result.value;
}

/** A number or a text by a spec that is not empty; undefined for other types. */
export function formatBuiltin(value: Value, spec: string): string | undefined {
  switch (value.kind) {
    case 'str':
      return formatText(value.value, spec);
    case 'int':
      return formatInt(value.value, spec);
    case 'bool':
      return formatInt(value.value ? 1n : 0n, spec, 'bool');
    case 'float':
      return formatFloat(value.value, spec);
    case 'complex':
      return formatComplex(value.re, value.im, spec);
    default:
      return undefined;
  }
}

/** `format(value, spec)`. */
export function* format(vm: Vm, value: Value, spec: string): Run<string> {
  known(value);
  if (isPlain(value)) {
    const quick = spec ? formatBuiltin(value, spec) : undefined;
    if (quick !== undefined) return quick;
    if (value.kind !== 'instance' && !spec) return yield* text(vm, value);
  }
  const method = findOnType(value, '__format__');
  if (method) {
    const result = known(yield* vm.callMethod(method, value, [{ kind: 'str', value: spec }]));
    if (result.kind !== 'str') throw typeError(`__format__ must return a str, not ${typeName(result)}`);
    return result.value;
  }
  if (spec) throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
  return yield* text(vm, value);
}

/** `bool(value)`; the value where it is Unknown. */
export function truth(vm: Vm, value: Value): Run<boolean | 'unknown'> {
  const plain = plainTruth(value);
  return plain === undefined ? askedTruth(vm, value) : settled(plain);
}

/** Undefined where the value's class must be asked. */
function plainTruth(value: Value): boolean | 'unknown' | undefined {
  switch (value.kind) {
    case 'unknown':
      return 'unknown';
    case 'bool':
      return value.value;
    case 'none':
      return false;
    case 'int':
      if (isPlain(value)) return value.value !== 0n;
      break;
    case 'float':
      if (isPlain(value)) return value.value !== 0;
      break;
    case 'complex':
      return value.re !== 0 || value.im !== 0;
    case 'str':
    case 'bytes':
      if (isPlain(value)) return value.value.length > 0;
      break;
    case 'list':
    case 'tuple':
      if (isPlain(value)) return value.items.length > 0;
      break;
    case 'dict':
    case 'set':
      if (isPlain(value)) return value.entries.size > 0;
      break;
    case 'range':
      return rangeLength(value.start, value.stop, value.step) > 0n;
    case 'instance':
      break;
    case 'class':
      if (isPlain(value)) return true;
      break;
    default:
      return true;
  }
  return undefined;
}

function* askedTruth(vm: Vm, value: Value): Run<boolean | 'unknown'> {
  const method = findOnType(value, '__bool__');
  if (method) {
    const result = yield* vm.callMethod(method, value, []);
    if (result.kind === 'unknown') return 'unknown';
    if (result.kind !== 'bool') throw typeError(`__bool__ should return bool, returned ${typeName(result)}`);
    return result.value;
  }
  if (!findOnType(value, '__len__')) return true;
  const length = yield* vm.lengthOf(value);
  return length === 'unknown' ? 'unknown' : length !== 0n;
}
