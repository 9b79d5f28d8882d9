// Checks what may stand on the left of an assignment, in CPython's words. Knows no statement.
import type { Expression } from '../nodes';
import { Fault } from './source';

/** CPython's name for a kind of expression in "cannot assign to ...". */
export function describe(node: Expression): string {
  switch (node.kind) {
    case 'Constant':
      switch (node.value.type) {
        case 'none':
          return 'None';
        case 'bool':
          return node.value.value ? 'True' : 'False';
        case 'ellipsis':
          return 'ellipsis';
        default:
          return 'literal';
      }
    case 'Call':
      return 'function call';
    case 'Await':
      return 'await expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'BinOp':
    case 'UnaryOp':
    case 'BoolOp':
      return 'expression';
    case 'Compare':
      return 'comparison';
    case 'Lambda':
      return 'lambda';
    case 'IfExp':
      return 'conditional expression';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'f-string expression';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    case 'NamedExpr':
      return 'named expression';
    case 'List':
      return 'list';
    case 'Tuple':
      return 'tuple';
    case 'Attribute':
      return 'attribute';
    case 'Subscript':
      return 'subscript';
    case 'Starred':
      return 'starred';
    default:
      return 'expression';
  }
}

const fail = (node: Expression, message: string): never => {
  throw new Fault({ type: 'SyntaxError', message, span: node.span });
};

/** An assignment's or loop's target as it stands, or the fault that CPython finds in it. */
export function checkTarget(node: Expression, verb: 'assign to' | 'delete' = 'assign to', hint = true): Expression {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return node;
    case 'Tuple':
    case 'List':
      if (verb === 'assign to' && node.elts.filter((e) => e.kind === 'Starred').length > 1)
        fail(node, 'multiple starred expressions in assignment');
      for (const item of node.elts) checkTarget(item, verb, false);
      return node;
    case 'Starred':
      if (verb === 'delete') return fail(node, 'cannot delete starred');
      checkTarget(node.value, verb, false);
      return node;
    default: {
      const what = describe(node);
      const constant = what === 'None' || what === 'True' || what === 'False';
      const maybe = hint && !constant && verb === 'assign to' ? " here. Maybe you meant '==' instead of '='?" : '';
      return fail(node, `cannot ${verb} ${what}${maybe}`);
    }
  }
}

/** The target of `x: int = 1` and `x += 1`: one name, attribute or item. */
export function checkSingle(node: Expression, where: 'annotated' | 'augmented'): Expression {
  if (node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript') return node;
  if (where === 'augmented') return fail(node, `'${describe(node)}' is an illegal expression for augmented assignment`);
  if (node.kind === 'Tuple' || node.kind === 'List')
    return fail(node, `only single target (not ${describe(node)}) can be annotated`);
  return fail(node, 'illegal target for annotation');
}
