import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { bundleCommandLine } from './commandLine';

let folder = '';
before(() => {
  folder = bundleCommandLine();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; the CPU is enough here. */
function cli(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'cli.js'), ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  assert.doesNotMatch(stderr, /\n\s+at .*\.js:/, 'no stack trace');
  return { status, stdout, stderr };
}
const evaluate = (code: string, ...more: readonly string[]) => cli(['eval', '-', '--backend', 'cpu', ...more], code);

test('a shell can run it', { skip: process.platform === 'win32' && 'npm makes a command of it there' }, () => {
  const file = path.join(folder, 'cli.js');
  chmodSync(file, 0o755);
  const { status, stdout, stderr } = spawnSync(file, ['eval', '-', '--backend', 'cpu'], {
    input: 'print(1)',
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '1\n', '']);
});

test('who reads may stop early', { skip: process.platform === 'win32' && 'there is no head' }, () => {
  const line = `"${process.execPath}" "${path.join(folder, 'cli.js')}" eval - --backend cpu | head -n 1`;
  const input = 'for i in range(100000): print(i, "x" * 100)';
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { input, encoding: 'utf8' });
  assert.deepEqual([stdout.slice(0, 4), stderr], ['0 xx', '']);
});

test('a program prints what Python prints, and its result', () => {
  const file = path.join(folder, 'loss.py');
  writeFileSync(
    file,
    'import torch\nimport torch.nn.functional as F\nx = torch.tensor([0.5, 0.25])\nprint(x)\nresult = F.binary_cross_entropy(x, torch.tensor([1., 0.]))\n',
  );
  const { status, stdout, stderr } = cli(['eval', file, '--backend', 'cpu']);
  assert.deepEqual(
    { status, stdout, stderr },
    {
      status: 0,
      stdout: 'tensor([0.5000, 0.2500])\nresult = {"kind":"tensor","shape":[],"dtype":"float32","values":0.49041462}\n',
      stderr: '',
    },
  );
});

test('exceptions and warnings go to stderr with file and line', () => {
  const code = 'import torch\nimport torch.nn.functional as F\nF.softmax(torch.zeros(2))\nraise ValueError("bad")\n';
  const { status, stderr } = evaluate(code);
  assert.equal(status, 1);
  assert.match(stderr, /^-:3: UserWarning: Implicit dimension choice for softmax/);
  assert.match(
    stderr,
    /Traceback \(most recent call last\):\n {2}File "-", line 4, in <module>\n {4}raise ValueError\("bad"\)\nValueError: bad\n$/,
  );
});

test('JSON tells value, output, warnings and error apart', () => {
  const { stdout } = evaluate('print(1)\nresult = (2**70, float("nan"), None, {"a": [True]})', '--json');
  // Integers of any size keep their digits, which JSON.parse would not.
  assert.equal(
    stdout,
    '{"ok":true,"value":{"kind":"tuple","items":[{"kind":"int","value":1180591620717411303424},{"kind":"float","value":"nan"},{"kind":"none"},{"kind":"dict","items":[["a",{"kind":"list","items":[{"kind":"bool","value":true}]}]]}]},"stdout":"1\\n","warnings":[]}\n',
  );
});

test('an exception is told with its way through the program, in text and in JSON', () => {
  const code =
    'import torch\nimport torch.nn.functional as F\ndef loss(x):\n    return F.nll_loss(x, torch.tensor([5]))\ntry:\n    loss(torch.zeros(1, 3))\nexcept IndexError as e:\n    raise ValueError("bad target") from e\n';
  const { stderr } = evaluate(code);
  assert.equal(
    stderr,
    `Traceback (most recent call last):
  File "-", line 6, in <module>
    loss(torch.zeros(1, 3))
  File "-", line 4, in loss
    return F.nll_loss(x, torch.tensor([5]))
IndexError: Target 5 is out of bounds.

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "-", line 8, in <module>
    raise ValueError("bad target") from e
ValueError: bad target
`,
  );
  assert.deepEqual(JSON.parse(evaluate(code, '--json').stdout).error, {
    type: 'ValueError',
    message: 'bad target',
    line: 8,
    traceback: [{ name: '<module>', line: 8, source: 'raise ValueError("bad target") from e' }],
    after: [
      {
        type: 'IndexError',
        message: 'Target 5 is out of bounds.',
        how: 'cause',
        traceback: [
          { name: '<module>', line: 6, source: 'loss(torch.zeros(1, 3))' },
          { name: 'loss', line: 4, source: 'return F.nll_loss(x, torch.tensor([5]))' },
        ],
      },
    ],
  });
});

/** A layer that is not modelled draws from the generator: what is drawn after it is unknown. */
const lost = 'import torch\nfrom torch import nn\nnn.utils.parametrizations.orthogonal(nn.Linear(2, 2))\n';

