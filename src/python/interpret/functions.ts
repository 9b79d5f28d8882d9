// Function definitions and lambdas as values. Knows no statement beyond a body.
import type { Arguments, Expression, FunctionDef, Lambda } from '../../syntax/nodes';
import type { FunctionCode } from '../core/calling';
import { codeOf, parameterNames } from '../core/code';
import type { Frame, Scope } from '../core/frame';
import { entriesOf } from '../core/keys';
import type { FunctionValue, Run, Value } from '../value';
import { checkAnnotation } from './annotations';
import { evaluate } from './evaluate';

export function* lambdaValue(node: Lambda, frame: Frame): Run<Value> {
  return yield* makeFunction('<lambda>', node, node.args, node.body, frame, false);
}

export function* functionValue(node: FunctionDef, frame: Frame): Run<FunctionValue> {
  const fn = yield* makeFunction(node.shownName, node, node.args, node.body, frame, node.isAsync);
  const { args } = node;
  const annotations: (readonly [string, Value])[] = [];
  for (const arg of [...args.args, ...args.posonlyargs, args.vararg, ...args.kwonlyargs, args.kwarg])
    if (arg?.annotation) annotations.push([arg.arg, yield* checkAnnotation(arg.annotation, frame)]);
  if (node.returns) annotations.push(['return', yield* checkAnnotation(node.returns, frame)]);
  fn.attrs.set('__annotations__', { kind: 'dict', entries: entriesOf(annotations) });
  const doc = node.body[0];
  if (doc?.kind === 'Expr' && doc.value.kind === 'Constant' && doc.value.value.type === 'str')
    fn.attrs.set('__doc__', { kind: 'str', value: doc.value.value.value });
  return fn;
}

/** Methods see past their class's scope. */
export const enclosing = (scope: Scope): Scope => {
  let found = scope;
  while (found.kind === 'class' && found.parent) found = found.parent;
  return found;
};

function* makeFunction(
  name: string,
  node: FunctionDef | Lambda,
  args: Arguments,
  body: FunctionCode['body'],
  frame: Frame,
  isAsync: boolean,
): Run<FunctionValue> {
  const defaults = new Map<string, Value>();
  for (const arg of [...args.posonlyargs, ...args.args, ...args.kwonlyargs])
    if (arg.default) defaults.set(arg.arg, yield* evaluate(arg.default, frame));
  const parts = Array.isArray(body) ? body : [body as Expression];
  const code: FunctionCode = {
    node,
    args,
    body,
    code: codeOf(node, parameterNames(args), parts, isAsync),
    parent: enclosing(frame.scope),
    globals: frame.globals,
    cell: frame.cell,
    defaults,
    inLibrary: frame.vm.inLibrary,
  };
  const prefix =
    frame.scope.kind === 'module'
      ? ''
      : frame.scope.kind === 'class'
        ? `${frame.qualname}.`
        : `${frame.qualname}.<locals>.`;
  const fn: FunctionValue = { kind: 'function', name, qualname: prefix + name, code, attrs: new Map() };
  frame.vm.onMake?.(fn);
  return fn;
}
