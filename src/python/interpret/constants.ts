// What CPython's compiler knows beforehand: which expressions, and one object for equal constants. Knows no frame.
import type { Expression } from '../../syntax/nodes';
import type { Value } from '../value';

/** A literal, a tuple of them, or arithmetic on them. */
export function isConstant(node: Expression): boolean {
  switch (node.kind) {
    case 'Constant':
      return true;
    case 'Tuple':
      return node.elts.every(isConstant);
    case 'UnaryOp':
      return isConstant(node.operand);
    case 'BinOp':
      return isConstant(node.left) && isConstant(node.right);
    default:
      return false;
  }
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

function constantText(value: Value): string | undefined {
  switch (value.kind) {
    case 'int':
    case 'str':
      return value.cls ? undefined : `${value.kind} ${value.value}`;
    case 'float':
      return value.cls ? undefined : `float ${Object.is(value.value, -0) ? '-0' : value.value}`;
    case 'complex':
      return `complex ${value.re} ${value.im} ${Object.is(value.re, -0)}`;
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
