// Which function a place in the text lies in. Knows no values.
import { contains, type Span } from '../../base/span';
import type { ClassDef, FunctionDef } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';

export interface Place {
  readonly node: FunctionDef;
  /** The class whose method it is. */
  readonly cls: ClassDef | undefined;
  /** The function around it. */
  readonly outer: Place | undefined;
}

/** Whether the span stands in code that a statement makes now and runs later, if at all: a function, `lambda`, generator. */
export function isDeferred(file: SourceFile, span: Span): boolean {
  if (functionAt(file, span)) return true;
  return file.path(span.start).some((node) => {
    if (node.kind === 'Lambda') return contains(node.body.span, span);
    return (
      node.kind === 'GeneratorExp' &&
      contains(node.span, span) &&
      !contains(node.generators[0]?.iter.span ?? node.span, span)
    );
  });
}

/** The innermost function in whose body or parameters the span lies; decorators and defaults belong to the code around. */
export function functionAt(file: SourceFile, span: Span): Place | undefined {
  let place: Place | undefined;
  let cls: ClassDef | undefined;
  for (const node of file.path(span.start)) {
    if (node.kind === 'ClassDef') cls = node;
    if (node.kind !== 'FunctionDef') continue;
    const first = node.body[0];
    const inBody = first !== undefined && span.start >= first.span.start;
    const { args } = node;
    const inParameter = [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg].some(
      (arg) => arg && contains(arg.nameSpan, span),
    );
    if (!inBody && !inParameter) continue;
    place = { node, cls, outer: place };
    cls = undefined;
  }
  return place;
}