test('random numbers without a seed are those of an assumed one, and the answer says so', () => {
  const run = (code: string) => JSON.parse(evaluate(code, '--json').stdout);
  const assumed = run('import torch\nresult = torch.rand(2)');
  const seeded = run('import torch\ntorch.manual_seed(0)\nresult = torch.rand(2)');
  assert.deepEqual(assumed.value, seeded.value);
  assert.match(assumed.assumptions[0], /torch\.manual_seed\(0\)/);
  assert.equal(seeded.assumptions, undefined);
  assert.equal(run('import torch\nresult = torch.initial_seed()').error.type, 'Unknown');
});

test('what is not known is never a value', () => {
  for (const code of [
    `${lost}result = torch.randn(2)`,
    `${lost}print(torch.randn(2))`,
    `${lost}if torch.randn(1) > 0:\n    print(1)`,
    `${lost}x = torch.ones(2)\nx += torch.randn(2)\nprint(x.view(2))`,
    `import torch\ntorch.manual_seed(0)\n${lost}print(torch.rand(1))`,
  ]) {
    const { status, stdout } = evaluate(code, '--json');
    const answer = JSON.parse(stdout);
    assert.deepEqual([status, answer.ok, answer.error?.type, answer.stdout], [1, false, 'Unknown', ''], code);
  }
});

test('shapes of what is not known are known', () => {
  const code = `${lost}x = torch.randn(4, 3)\nprint(nn.Linear(3, 2)(x).shape, nn.CrossEntropyLoss()(x, torch.tensor([0, 1, 2, 0])).shape)\nx @ torch.randn(4, 1)`;
  const answer = JSON.parse(evaluate(code, '--json').stdout);
  assert.equal(answer.stdout, 'torch.Size([4, 2]) torch.Size([])\n');
  assert.equal(answer.error.message, 'mat1 and mat2 shapes cannot be multiplied (4x3 and 4x1)');
});

test('a batch answers each line, whatever the line is', () => {
  const lines = [
    '{"id":1,"code":"result = 1"}',
    'x',
    '{"id":2}',
    '',
    '{"id":3,"code":"1/0"}',
    '{"id":4,"code":"def f(:"}',
  ];
  const { status, stdout } = cli(['eval', '--batch', '--json', '--backend', 'cpu'], `${lines.join('\n')}\n`);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(status, 0);
  assert.deepEqual(
    answers.map(({ id, ok, error }) => [id, ok, error?.type]),
    [
      [1, true, undefined],
      [undefined, false, 'InvalidRequest'],
      [2, false, 'InvalidRequest'],
      [3, false, 'ZeroDivisionError'],
      [4, false, 'SyntaxError'],
    ],
  );
});

test('what cannot be run ends with 2 and a sentence', () => {
  for (const [args, text] of [
    [['eval', 'no-such-file.py'], /cannot read no-such-file\.py/],
    [['eval'], /needs a file/],
    [['eval', 'a.py', '--batch'], /not both/],
    [['eval', 'a.py', '--backend', 'tpu'], /Allowed choices are auto, webgpu, cpu/],
    [['evl'], /unknown command/],
  ] as const) {
    const { status, stderr } = cli(args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, text);
  }
  assert.equal(cli(['eval', '--help']).status, 0);
});

test('inputs that a comment supplies count, and are told', () => {
  const code = 'import torch\nfrom here import model\ny = model(3)  # tensor: [[1.0, 2.0]]\nprint(y.sum())\n';
  const { status, stdout, stderr } = evaluate(code);
  assert.deepEqual(
    { status, stdout, stderr },
    { status: 0, stdout: 'tensor(3.)\n', stderr: 'Assumed: y: assumed [[1.0, 2.0]] by the comment on line 3\n' },
  );
});

test('a loop without end ends', () => {
  const { status, stderr } = evaluate('while True: pass');
  assert.equal(status, 1);
  assert.match(stderr, /Limit: the loop on line 1 did not end/);
});

test('limits are options, and the message names the one that ended the program', () => {
  const endless = 'n = 0\nwhile True:\n    n += 1\n';
  const { status, stderr } = evaluate(endless, '--steps', '5000');
  assert.equal(status, 1);
  assert.match(stderr, /the loop on line 2 did not end within 5000 steps; the option --steps allows more/);
  assert.match(evaluate(endless, '--seconds', '0.2').stderr, /within 0\.2 seconds; the option --seconds allows more/);
  const large = evaluate('x = 1\ny = [0] * 10**8\n', '--memory', '100');
  assert.match(large.stderr, /line 2 needs more than 100 MB; the option --memory allows more/);
  assert.equal(evaluate('x = 1', '--steps', 'many').status, 2);
});

test('a comparison of reductions without an adapter says what to do', () => {
  const { status, stdout, stderr } = cli(['bench-softmax'], '', { VK_DRIVER_FILES: '/nowhere' });
  assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
  assert.match(stderr, /tensor-inspector: No WebGPU adapter was found|tensor-inspector: The WebGPU binding/);
});
