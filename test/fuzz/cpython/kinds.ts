// The kinds of values that programs work with: marks in templates, variables, literals. Knows no expression.

/** The mark that stands for an expression of the kind in a template. */
export const marks = {
  I: 'int',
  F: 'float',
  S: 'str',
  B: 'bool',
  L: 'list',
  D: 'dict',
  U: 'set',
  T: 'tuple',
  Y: 'bytes',
  C: 'complex',
} as const;
export type Kind = (typeof marks)[keyof typeof marks];
export const kinds: readonly Kind[] = Object.values(marks);
/** Kinds as they come: the plain ones oftener. */
export const common: readonly Kind[] = [...kinds, 'int', 'float', 'str', 'str', 'list', 'list', 'dict', 'tuple'];

/** Two variables of each kind; every program binds them first. */
export const variables: Readonly<Record<Kind, readonly [string, string]>> = {
  int: ['i', 'j'],
  float: ['f', 'g'],
  str: ['s', 't'],
  bool: ['p', 'q'],
  list: ['xs', 'ys'],
  dict: ['d', 'e'],
  set: ['u', 'v'],
  tuple: ['a', 'b'],
  bytes: ['w', 'z'],
  complex: ['c', 'h'],
};

const words = (text: string): readonly string[] => text.split(' | ');

export const literals: Readonly<Record<Kind, readonly string[]>> = {
  int: words(
    '0 | 1 | -1 | 2 | 3 | 7 | -5 | 10 | 255 | 2**31 | -2**63 | 10**20 | 0x1f | 1_000 | 0b101 | 0o17 | -10**30 + 1',
  ),
  float: words(
    "0.0 | -0.0 | 1.0 | 0.1 | -2.5 | 3.14 | 1e16 | 1e-5 | 1e300 | float('inf') | float('nan') | 2.675 | 0.5 | 1e22 | 123456.789 | -1e-310 | 0.30000000000000004 | 1.5e-7 | 99999.5",
  ),
  str: words(
    `'' | 'a' | 'abc' | 'Hello World' | 'a,b,,c' | ' x ' | 'ñé' | 'tab\\tnew\\nline' | "it's" | '12' | '-3.5' | '{}' | 'ß' | '日本' | '\\x00\\x7f' | '\\\\' | 'İ' | '"' | '1_0' | '0x1F' | ('ab' * 3) | 'the quick brown fox' | '%s' | '😀z' | 'CamelCaseXYZ'`,
  ),
  bool: words('True | False'),
  list: words(
    "[] | [1] | [1, 2, 3] | [3, 1, 2, 1] | ['b', 'a'] | [1, 2.5, True] | [[1], [2, 3]] | [[], 0] | [(2, 'x'), (1, 'y')] | [0.5, -1, 2**40] | list(range(7)) | ['aa', '', 'c'] | [True, False]",
  ),
  dict: words(
    "{} | {'a': 1} | {'x': 1, 'y': 2, 'z': 3} | {1: 2, True: 3} | {(1, 2): 'p'} | {'k': [1], 'b': {}} | {0.5: None} | {(): 0, '': 1}",
  ),
  set: words(
    "set() | {1} | {1, 2, 3} | {2, 4, 1} | {True, 0} | {8, 16, 24, 0} | {'a'} | {(1, 2), 3} | frozenset({5, 6}) | {1.5, -1, -2}",
  ),
  tuple: words("() | (1,) | (1, 2) | (3, 'a', 2.5) | ((1, 2), 3) | (None, []) | ([1], 'z') | (0, 0.0, False)"),
  bytes: words("b'' | b'abc' | b'\\x00\\xff' | b'a b' | bytes(3) | b'12' | bytes([65, 200])"),
  complex: words('1j | 1 + 2j | -0.5j | 3 + 0j | complex(1, -1) | -1 + 0.25j'),
};
