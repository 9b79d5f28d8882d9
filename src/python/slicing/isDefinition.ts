// Whether a statement only defines: it does nothing until something calls what it made. Knows no effects.
import type { Expression, Node, Statement } from '../../syntax/nodes';
import { eachChild } from '../../syntax/walk';

const quietDecorators =
  /^(?:property|staticmethod|classmethod|abstractmethod|dataclass|setter|getter|cached_property|overload|final)$/;

export function isDefinition(node: Statement): boolean {
  switch (node.kind) {
    case 'FunctionDef': {
      const { args } = node;
      const given = [...args.posonlyargs, ...args.args, ...args.kwonlyargs];
      return node.decoratorList.every(isQuietDecorator) && given.every((arg) => !arg.default || isQuiet(arg.default));
    }
    case 'ClassDef':
      return (
        node.decoratorList.every(isQuietDecorator) &&
        !node.keywords.some(({ arg }) => arg !== 'metaclass') &&
        node.bases.every(isQuiet) &&
        node.body.every(isQuietPart)
      );
    default:
      return false;
  }
}

/** What a class's body may hold without running code of the program. */
function isQuietPart(node: Statement): boolean {
  switch (node.kind) {
    case 'Pass':
      return true;
    case 'Expr':
      return node.value.kind === 'Constant';
    case 'Assign':
      return node.targets.every((target) => target.kind === 'Name') && isQuiet(node.value);
    case 'AnnAssign':
      return node.target.kind === 'Name' && (!node.value || isQuiet(node.value));
    default:
      return isDefinition(node);
  }
}

const isQuietDecorator = (node: Expression): boolean => {
  const named = node.kind === 'Call' ? node.func : node;
  const name = named.kind === 'Name' ? named.id : named.kind === 'Attribute' ? named.attr : '';
  return quietDecorators.test(name);
};

/** Neither calls anything nor uses an operator that a class could define. */
function isQuiet(node: Node): boolean {
  if (node.kind === 'Call' || node.kind === 'BinOp' || node.kind === 'Compare' || /Comp$|GeneratorExp/.test(node.kind))
    return false;
  if (node.kind === 'Lambda') return true;
  let quiet = true;
  eachChild(node, (child) => {
    quiet &&= isQuiet(child);
  });
  return quiet;
}
