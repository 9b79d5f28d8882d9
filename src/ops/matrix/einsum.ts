// einsum: an equation of subscripts read, operands brought to common dims, and folded from the left by batched products
// (ATen's einsum and sumproduct_pair). Knows no binding.
import { say } from '../../base/text';
import { along } from '../../tensor/contraction';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { permute, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { tensors, text, varargs } from '../params';
import { checkFactors } from './matmul';

const fail = (message: string): never => {
  throw new OpError('RuntimeError', `einsum(): ${message}`);
};

/** One operand's or the output's subscripts; `...` stands for itself until the number of its dims is known. */
type Subscripts = readonly string[];

/** Reads `ij,jk->ik`; the output is undefined where the equation does not say it. */
function parse(equation: string): { readonly inputs: readonly Subscripts[]; readonly output: Subscripts | undefined } {
  const arrow = equation.indexOf('->');
  const left = arrow < 0 ? equation : equation.slice(0, arrow);
  let at = 0;
  const read = (part: string, start: number): Subscripts => {
    const found: string[] = [];
    for (let i = 0; i < part.length; i++) {
      const letter = part[i]!;
      if (letter === ' ') continue;
      if (part.startsWith('...', i)) {
        if (found.includes('...')) fail("found '.' for operand 0 for which an ellipsis was already found");
        found.push('...');
        i += 2;
      } else if (/[a-zA-Z]/.test(letter)) {
        found.push(letter);
      } else {
        fail(`invalid subscript given at index ${start + i} in the equation string, subscripts must be in [a-zA-Z]`);
      }
    }
    return found;
  };
  const inputs = left.split(',').map((part) => {
    const subscripts = read(part, at);
    at += part.length + 1;
    return subscripts;
  });
  return { inputs, output: arrow < 0 ? undefined : read(equation.slice(arrow + 2), arrow + 2) };
}

/** The number of dims that an ellipsis stands for, and subscripts with a name for each of them: `.0`, `.1`, ... */
function spelled(subscripts: Subscripts, rank: number, operand: number): Subscripts {
  const named = subscripts.filter((label) => label !== '...').length;
  const hidden = rank - named;
  if (hidden < 0 || (hidden > 0 && !subscripts.includes('...'))) {
    const more = subscripts.includes('...') ? 'is more than' : 'does not match';
    const tail = subscripts.includes('...') ? '' : ' and no ellipsis was given';
    fail(
      `the number of subscripts in the equation (${named}) ${more} the number of dimensions (${rank}) for operand ${operand}${tail}`,
    );
  }
  return subscripts.flatMap((label) => (label === '...' ? ellipsis(hidden) : [label]));
}
/** Counted from the last, so that operands with fewer of them align. */
const ellipsis = (count: number): Subscripts => Array.from({ length: count }, (_, i) => `.${count - 1 - i}`);

/** Dims with the same subscript become one. */
function diagonalised(x: Tensor, labels: Subscripts, operand: number): readonly [Tensor, Subscripts] {
  const kept = [...new Set(labels)];
  const sizes = kept.map((label) => {
    const found = labels.flatMap((other, dim) => (other === label ? [x.shape[dim]!] : []));
    const other = found.find((size) => size !== found[0]);
    if (other !== undefined) {
      fail(`subscript ${label} is repeated for operand ${operand} but the sizes don't match, ${other} != ${found[0]}`);
    }
    return found[0]!;
  });
  const strides = kept.map((label) =>
    labels.reduce((sum, other, dim) => sum + (other === label ? x.strides[dim]! : 0), 0),
  );
  return [new Tensor(x.storage, sizes, strides, x.offset), kept];
}

/** `x` with a dim for each of `all`, of size 1 where it has none. */
function aligned(x: Tensor, labels: Subscripts, all: Subscripts): Tensor {
  const present = all.filter((label) => labels.includes(label));
  const ordered = permute(
    x,
    present.map((label) => labels.indexOf(label)),
  );
  return all.reduce((wide, label, dim) => (labels.includes(label) ? wide : unsqueeze(wide, dim)), ordered);
}

/** Sums over a dim where it has more than one place; the dim stays. */
const summed = (engine: Engine, x: Tensor, dims: readonly number[]): Tensor => {
  const wide = dims.filter((dim) => x.shape[dim] !== 1);
  return wide.length > 0 ? engine.reduce('sum', x, wide, true) : x;
};

/** The product of two aligned tensors, summed over `dims`, which stay with size 1. */
function pairProduct(engine: Engine, a: Tensor, b: Tensor, dims: readonly number[]): Tensor | Promise<Tensor> {
  const only = (x: Tensor, other: Tensor): readonly number[] =>
    dims.filter((dim) => x.shape[dim] !== 1 && other.shape[dim] === 1);
  const [left, right] = [summed(engine, a, only(a, b)), summed(engine, b, only(b, a))];
  const all = a.shape.map((_, dim) => dim);
  const shared = dims.filter((dim) => left.shape[dim] !== 1 && right.shape[dim] !== 1);
  if (shared.length === 0) return engine.binary('mul', left, right);
  const others = all.filter((dim) => !shared.includes(dim));
  const batch = others.filter((dim) => left.shape[dim] !== 1 && right.shape[dim] !== 1);
  const lone = (x: Tensor): readonly number[] => others.filter((dim) => !batch.includes(dim) && x.shape[dim] !== 1);
  const [rows, columns] = [lone(left), lone(right)];
  checkFactors(left, right);
  // As ATen lays it out: a batch of matrices, seen in the order of the dims.
  const order = [...batch, ...rows, ...columns];
  const inOrder = (x: Tensor): Tensor => along(x, order, shared);
  const summedOver = shared.map((_, i) => order.length + i);
  return andThen(engine.contract(inOrder(left), inOrder(right), summedOver), (product) => {
    const rest = all.filter((dim) => !order.includes(dim));
    const wide = rest.reduce((x) => unsqueeze(x, x.rank), product);
    const places = [...order, ...rest];
    return permute(
      wide,
      all.map((dim) => places.indexOf(dim)),
    );
  });
}

/** ATen's order: A to Z, then a to z. */
const alphabetical = (labels: Subscripts): Subscripts => [...labels].sort();

function outputOf(given: Subscripts | undefined, inputs: readonly Subscripts[]): Subscripts {
  const every = inputs.flat();
  const hidden = ellipsis(new Set(every.filter((label) => label.startsWith('.'))).size);
  if (!given) {
    const once = every.filter(
      (label) => !label.startsWith('.') && every.filter((other) => other === label).length === 1,
    );
    return [...hidden, ...alphabetical(once)];
  }
  const output = given.flatMap((label) => (label === '...' ? hidden : [label]));
  for (const [i, label] of output.entries()) {
    if (output.indexOf(label) !== i) fail(`output subscript ${label} appears more than once in the output`);
    if (!every.includes(label)) {
      fail(`output subscript ${label} does not appear in the equation for any input operand`);
    }
  }
  return output;
}

/** Checks that operands agree on the size of each subscript. */
function checkSizes(operands: readonly (readonly [Tensor, Subscripts])[]): void {
  const seen = new Map<string, number>();
  operands.forEach(([x, labels], operand) => {
    labels.forEach((label, dim) => {
      const [size, before] = [x.shape[dim]!, seen.get(label) ?? 1];
      if (size !== before && size !== 1 && before !== 1) {
        fail(
          `subscript ${label} has size ${size} for operand ${operand} which does not broadcast with previously seen size ${before}`,
        );
      }
      if (size !== 1 || !seen.has(label)) seen.set(label, size);
    });
  });
}

function evaluate(engine: Engine, equation: string, given: readonly Tensor[]): Tensor | Promise<Tensor> {
  const { inputs: written, output: wanted } = parse(equation);
  if (written.length < given.length) fail('more operands were provided than specified in the equation');
  if (written.length > given.length) fail('fewer operands were provided than specified in the equation');
  const spelt = given.map((x, i) => spelled(written[i]!, x.rank, i));
  const output = outputOf(wanted, spelt);
  const operands = given.map((x, i) => diagonalised(x, spelt[i]!, i));
  const labels = operands.map(([, own]) => own);
  checkSizes(operands);
  const all = [...output, ...alphabetical([...new Set(labels.flat())].filter((label) => !output.includes(label)))];
  const wide = operands.map(([x, own]) => aligned(x, own, all));
  /** Dims that no later operand and no output asks for. */
  const done = (from: number): readonly number[] =>
    all.flatMap((label, dim) =>
      dim >= output.length && !labels.slice(from).some((own) => own.includes(label)) ? [dim] : [],
    );
  const folded = wide
    .slice(1)
    .reduce<Tensor | Promise<Tensor>>(
      (left, right, i) => andThen(left, (x) => pairProduct(engine, x, right, done(i + 2))),
      wide.length > 1 ? wide[0]! : summed(engine, wide[0]!, done(1)),
    );
  return andThen(folded, (x) => view(x, x.shape.slice(0, output.length)));
}

const einsum = defineOp({
  names: ['torch.einsum', 'torch.functional.einsum'],
  family: 'other',
  doc: say('Products of operands summed over the subscripts that the output leaves out.'),
  params: [
    text('equation', say('Subscripts of each operand, and after an arrow those of the output.')),
    varargs(tensors('operands', say('A tensor for each group of subscripts.'))),
  ],
  run: ({ equation, operands }, { engine }) => evaluate(engine, equation, operands),
  samples: [
    { args: "'ij,jk->ik', torch.arange(6.).reshape(2, 3), torch.arange(12.).reshape(3, 4)" },
    { args: "'bij,bjk->bik', torch.arange(12.).reshape(2, 2, 3), torch.arange(12.).reshape(2, 3, 2) / 4" },
    { args: "'i,j->ij', torch.tensor([1., 2.]), torch.tensor([3., 4., 5.])" },
    { args: "'ii->i', torch.arange(9.).reshape(3, 3)" },
    { args: "'ii', torch.arange(9.).reshape(3, 3)" },
    { args: "'ij->ji', torch.arange(6.).reshape(2, 3)" },
    { args: "'ij->', torch.arange(6.).reshape(2, 3)" },
    { args: "'ij,ij->i', torch.arange(6.).reshape(2, 3), torch.ones(2, 3)" },
    { args: "'...ij,...jk->...ik', torch.arange(12.).reshape(2, 2, 3), torch.arange(6.).reshape(3, 2)" },
    { args: "'bhid,bhjd->bhij', torch.arange(24.).reshape(1, 2, 3, 4) / 8, torch.arange(24.).reshape(1, 2, 3, 4) / 6" },
    { args: "'kj,ji', torch.ones(2, 3), torch.arange(12.).reshape(3, 4)" },
    { args: "'i,ij,j->', torch.tensor([1., 2.]), torch.arange(6.).reshape(2, 3), torch.tensor([1., 0., 2.])" },
  ],
  errors: [
    {
      args: "'ij,kj->ik', torch.ones(2, 3), torch.ones(3, 4)",
      error: {
        type: 'RuntimeError',
        message: 'einsum(): subscript j has size 4 for operand 1 which does not broadcast with previously seen size 3',
      },
    },
    {
      args: "'ij,jk->il', torch.ones(2, 3), torch.ones(3, 4)",
      error: {
        type: 'RuntimeError',
        message: 'einsum(): output subscript l does not appear in the equation for any input operand',
      },
    },
    {
      args: "'ijk,jk->i', torch.ones(2, 3), torch.ones(3, 4)",
      error: {
        type: 'RuntimeError',
        message:
          'einsum(): the number of subscripts in the equation (3) does not match the number of dimensions (2) for operand 0 and no ellipsis was given',
      },
    },
  ],
});

export const einsums: readonly Op[] = [einsum];
