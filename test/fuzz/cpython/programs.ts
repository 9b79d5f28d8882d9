// Random Python programs: bindings, control flow, functions, closures, generators, classes, exceptions. Knows no evaluator.
import { Dice, expression, type Kind, kinds, printed, variables } from './expressions';

/** The program of a seed: about ten statements that print as they go. */
export function program(seed: number): string {
  const dice = new Dice(seed);
  const lines: string[] = [];
  for (const kind of kinds) {
    for (const name of variables[kind])
      lines.push(`${name} = ${expression(dice, kind, -1).replace(/^[a-z]{1,2}$/, starts[kind])}`);
  }
  const count = 3 + dice.below(7);
  for (let n = 0; n < count; n++) lines.push(...guarded(dice, statement(dice, 2)));
  lines.push('print(i, f, s, p, xs, d, sorted(u, key=str), a)');
  return `${lines.join('\n')}\n`;
}

const starts: Readonly<Record<Kind, string>> = {
  int: '4',
  float: '1.5',
  str: "'start'",
  bool: 'True',
  list: '[5, 6]',
  dict: "{'k': 0}",
  set: '{9}',
  tuple: '(7, 8)',
};

/** Most statements are guarded, so that a program goes on after what it raises and prints its words. */
function guarded(dice: Dice, body: readonly string[]): readonly string[] {
  if (dice.chance(0.1)) return body;
  return ['try:', ...indented(body), 'except Exception as error:', '    print(type(error).__name__, error)'];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

function statement(dice: Dice, depth: number): readonly string[] {
  const kind = dice.one(printed);
  const value = (of: Kind = kind): string => expression(dice, of, 3);
  const name = dice.one(variables[kind]);
  const body = (): readonly string[] => indented(depth > 0 ? statement(dice, depth - 1) : [`print(${value()})`]);
  switch (dice.below(22)) {
    case 0:
    case 1:
      return [`${name} = ${value()}`];
    case 2:
    case 3:
    case 4:
      return [`print(${value()}, ${value(dice.one(printed))})`];
    case 5:
      return [`if ${value('bool')}:`, ...body(), 'else:', ...body()];
    case 6:
      return [
        `for n in ${value(dice.one(['list', 'tuple', 'str']))}:`,
        ...body(),
        '    if n == 3:',
        '        break',
        'else:',
        "    print('done')",
      ];
    case 7:
      return ['k = 0', `while k < ${dice.below(5)}:`, '    k += 1', ...body(), '    if k == 2:', '        continue'];
    case 8:
      return [
        `def h(x, y=${value()}, *rest, z=1, **more):`,
        ...body(),
        `    return (x, y, rest, z, more, ${value()})`,
        `print(h(${value()}, ${value()}))`,
        `print(h(1, *${value('list')}, **{'w': 2}))`,
      ];
    case 9:
      return [
        'def outer():',
        `    n = ${value('int')}`,
        '    def inner(m):',
        '        nonlocal n',
        '        n += m',
        '        return n',
        '    return inner',
        'step = outer()',
        'print(step(1), step(2))',
      ];
    case 10:
      return [
        'def gen(n):',
        '    for k in range(n):',
        `        got = yield k * ${dice.below(5)}`,
        '    return 9',
        `print(list(gen(${dice.below(5)})), sum(gen(4)))`,
      ];
    case 11:
      return [
        'class P:',
        '    total = 0',
        '    def __init__(self, v):',
        '        self.v = v',
        '        P.total += 1',
        '    def __repr__(self):',
        "        return f'P({self.v!r})'",
        '    def __add__(self, o):',
        '        return P(self.v + (o.v if isinstance(o, P) else o))',
        '    def __eq__(self, o):',
        '        return isinstance(o, P) and self.v == o.v',
        '    def __len__(self):',
        '        return len(str(self.v))',
        '    @property',
        '    def twice(self):',
        '        return self.v * 2',
        '    @staticmethod',
        '    def make(v):',
        '        return P(v)',
        '    @classmethod',
        '    def count(cls):',
        '        return cls.total',
        `m = P(${value()})`,
        'print(m, m == P(m.v), len(m), bool(m), m.twice, P.make(1), P.count())',
        `print(m + ${value()})`,
      ];
    case 12:
      return [
        'class A:',
        `    def who(self):`,
        "        return 'A'",
        'class B(A):',
        '    def who(self):',
        "        return 'B' + super().who()",
        'class C(A):',
        '    def who(self):',
        "        return 'C' + super().who()",
        'class D2(B, C):',
        '    pass',
        'print(D2().who(), [c.__name__ for c in D2.__mro__])',
      ];
    case 13:
      return [
        'try:',
        ...body(),
        `    raise ValueError(${value()})`,
        'except (ValueError, KeyError) as bad:',
        "    print('caught', bad)",
        'else:',
        "    print('no')",
        'finally:',
        `    print('end')`,
      ];
    case 14:
      return [
        `xs.append(${value()})`,
        `xs[${dice.below(3)}] = ${value()}`,
        'print(xs)',
        `del xs[${dice.below(3)}:]`,
        `xs += ${value('list')}`,
        `xs.sort(key=str)`,
      ];
    case 15:
      return [
        `d[${value(dice.one(['str', 'int', 'tuple']))}] = ${value()}`,
        `print(d.setdefault('q', []), d.pop('a', None), list(d.items()))`,
        `d.update(${value('dict')})`,
      ];
    case 16:
      return [`first, *middle = ${value(dice.one(['list', 'tuple', 'str']))}`, 'print(first, middle)'];
    case 17:
      return [
        `match ${value()}:`,
        '    case 0 | 1:',
        "        print('small')",
        '    case [x, *others]:',
        '        print(x, others)',
        "    case {'a': w}:",
        '        print(w)',
        '    case str() as text if text:',
        '        print(len(text))',
        '    case _:',
        "        print('other')",
      ];
    case 18:
      return [
        `print((n := ${value('int')}) + 1, n)`,
        `print([k for k in range(6) if (sq := k * k) > ${dice.below(20)}], sq)`,
      ];
    case 19:
      return [`assert ${value('bool')}, ${value()}`];
    case 20:
      return [
        'def fact(n):',
        '    return 1 if n < 2 else n * fact(n - 1)',
        `print(fact(${dice.below(30)}))`,
        'fs = [lambda x, k=k: x * k for k in range(3)]',
        `print([fn(${value('int')}) for fn in fs])`,
      ];
    default:
      return [
        `${dice.one(['i', 'j'])} ${dice.one(['+=', '-=', '*=', '//=', '%=', '|=', '<<='])} ${dice.below(6)}`,
        `${dice.one(['f', 'g'])} ${dice.one(['+=', '/=', '**='])} ${value('float')}`,
        'print(i, j, f, g)',
      ];
  }
}
