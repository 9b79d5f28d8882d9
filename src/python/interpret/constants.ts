// Which expressions CPython's compiler computes beforehand. Knows no values.
import type { Expression } from '../../syntax/nodes';

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
