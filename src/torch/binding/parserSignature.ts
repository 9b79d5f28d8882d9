// The signatures that PyTorch's argument parser tries, read from its own notation: `sum(Tensor input, IntArrayRef[1]? dim, ...)`.
import signatures from '../names/signatures.json';

export type ParsedType =
  | 'Tensor'
  | 'TensorList'
  | 'Scalar'
  | 'ScalarList'
  | 'double'
  | 'doubles'
  | 'int64_t'
  | 'SymInt'
  | 'IntArrayRef'
  | 'SymIntArrayRef'
  | 'bool'
  | 'ScalarType'
  | 'Layout'
  | 'Device'
  | 'MemoryFormat'
  | 'Generator'
  | 'Storage'
  | 'Stream'
  | 'string'
  | 'object';

export interface ParsedParam {
  readonly name: string;
  readonly type: ParsedType;
  /** Above 0: one int stands for a list of so many. */
  readonly size: number;
  readonly takesNone: boolean;
  /** As exceptions show it; absent: the argument must be given. */
  readonly default?: string;
  readonly keywordOnly: boolean;
  /** NumPy's names for it. */
  readonly others: readonly string[];
  /** Python numbers stand for tensors. */
  readonly takesNumbers: boolean;
}
export interface ParserSignature {
  readonly name: string;
  readonly params: readonly ParsedParam[];
  readonly least: number;
  readonly mostPositional: number;
  readonly deprecated: boolean;
}

const otherNames: Readonly<Record<string, readonly string[]>> = {
  dim: ['axis'],
  keepdim: ['keepdims'],
  input: ['x', 'a', 'x1'],
  other: ['x2'],
};
const types: Readonly<Record<string, ParsedType>> = {
  'c10::string_view': 'string',
  'c10::List<::std::optional<Tensor>>': 'TensorList',
  'ArrayRef<double>': 'doubles',
  'PyObject*': 'object',
};
const takesNumbers = /^(?:add|div|divide|mul|multiply|sub|subtract|true_divide|floor_divide|copy)_?$/;

const texts = new Map<string, readonly string[]>(Object.entries(signatures));
const read = new Map<string, readonly ParserSignature[]>();

/** The signatures of a function or method that is written in C, in the order in which they are tried; none: it takes no arguments. */
export function parserSignatures(dotted: string): readonly ParserSignature[] | undefined {
  const known = read.get(dotted);
  if (known) return known;
  const all = texts.get(dotted)?.map(readSignature);
  if (!all) return undefined;
  const sorted = [...all.filter((one) => !one.deprecated), ...all.filter((one) => one.deprecated)];
  read.set(dotted, sorted);
  return sorted;
}

function readSignature(text: string): ParserSignature {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const name = text.slice(0, open);
  const params: ParsedParam[] = [];
  let keywordOnly = false;
  for (const part of close === open + 1 ? [] : text.slice(open + 1, close).split(', ')) {
    if (part === '*') keywordOnly = true;
    else params.push(readParam(part, keywordOnly, takesNumbers.test(name)));
  }
  return {
    name,
    params,
    least: params.filter((param) => param.default === undefined).length,
    mostPositional: params.filter((param) => !param.keywordOnly).length,
    deprecated: text.endsWith('|deprecated'),
  };
}

function readParam(text: string, keywordOnly: boolean, takesNumbers: boolean): ParsedParam {
  const [, type = '', size = '0', none = '', name = '', value] =
    /^(\S+?)(?:\[(\d+)\])?(\?)? (\w+)(?:=(.*))?$/.exec(text) ?? [];
  return {
    name,
    type: types[type] ?? (type as ParsedType),
    size: Number(size),
    takesNone: none !== '' || value === 'None',
    ...(value === undefined ? {} : { default: value }),
    keywordOnly,
    others: otherNames[name] ?? [],
    takesNumbers,
  };
}
