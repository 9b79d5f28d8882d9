// An expression written out again as `ast.unparse` does, for annotations that stay texts. Knows no value.
import type { BinaryOperator, Expression, Literal } from '../../syntax/expressionNodes';
import { complexRepr } from '../core/show';
import { floatRepr } from '../text/floatText';
import { quoted, quotedBytes } from '../text/quote';

/** How tightly operators bind; what binds less tightly than its place asks for stands in parentheses. */
const tightness: Readonly<Record<BinaryOperator, number>> = {
  '|': 5,
  '^': 6,
  '&': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '//': 10,
  '%': 10,
  '@': 10,
  '**': 12,
};
const [test, unary, atom] = [0, 11, 14];

/** The text; undefined for what annotations are not made of. */
export function unparse(node: Expression, place = test): string | undefined {
  const own = text(node);
  if (!own) return undefined;
  return own.binds < place ? `(${own.text})` : own.text;
}

interface Written {
  readonly text: string;
  readonly binds: number;
}

const written = (parts: readonly (string | undefined)[], binds = atom): Written | undefined =>
  parts.every((part) => part !== undefined) ? { text: parts.join(''), binds } : undefined;

function listed(nodes: readonly Expression[]): string | undefined {
  const texts = nodes.map((node) => unparse(node));
  return texts.every((one) => one !== undefined) ? texts.join(', ') : undefined;
}

const withComma = (nodes: readonly Expression[]): string | undefined => {
  const inner = listed(nodes);
  return inner === undefined ? undefined : nodes.length === 1 ? `${inner},` : inner;
};

function text(node: Expression): Written | undefined {
  switch (node.kind) {
    case 'Name':
      return written([node.id]);
    case 'Constant':
      return written([literal(node.value)]);
    case 'Attribute':
      return written([unparse(node.value, atom), '.', node.attr]);
    case 'Subscript': {
      const inside =
        node.slice.kind === 'Tuple' && node.slice.elts.length ? withComma(node.slice.elts) : unparse(node.slice);
      return written([unparse(node.value, atom), '[', inside, ']']);
    }
    case 'Slice': {
      const part = (one: Expression | undefined): string | undefined => (one ? unparse(one) : '');
      return written([part(node.lower), ':', part(node.upper), ...(node.step ? [':', unparse(node.step)] : [])]);
    }
    case 'Tuple':
      return written(['(', withComma(node.elts), ')']);
    case 'List':
      return written(['[', listed(node.elts), ']']);
    case 'Starred':
      return written(['*', unparse(node.value, 5)]);
    case 'Call': {
      const args = [...node.args.map((arg) => unparse(arg))];
      for (const { arg, value } of node.keywords) {
        const given = unparse(value);
        args.push(given === undefined ? undefined : arg === undefined ? `**${given}` : `${arg}=${given}`);
      }
      return written([unparse(node.func, atom), '(', args.includes(undefined) ? undefined : args.join(', '), ')']);
    }
    case 'BinOp': {
      const binds = tightness[node.op];
      const right = node.op === '**';
      const sides = [unparse(node.left, right ? binds + 1 : binds), unparse(node.right, right ? binds : binds + 1)];
      return written([sides[0], ` ${node.op} `, sides[1]], binds);
    }
    case 'UnaryOp':
      if (node.op === 'not') return written(['not ', unparse(node.operand, 3)], 3);
      return written([node.op, unparse(node.operand, unary)], unary);
    default:
      return undefined;
  }
}

function literal(value: Literal): string {
  switch (value.type) {
    case 'int':
      return `${value.value}`;
    case 'float':
      return floatRepr(value.value).replace('inf', '1e309');
    case 'complex':
      return complexRepr(0, value.im);
    case 'str':
      return quoted(value.value);
    case 'bytes':
      return quotedBytes(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'ellipsis':
      return '...';
  }
}
