import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Args, bool, float, int, str, type Value } from '../../../src/python/value';
import { bindArguments } from '../../../src/torch/binding/bindArguments';
import { callee, parseParams } from '../../../src/torch/binding/define';
import { parseCall } from '../../../src/torch/binding/parseCall';
import { fakeMachine } from './fakeMachine';

const args = (positional: readonly Value[], keywords: Readonly<Record<string, Value>> = {}): Args => ({
  positional,
  keywords: new Map(Object.entries(keywords)),
});
const bind = (style: 'python' | 'native', params: string, given: Args, self = false) =>
  bindArguments(fakeMachine, callee('f', style, params, self), given);

test('arguments go to parameters by place and by name', () => {
  const bound = bind('python', 'input, target, weight=None', args([int(1)], { target: int(2) }));
  assert.deepEqual(
    [...bound],
    [
      ['input', int(1)],
      ['target', int(2)],
    ],
  );
});

test('a size may come as several numbers', () => {
  const bound = bind('native', '*size, *, dtype=None', args([int(2), int(3)]));
  assert.deepEqual(bound.get('size'), { kind: 'tuple', items: [int(2), int(3)] });
});

test('Python functions complain as CPython does', () => {
  const refused = (given: Args, message: RegExp, self = false) =>
    assert.throws(() => bind('python', 'a, b, c=None', given, self), message);
  refused(args([]), /TypeError: f\(\) missing 2 required positional arguments: 'a' and 'b'$/);
  refused(args([int(1)]), /f\(\) missing 1 required positional argument: 'b'$/);
  refused(args([int(1), int(2), int(3), int(4)]), /f\(\) takes from 2 to 3 positional arguments but 4 were given$/);
  refused(args([int(1), int(2), int(3), int(4)]), /takes from 3 to 4 positional arguments but 5 were given$/, true);
  refused(args([int(1), int(2)], { d: int(3) }), /f\(\) got an unexpected keyword argument 'd'$/);
  refused(args([int(1), int(2)], { a: int(3) }), /f\(\) got multiple values for argument 'a'$/);
  assert.throws(() => bind('python', 'a, b, c', args([])), /'a', 'b', and 'c'$/);
});

test('C functions complain as PyTorch does', () => {
  assert.throws(
    () => bind('native', 'dim0, dim1', args([])),
    /f\(\) missing 2 required positional arguments: "dim0", "dim1"$/,
  );
  assert.throws(
    () => bind('native', 'dim0, dim1', args([int(1), int(2), int(3)])),
    /takes 2 positional arguments but 3 were given$/,
  );
  assert.throws(() => bind('native', '', args([int(1)])), /TensorBase\.f\(\) takes no arguments \(1 given\)$/);
});

const parse = (dotted: string, given: Args) => parseCall(fakeMachine, dotted, given);

test('arguments that fit no signature bring the list of them', () => {
  assert.throws(() => parse('torch.Tensor.max', args([str('a')])), {
    message:
      "TypeError: max() received an invalid combination of arguments - got (str), but expected one of:\n * ()\n      didn't match because some of the arguments have invalid types: (!str!)\n * (Tensor other)\n      didn't match because some of the arguments have invalid types: (!str!)\n * (int dim, bool keepdim = False)\n",
  });
  assert.throws(
    () => parse('torch.Tensor.mean', args([], { dim: float(1.5) })),
    /got \(dim=float, \), but expected one of:\n \* \(\*, /,
  );
  assert.throws(
    () => parse('torch.add', args([])),
    /got \(\), but expected \(Tensor input, Tensor other, \*, Number alpha = 1, Tensor out = None\)$/,
  );
  // The number of arguments leaves one signature: its own complaint is better.
  assert.throws(
    () => parse('torch.sum', args([int(1)])),
    /sum\(\): argument 'input' \(position 1\) must be Tensor, not int$/,
  );
});

test('several ints are one tuple, and the names of NumPy those of PyTorch', () => {
  const several = parse('torch.Tensor.permute', args([int(1), int(0)]));
  assert.deepEqual(several.positional, [{ kind: 'tuple', items: [int(1), int(0)] }]);
  const renamed = parse('torch.Tensor.sum', args([], { axis: int(0), keepdims: bool(true) }));
  assert.deepEqual([...renamed.keywords.keys()], ['dim', 'keepdim']);
});

test('signatures are read in Python notation', () => {
  assert.deepEqual(
    parseParams('data, *, dtype=None').map(({ name, hasDefault, keywordOnly }) => [name, hasDefault, keywordOnly]),
    [
      ['data', false, false],
      ['dtype', true, true],
    ],
  );
});
