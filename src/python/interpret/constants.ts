// What CPython's compiler knows beforehand: which operations, and one object for equal constants. Knows no frame.
import type { BinOp, Expression, UnaryOp } from '../../syntax/nodes';
import { intOf } from '../core/numbers';
import type { Value } from '../value';

/** Operations that the compiler computes; they are told once their operands are known. */
const folded = new WeakSet<Expression>();

/** Whether the compiler knows the value of an expression that was evaluated. */
export const isFolded = (node: Expression): boolean =>
  node.kind === 'Constant' || folded.has(node) || (node.kind === 'Tuple' && node.elts.every(isFolded));

/** Whether it computes an operation of a value that it knows and another operand: not what would grow large. */
export function foldsTo(node: BinOp, left: Value, right: Value): boolean {
  if (!isFolded(node.right) || !staysSmall(node.op, left, right)) return false;
  folded.add(node);
  return true;
}

export function unaryFolds(node: UnaryOp): boolean {
  if (!isFolded(node.operand)) return false;
  folded.add(node);
  return true;
}

const bitsOf = (n: bigint): number => (n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length);
/** Bits of an integer, letters of a text and items of a tuple up to which the compiler computes (`ast_opt.c`). */
const [mostBits, mostLetters, mostItems] = [128, 4096, 256];

function staysSmall(op: BinOp['op'], left: Value, right: Value): boolean {
  if (op === '%') return left.kind !== 'str' && left.kind !== 'bytes';
  if (op !== '*' && op !== '**' && op !== '<<') return true;
  const [a, b] = [intOf(left), intOf(right)];
  if (a !== undefined && b !== undefined) {
    if (a === 0n || b === 0n) return true;
    if (op === '*') return bitsOf(a) + bitsOf(b) <= mostBits;
    if (b < 0n) return true;
    return op === '**' ? BigInt(bitsOf(a)) * b <= mostBits : BigInt(bitsOf(a)) + b <= mostBits;
  }
  const [sequence, times] = a === undefined ? [left, b] : [right, a];
  if (times === undefined || op !== '*') return true;
  if (sequence.kind === 'tuple') return BigInt(sequence.items.length) * times <= mostItems;
  const letters = sequence.kind === 'str' || sequence.kind === 'bytes' ? sequence.value.length : 0;
  return BigInt(letters) * times <= mostLetters;
}

const equals = new Map<string, Value>();
/** Constants remembered, and the longest of them. */
const [mostEquals, longestEqual] = [4096, 64];

/** The one object that stands for all constants equal to this one. */
export function interned(value: Value): Value {
  const text = constantText(value);
  if (text === undefined || text.length > longestEqual) return value;
  if (equals.size >= mostEquals) equals.clear();
  const known = equals.get(text) ?? value;
  equals.set(text, known);
  return known;
}

const signed = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

function constantText(value: Value): string | undefined {
  switch (value.kind) {
    case 'int':
    case 'str':
      return value.cls ? undefined : `${value.kind} ${value.value}`;
    case 'float':
      return value.cls ? undefined : `float ${signed(value.value)}`;
    case 'complex':
      return `complex ${signed(value.re)} ${signed(value.im)}`;
    case 'bytes':
      return `bytes ${value.value}`;
    case 'none':
    case 'ellipsis':
      return value.kind;
    case 'bool':
      return `bool ${value.value}`;
    case 'tuple': {
      const parts = value.cls ? [undefined] : value.items.map(constantText);
      return parts.includes(undefined)
        ? undefined
        : `tuple ${parts.map((part) => `${part?.length}:${part}`).join(' ')}`;
    }
    default:
      return undefined;
  }
}
