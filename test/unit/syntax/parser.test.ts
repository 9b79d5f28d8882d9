import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Statement } from '../../../src/syntax/nodes';
import type { SourceFile } from '../../../src/syntax/sourceFile';
import { walk } from '../../../src/syntax/walk';
import { parser } from '../python/harness';

const parse = async (text: string): Promise<SourceFile> => (await parser()).parse(text);
const kinds = (body: readonly Statement[]) => body.map((s) => s.kind);
const faults = async (text: string) => (await parse(text)).problems.map((p) => p.python?.message);

test('statements have the names and fields of CPython’s ast', async () => {
  const { module, problems } = await parse(
    'import a.b as c\nx: int = 3\nfor i, j in y: pass\n@d\ndef f(a, /, b=1, *c, k, **e) -> int: return a\n',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(kinds(module.body), ['Import', 'AnnAssign', 'For', 'FunctionDef']);
  const [, , , f] = module.body;
  assert.ok(f?.kind === 'FunctionDef');
  assert.deepEqual(
    [f.args.posonlyargs, f.args.args, f.args.kwonlyargs].map((list) => list.map((a) => a.arg)),
    [['a'], ['b'], ['k']],
  );
  assert.equal(f.args.vararg?.arg, 'c');
  assert.equal(f.args.kwarg?.arg, 'e');
});

test('spans are offsets in UTF-16 units of the whole text', async () => {
  const text = 'é = "😀"\n值 = f(é)\n';
  const { module } = await parse(text);
  const spans: string[] = [];
  walk(module, (node) => {
    if (node.kind === 'Name' || node.kind === 'Constant') spans.push(text.slice(node.span.start, node.span.end));
    return undefined;
  });
  assert.deepEqual(spans, ['é', '"😀"', '值', 'f', 'é']);
});

test('a broken statement is Broken alone', async () => {
  const { module, problems } = await parse(
    'a = 1\nb = foo(1,\nc = 3\ndef f():\n    x = 1\n    y = \n    return x\nd = 4',
  );
  assert.deepEqual(kinds(module.body), ['Assign', 'Broken', 'Assign', 'FunctionDef', 'Assign']);
  const f = module.body[3];
  assert.deepEqual(f?.kind === 'FunctionDef' && kinds(f.body), ['Assign', 'Broken', 'Return']);
  assert.equal(problems.length, 2);
});

test('faults are worded as CPython words them', async () => {
  const expected: Readonly<Record<string, string>> = {
    'x = (1, 2': "'(' was never closed",
    'x = )': "unmatched ')'",
    'x = (1]': "closing parenthesis ']' does not match opening parenthesis '('",
    "x = 'abc": 'unterminated string literal (detected at line 1)',
    'print 1': "Missing parentheses in call to 'print'. Did you mean print(...)?",
    'if x\n  y = 1': "expected ':'",
    'if x:\ny = 1': "expected an indented block after 'if' statement on line 1",
    'x = 1\n  y = 2': 'unexpected indent',
    'if x:\n    y\n  z': 'unindent does not match any outer indentation level',
    [Array.from({ length: 101 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')]:
      'too many levels of indentation',
    'f(a b)': 'invalid syntax. Perhaps you forgot a comma?',
    '1 = x': "cannot assign to literal here. Maybe you meant '==' instead of '='?",
    'f() = x': "cannot assign to function call here. Maybe you meant '==' instead of '='?",
    'None = 1': 'cannot assign to None',
    'return 1': "'return' outside function",
    break: "'break' outside loop",
    'f(a=1, 2)': 'positional argument follows keyword argument',
    'def f(a=1, b): pass': 'non-default argument follows default argument',
    'def f(a, a): pass': "duplicate argument 'a' in function definition",
    'f(a=1, a=2)': 'keyword argument repeated: a',
    'x，y': "invalid character '，' (U+FF0C)",
    'x = 01': 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
    'if x = 1: pass': "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    'x = 5 +': 'invalid syntax',
    'try:\n    x\ny = 1': "expected 'except' or 'finally' block",
  };
  for (const [source, message] of Object.entries(expected)) assert.equal((await faults(source))[0], message, source);
});

test('valid code has no faults', async () => {
  for (const source of [
    'f(\na=1,\nb=2\n)',
    'x = [\n1,\n2,\n]\n',
    'match [1, 2]:\n    case [1, *rest]: pass\n',
    'match = 1\nprint(match)\n',
    'x = """a\n  b"""\n',
    'def f():\n\tif x:\n\t\treturn 1\n',
    'if a:\n  b\n# c\n  d\nelse:\n  e\n',
    '@d\n\ndef f(): pass\n',
    'x = 1; y = 2;\n',
    "f'{a!r:>{w}} {{}} {b=}'\n",
    'a = b \\\n  + c\n',
    'lambda *a, k=1: (yield)\n',
    '\ufeffx = 1\n',
    'x = 1\r\nif x:\r\n    y = 2\r\n',
    'async def f():\n    async with a as b: pass\n    await c\n',
    'print(*a, **b, sep="")\n[*f(x), *a.b]\n',
    'type = 3\ntype(x)\n',
  ])
    assert.deepEqual(await faults(source), [], source);
});

test('the expression that a selection or a cursor means', async () => {
  const text = 'x = f(a, g(b) + 1)\ndef h():\n    return k(x)  # note\ny = (a + b) * c\n';
  const file = await parse(text);
  const at = (what: string, from = 0) => {
    const start = text.indexOf(what, from);
    const node = file.expressionAt({ start, end: start + what.length });
    return node && text.slice(node.span.start, node.span.end);
  };
  const cursor = (what: string) => {
    const start = text.indexOf(what);
    const node = file.expressionAt({ start, end: start });
    return node && text.slice(node.span.start, node.span.end);
  };
  assert.equal(at('g(b)'), 'g(b)');
  assert.equal(at('x = f(a, g(b) + 1)'), 'f(a, g(b) + 1)');
  assert.equal(at(' g(b) '), 'g(b)');
  assert.equal(at('return k(x)'), 'k(x)');
  assert.equal(at('(a + b)'), 'a + b');
  assert.equal(cursor('b) + 1'), 'g(b)');
  assert.equal(cursor('a, g'), 'f(a, g(b) + 1)');
  assert.equal(cursor('x = f'), 'x');
  assert.equal(cursor('c\n'), 'c');
  assert.equal(cursor('note'), 'k(x)');
  // The head of a function means what it gives back.
  assert.equal(cursor('def h'), 'k(x)');
  assert.equal(cursor('h():'), 'k(x)');
});

test('an edit parses only what changed, and gives what a fresh parse gives', async () => {
  const source = readFileSync(path.join(process.cwd(), 'test/fixtures/classes.py'), 'utf8');
  const { parse: again } = await parser();
  const first = again(source);
  const at = source.indexOf('class B');
  const edited = `${source.slice(0, at)}added = 1\n\n\n${source.slice(at)}`;
  const second = again(edited, first);
  assert.deepEqual(second.module, again(edited).module);
  assert.equal(second.module.body[0], first.module.body[0]);
});

test('no text breaks the parser', async () => {
  for (const text of [
    '',
    '\n',
    '\\',
    '"""',
    "'",
    '(((',
    ')))',
    ':',
    '@',
    'def',
    'class :',
    '\t\tx',
    '#',
    '\u0000',
    'match',
    'if',
    '\ud800',
    'x = \\\n',
    'f"{',
    "f'{x'",
  ])
    assert.ok((await parse(text)).module);
});
