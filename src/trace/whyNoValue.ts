// Why an expression of the text has no value although what it depends on was run. Knows syntax and problems only.
import type { Problem } from '../base/problem';
import { contains, type Span } from '../base/span';
import { say } from '../base/text';
import { functionAt } from '../python/slicing/functionAt';
import { type UnknownValue, unknown } from '../python/value';
import { lineText } from '../syntax/layout';
import type { Expression, Node, Statement } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { eachChild, isExpression } from '../syntax/walk';

interface Seen {
  readonly file: SourceFile;
  readonly problems: readonly Problem[];
}

/** The reason for the expression at `span`: its syntax, a limit, an exception before it, or that nothing runs it. */
export function whyNoValue({ file, problems }: Seen, span: Span): UnknownValue {
  const broken = file.path(span.start).find((node) => node.kind === 'Broken');
  if (broken) {
    const fault = () => say('{0}: {1}', lineText(file, broken.span.start), broken.error.message);
    return unknown(broken.reason ?? fault(), broken.error.span);
  }
  if (!file.path(span.start).some(isExpression) && span.start === span.end)
    return unknown(say('There is no expression here. Put the cursor in one, such as the call of a loss.'), span);
  const limit = problems.find((problem) => problem.code === 'limit');
  if (limit?.text) return unknown(limit.text, limit.span);
  const path = file.path(span.start).filter((node) => contains(node.span, span));
  if (isAnnotation(path, span)) return unknown(say('Annotations are not evaluated here.'), span);
  if (path.some(({ kind }) => kind === 'Delete')) return unknown(say('What is deleted has no value.'), span);
  const stopped = problems.find((problem) => stops(problem, file, span));
  if (stopped?.python) {
    const { type, message } = stopped.python;
    const line = lineText(file, stopped.span.start);
    const raised = message ? say('{0} raised {1}: {2}', line, type, message) : say('{0} raised {1}', line, type);
    return unknown(say('This code was not reached: {0}', raised), stopped.span);
  }
  return unknown(
    say('This code was not reached: nothing in the file runs it, or a condition before it is false.'),
    span,
  );
}

function isAnnotation(path: readonly (Statement | Expression)[], span: Span): boolean {
  const within = (annotation: Expression | undefined): boolean => !!annotation && contains(annotation.span, span);
  return path.some((node) => {
    if (node.kind === 'AnnAssign') return within(node.annotation);
    if (node.kind !== 'FunctionDef') return false;
    let found = within(node.returns);
    eachChild(node, (child: Node) => {
      if (child.kind === 'arg') found ||= within(child.annotation);
    });
    return found;
  });
}

/** Whether an exception left the function, or the statement of the module, that holds `span`. */
function stops({ traceback }: Problem, file: SourceFile, span: Span): boolean {
  const home = functionAt(file, span)?.node;
  const whole = home ?? file.path(span.start)[0];
  return (
    traceback?.path.some(
      (site) => whole && contains(whole.span, site.span) && functionAt(file, site.span)?.node === home,
    ) ?? false
  );
}
