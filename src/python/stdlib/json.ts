// The module `json`: `dumps` and `loads` of texts. Files are not read. Knows no other module.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import { setEntry } from '../core/keys';
import { classOf } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { floatRepr } from '../text/floatText';
import { checkDigits, intText } from '../text/intText';
import { type ClassValue, float, int, list, none, pyFalse, pyTrue, type Run, str, unknown, type Value } from '../value';
import { classIn, defineModule, moduleOf, scriptedFunctions } from './modules';

interface Style {
  readonly ascii: boolean;
  readonly indent: string | undefined;
  readonly item: string;
  readonly key: string;
  readonly sorted: boolean;
  readonly nan: boolean;
  readonly skip: boolean;
  readonly fallback: Value | undefined;
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};
const escaped = (c: string): string => short[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

function quotedText(text: string, ascii: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them.
  return `"${text.replace(ascii ? /[^ !#-[\]-~]/g : /["\\\u0000-\u001f]/g, escaped)}"`;
}

function floatText(value: number, { nan }: Style): string {
  if (Number.isFinite(value)) return floatRepr(value);
  if (!nan) throw valueError(`Out of range float values are not JSON compliant`);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** A key as text; undefined: of a type that JSON has no keys of. */
function keyText(key: Value, style: Style): string | undefined {
  if (key.kind === 'str') return key.value;
  if (key.kind === 'float') return floatText(key.value, style);
  if (key.kind === 'bool') return key.value ? 'true' : 'false';
  if (key.kind === 'none') return 'null';
  const n = intOf(key);
  return n === undefined ? undefined : intText(n);
}

/** Pieces between brackets, on lines of their own where the style has an indent. */
function bracketed(
  open: string,
  close: string,
  parts: readonly string[],
  { indent, item }: Style,
  depth: number,
): string {
  if (!parts.length) return open + close;
  if (indent === undefined) return open + parts.join(item) + close;
  const line = `\n${indent.repeat(depth + 1)}`;
  return `${open}${line}${parts.join(item + line)}\n${indent.repeat(depth)}${close}`;
}

function* write(vm: Vm, value: Value, style: Style, depth: number, around: readonly Value[]): Run<string> {
  vm.spend(1);
  switch (value.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return value.value ? 'true' : 'false';
    case 'str':
      return quotedText(value.value, style.ascii);
    case 'int':
      return intText(value.value);
    case 'float':
      return floatText(value.value, style);
    case 'list':
    case 'tuple':
    case 'dict':
      break;
    default: {
      if (!style.fallback) throw typeError(`Object of type ${classOf(value).name} is not JSON serializable`);
      const other = yield* vm.call(style.fallback, [value]);
      if (other.kind === 'unknown') return yield* vm.str(other);
      if (around.includes(value)) throw valueError('Circular reference detected');
      return yield* vm.deeper(write(vm, other, style, depth, [...around, value]));
    }
  }
  if (around.includes(value)) throw valueError('Circular reference detected');
  const inside = [...around, value];
  const parts: string[] = [];
  if (value.kind !== 'dict') {
    for (const item of value.items) parts.push(yield* vm.deeper(write(vm, item, style, depth + 1, inside)));
    return bracketed('[', ']', parts, style, depth);
  }
  const entries = [...value.entries.values()];
  const ordered = style.sorted ? yield* sortedEntries(vm, entries) : entries;
  for (const { key, value: held } of ordered) {
    const name = keyText(key, style);
    if (name === undefined && style.skip) continue;
    if (name === undefined) throw typeError(`keys must be str, int, float, bool or None, not ${classOf(key).name}`);
    parts.push(
      quotedText(name, style.ascii) + style.key + (yield* vm.deeper(write(vm, held, style, depth + 1, inside))),
    );
  }
  return bracketed('{', '}', parts, style, depth);
}

type Entry = { readonly key: Value; readonly value: Value };

/** By their keys, as `sorted(dct.items())`. */
function* sortedEntries(vm: Vm, entries: readonly Entry[]): Run<Entry[]> {
  const keys = yield* vm.items(
    yield* vm.call(vm.builtins.get('sorted') ?? none, [list(entries.map(({ key }) => key))]),
  );
  const by = new Map(entries.map((entry) => [entry.key, entry]));
  return keys.flatMap((key) => by.get(key) ?? []);
}

function* styleOf(vm: Vm, given: (name: string) => Value | undefined): Run<Style> {
  const flag = function* (name: string, initial: boolean): Run<boolean> {
    const value = given(name);
    return value ? yield* vm.isTrue(value) : initial;
  };
  const indent = given('indent');
  const separators = given('separators');
  const [item, key] = separators && separators.kind !== 'none' ? yield* vm.items(separators) : [];
  const lines = indent !== undefined && indent.kind !== 'none';
  const width = indent && intOf(indent);
  const fallback = given('default');
  return {
    ascii: yield* flag('ensure_ascii', true),
    indent: !lines ? undefined : indent.kind === 'str' ? indent.value : ' '.repeat(Number(width ?? 0n)),
    item: item?.kind === 'str' ? item.value : lines ? ',' : ', ',
    key: key?.kind === 'str' ? key.value : ': ',
    sorted: yield* flag('sort_keys', false),
    nan: yield* flag('allow_nan', true),
    skip: yield* flag('skipkeys', false),
    fallback: fallback && fallback.kind !== 'none' ? fallback : undefined,
  };
}

/** Reads a text from `at`; the exception is made by `fail`. */
class Reader {
  at = 0;
  constructor(
    private readonly vm: Vm,
    private readonly text: string,
    private readonly fail: (what: string, at: number) => never,
  ) {}

  *document(): Run<Value> {
    this.space();
    const value = yield* this.value();
    this.space();
    if (this.at < this.text.length) throw this.fail('Extra data', this.at);
    return value;
  }

  private space(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private *value(): Run<Value> {
    this.vm.spend(1);
    const start = this.at;
    switch (this.text[start]) {
      case '"':
        return str(this.string());
      case '{':
        return yield* this.vm.deeper(this.object());
      case '[':
        return yield* this.vm.deeper(this.array());
    }
    const word = this.take(/null|true|false|NaN|-?Infinity/y);
    if (word) return words[word] ?? none;
    const number = this.take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (number === undefined) throw this.fail('Expecting value', start);
    if (/[.eE]/.test(number)) return float(Number(number));
    checkDigits(number);
    return int(BigInt(number));
  }

  private string(): string {
    const begin = this.at++;
    let out = '';
    for (;;) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses them.
      out += this.take(/[^"\\\u0000-\u001f]*/y) ?? '';
      const c = this.text[this.at];
      if (c === undefined) throw this.fail('Unterminated string starting at', begin);
      if (c === '"') break;
      if (c !== '\\') throw this.fail('Invalid control character at', this.at);
      const code = this.text[this.at + 1];
      if (code === undefined) throw this.fail('Unterminated string starting at', begin);
      if (code === 'u') {
        const hex = this.text.slice(this.at + 2, this.at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.fail('Invalid \\uXXXX escape', this.at + 1);
        out += String.fromCharCode(Number.parseInt(hex, 16));
        this.at += 6;
        continue;
      }
      const plain = unescaped[code];
      if (plain === undefined) throw this.fail('Invalid \\escape', this.at);
      out += plain;
      this.at += 2;
    }
    this.at++;
    return out;
  }

  private *array(): Run<Value> {
    this.at++;
    const items: Value[] = [];
    this.space();
    if (this.text[this.at] === ']') this.at++;
    else
      for (;;) {
        items.push(yield* this.value());
        this.space();
        const c = this.text[this.at++];
        if (c === ']') break;
        if (c !== ',') throw this.fail("Expecting ',' delimiter", this.at - 1);
        this.space();
      }
    return list(items);
  }

  private *object(): Run<Value> {
    this.at++;
    const made: Value = { kind: 'dict', entries: new Map() };
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return made;
    }
    for (;;) {
      if (this.text[this.at] !== '"') throw this.fail('Expecting property name enclosed in double quotes', this.at);
      const name = str(this.string());
      this.space();
      if (this.text[this.at] !== ':') throw this.fail("Expecting ':' delimiter", this.at);
      this.at++;
      this.space();
      yield* setEntry(this.vm, made.entries, name, yield* this.value());
      this.space();
      const c = this.text[this.at++];
      if (c === '}') return made;
      if (c !== ',') throw this.fail("Expecting ',' delimiter", this.at - 1);
      this.space();
    }
  }
}

const words: Readonly<Record<string, Value>> = {
  null: none,
  true: pyTrue,
  false: pyFalse,
  NaN: float(Number.NaN),
  Infinity: float(Number.POSITIVE_INFINITY),
  '-Infinity': float(Number.NEGATIVE_INFINITY),
};
const unescaped: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Raises `JSONDecodeError` for a place of a text. */
const refuseAt =
  (vm: Vm, cls: ClassValue, text: string) =>
  (what: string, at: number): never => {
    const before = text.slice(0, at);
    const column = at - before.lastIndexOf('\n');
    return vm.raise(cls, `${what}: line ${before.split('\n').length} column ${column} (char ${at})`);
  };

const dumpsOptions = /^(?:obj|skipkeys|ensure_ascii|check_circular|allow_nan|cls|indent|separators|default|sort_keys)$/;
const loadsOptions = /^(?:s|cls|object_hook|parse_float|parse_int|parse_constant|object_pairs_hook|strict)$/;

/** Options go on to a class, which knows no others. Raises TypeError. */
function refuseOthers(cls: string, known: RegExp, keywords: ReadonlyMap<string, Value>): void {
  const other = [...keywords.keys()].find((name) => !known.test(name));
  if (other !== undefined && !keywords.has('cls'))
    throw typeError(`${cls}.__init__() got an unexpected keyword argument '${other}'`);
}

defineModule('json', () => {
  const error = classIn('json.decoder', 'JSONDecodeError', builtinClass('ValueError'));
  for (const name of ['msg', 'doc', 'pos', 'lineno', 'colno'])
    error.attrs.set(name, {
      kind: 'property',
      get: native(name, 'self', (vm) => unknown(say('{0} is not modelled yet', `JSONDecodeError.${name}`), vm.span)),
    });
  const file = (name: string): MethodRow => [
    name,
    '*args, **keywords',
    (vm) => unknown(say('files are not read'), vm.span),
    'handled',
  ];
  const rows: readonly MethodRow[] = [
    [
      'dumps',
      'obj, *, skipkeys=, ensure_ascii=, check_circular=, allow_nan=, cls=, indent=, separators=, default=, sort_keys=, **kw',
      function* (vm, [object], { keywords }) {
        refuseOthers('JSONEncoder', dumpsOptions, keywords);
        const cls = keywords.get('cls');
        if (cls && cls.kind !== 'none') return unknown(say('{0} is not modelled yet', 'json.JSONEncoder'), vm.span);
        const style = yield* styleOf(vm, (name) => keywords.get(name));
        return str(yield* write(vm, object ?? none, style, 0, []));
      },
      'inside',
    ],
    [
      'loads',
      's, *, cls=, object_hook=, parse_float=, parse_int=, parse_constant=, object_pairs_hook=, **kw',
      function* (vm, [text], { keywords }) {
        refuseOthers('JSONDecoder', loadsOptions, keywords);
        if ([...keywords].some(([name, value]) => name !== 's' && value.kind !== 'none'))
          return unknown(say('{0} is not modelled yet', 'json.loads(object_hook)'), vm.span);
        if (text?.kind !== 'str') {
          if (text?.kind === 'bytes') return unknown(say('{0} is not modelled yet', 'json.loads(bytes)'), vm.span);
          throw typeError(`the JSON object must be str, bytes or bytearray, not ${classOf(text ?? none).name}`);
        }
        return yield* new Reader(vm, text.value, refuseAt(vm, error, text.value)).document();
      },
    ],
    file('load'),
    file('dump'),
  ];
  return moduleOf('json', [...scriptedFunctions(rows), ['JSONDecodeError', error]], true);
});
