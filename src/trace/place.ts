// A place in a document, and the expression that someone who points there means. Knows syntax only.
import { type Span, touches } from '../base/span';
import type { Call, Expression, Statement } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { isStatement } from '../syntax/walk';

/** A selection in one version of a document. */
export interface Place {
  readonly uri: string;
  readonly version: number;
  readonly file: SourceFile;
  readonly selection: Span;
}

/** What a hover or the dims view is about: the span to evaluate and, where it is one, the name it is bound to. */
export interface Subject {
  readonly span: Span;
  readonly name?: string;
  /** Where the statement that holds the subject ends: its readers come after. */
  readonly after: number;
}

type Node = Statement | Expression;

const constructors = new Set([
  'tensor',
  'Tensor',
  'as_tensor',
  'array',
  'asarray',
  'FloatTensor',
  'DoubleTensor',
  'LongTensor',
]);

/** The subject under a cursor or a selection; undefined over blank space, keywords of statements and docstrings. */
export function subjectAt(place: Place): Subject | undefined {
  const { file, selection } = place;
  const path = file.path(selection.start);
  const statement = statementAt(place);
  const node = selection.start === selection.end ? meant(path, selection.start) : file.expressionAt(selection);
  const after = statement?.span.end ?? selection.end;
  const innermost = path.at(-1);
  // Broken code is its own reason.
  if (!node && innermost?.kind === 'Broken') return { span: innermost.span, after };
  if (!node) return parameterAt(path, selection.start, after);
  const name = node.kind === 'Name' ? node.id : boundName(statement, node);
  return { span: node.span, after, ...(name === undefined ? {} : { name }) };
}

/**
 * Innermost first: an expression is itself, but a literal grows to the whole list and its constructor, a callee means its
 * call, a keyword its argument, and what has no value of its own (a slice, a part of a text) means what it is part of.
 */
function meant(path: readonly Node[], offset: number): Expression | undefined {
  for (let at = path.length - 1; at >= 0; at--) {
    const node = path[at]!;
    const parent = path[at - 1];
    if (isStatement(node)) return undefined;
    if (isCalleeOf(node, parent) || (isLiteral(node) && isLiteralPart(parent))) continue;
    switch (node.kind) {
      case 'Slice':
        continue;
      case 'Starred':
      case 'FormattedValue':
        return node.value;
      case 'Call':
        return keywordAt(node, offset) ?? node;
      case 'List':
      case 'Tuple':
        if (parent?.kind === 'Call' && parent.args[0] === node && constructors.has(lastName(parent.func)))
          return parent;
        return node;
      case 'Constant':
        // A docstring.
        if (parent?.kind === 'Expr') return undefined;
        if (parent?.kind === 'JoinedStr') continue;
        return node;
      default:
        return node;
    }
  }
  return undefined;
}

/** The value of the argument whose keyword stands at an offset. */
function keywordAt({ keywords }: Call, offset: number): Expression | undefined {
  const named = keywords.find(({ arg, span: { start } }) => arg && touches({ start, end: start + arg.length }, offset));
  return named?.value;
}

const isLiteral = ({ kind }: Node): boolean =>
  kind === 'Constant' || kind === 'UnaryOp' || kind === 'List' || kind === 'Tuple';

const isLiteralPart = (node: Node | undefined): boolean =>
  node?.kind === 'List' || node?.kind === 'Tuple' || node?.kind === 'UnaryOp';

/** Whether `node` is (part of) the callee of a call: pointing at `F.softmax` means the call. */
function isCalleeOf(node: Node, parent: Node | undefined): boolean {
  if (parent?.kind === 'Call') return parent.func === node;
  return parent?.kind === 'Attribute' && node.kind === 'Name' && /^[A-Z]$|^(torch|nn|np|numpy)$/.test(node.id);
}

/** The name behind the last dot, or none. */
export function lastName(node: Expression): string {
  return node.kind === 'Attribute' ? node.attr : node.kind === 'Name' ? node.id : '';
}

function boundName(statement: Statement | undefined, node: Expression): string | undefined {
  if (statement?.kind !== 'Assign' || statement.value !== node) return undefined;
  const [target] = statement.targets;
  return target?.kind === 'Name' ? target.id : undefined;
}

function parameterAt(path: readonly Node[], offset: number, after: number): Subject | undefined {
  const innermost = path.at(-1);
  if (innermost?.kind !== 'FunctionDef') return undefined;
  const { posonlyargs, args, kwonlyargs } = innermost.args;
  const parameter = [...posonlyargs, ...args, ...kwonlyargs].find(({ nameSpan }) => touches(nameSpan, offset));
  return parameter && { span: parameter.nameSpan, name: parameter.arg, after };
}

/** The innermost statement without a body of statements: what "this line" means. */
export function statementAt({ file, selection }: Place): Statement | undefined {
  return file.path(selection.start).findLast(isSimpleStatement);
}

const simple = new Set(['Expr', 'Assign', 'AugAssign', 'AnnAssign', 'Return', 'Assert', 'Raise', 'Delete']);

const isSimpleStatement = (node: Node): node is Statement => simple.has(node.kind);
