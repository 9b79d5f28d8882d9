// Where names get their values: targets of assignments and parameters of functions, by place. Knows syntax only.
import type { Span } from '../../base/span';
import type { AnnAssign, Arg, Assign, Expression, For, FunctionDef, Node } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { eachChild } from '../../syntax/walk';

export interface Definition {
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
  readonly annotation?: Expression;
  /** The assignment or loop, or the function whose parameter it is. */
  readonly statement: Assign | AnnAssign | For | FunctionDef;
  /** The whole parameter. */
  readonly parameter?: Arg;
  /** The function in which the name lives; undefined at module level. */
  readonly scope: FunctionDef | undefined;
}

const known = new WeakMap<SourceFile, ReadonlyMap<number, Definition>>();

/** All definitions of a file, in the order of the text, by the offset of their name. */
export function definitionsIn(file: SourceFile): ReadonlyMap<number, Definition> {
  let found = known.get(file);
  if (!found) {
    const made = new Map<number, Definition>();
    collect(file.module, undefined, made);
    known.set(file, made);
    found = made;
  }
  return found;
}

/** What `# tensor:` comments may speak of: parameters without the object that a method is called on. */
export const parametersOf = ({ args }: FunctionDef): readonly Arg[] =>
  [...args.posonlyargs, ...args.args, ...args.kwonlyargs].filter(({ arg }, i) => i > 0 || !/^(?:self|cls)$/.test(arg));

/** Behind what gives the name its value, the body of a loop not counted. */
export const boundAt = ({ parameter, statement }: Definition): number =>
  parameter?.span.end ?? (statement.kind === 'For' ? statement.iter.span.end : statement.span.end);

/** The names that a target binds, from left to right. */
export function namesIn(target: Expression): readonly { readonly id: string; readonly span: Span }[] {
  if (target.kind === 'Name') return [target];
  return target.kind === 'Tuple' || target.kind === 'List' ? target.elts.flatMap(namesIn) : [];
}

function collect(node: Node, scope: FunctionDef | undefined, into: Map<number, Definition>): void {
  let inside = scope;
  if (node.kind === 'FunctionDef') {
    inside = node;
    for (const parameter of parametersOf(node)) {
      const { arg: name, nameSpan: span, annotation } = parameter;
      into.set(span.start, { name, span, statement: node, parameter, scope: node, ...(annotation && { annotation }) });
    }
  } else if (node.kind === 'Assign' || node.kind === 'AnnAssign' || node.kind === 'For') {
    const targets = node.kind === 'Assign' ? node.targets : [node.target];
    const annotation = node.kind === 'AnnAssign' ? { annotation: node.annotation } : {};
    for (const { id: name, span } of targets.flatMap(namesIn))
      into.set(span.start, { name, span, statement: node, scope, ...annotation });
  }
  eachChild(node, (child) => collect(child, inside, into));
}
