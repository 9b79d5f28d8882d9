// Where in the text each argument of an op's call stands, or would: in the call itself, or in the one that made its module.
// Knows no edit and no view.
import { sameSpan } from '../base/span';
import type { Op, Param } from '../ops/op';
import type { Value } from '../python/value';
import type { Call, Expression } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { walk } from '../syntax/walk';
import { Tensor } from '../tensor/tensor';
import { definitionsIn } from './inputs/definitions';
import { lastName } from './place';
import type { NotedCall } from './recorder';
import type { Trace } from './trace';

export interface ArgumentSite {
  readonly param: Param;
  /** The call that takes the argument. */
  readonly call: Call;
  /** What is written there; absent: the argument is left out. */
  readonly value?: Expression;
}

/** One entry for each parameter whose place is certain; those that a star may fill have none. */
export function argumentSites(trace: Trace, { span, note: { op } }: NotedCall): readonly ArgumentSite[] {
  const { file } = trace;
  const call = file.path(span.start).findLast((node) => node.kind === 'Call' && sameSpan(node.span, span));
  if (call?.kind !== 'Call') return [];
  const params = op.params.filter(({ varargs }) => !varargs);
  if (params.length < op.params.length) return [];
  const callee = trace.recorder.value(call.func.span)?.value;
  if (callee?.kind !== 'instance' || callee.native instanceof Tensor) {
    // A function that calls the op has other parameters.
    if (!namesOf(op).has(calledName(callee, call.func))) return [];
    const owner = ownerOf(trace, call.func);
    return owner
      ? [{ param: params[0]!, call, value: owner }, ...sitesIn(call, params.slice(1))]
      : sitesIn(call, params);
  }
  // A module that has others does not give them its own arguments.
  if (!callee.cls.mro.some(({ name }) => name === className(op))) return [];
  const made = op.module?.constructor ?? [];
  const taken = params.filter(({ name }) => !made.includes(name));
  const maker = makerOf(file, call.func, op);
  const given = made.flatMap((name) => params.find((param) => param.name === name) ?? []);
  return [...sitesIn(call, taken), ...(maker ? sitesIn(maker, given) : [])];
}

function sitesIn(call: Call, params: readonly Param[]): readonly ArgumentSite[] {
  const { args, keywords } = call;
  if (args.some(({ kind }) => kind === 'Starred') || keywords.some(({ arg }) => arg === undefined)) return [];
  return params.map((param, i) => {
    const named = keywords.find(({ arg }) => arg === param.name || (param.alias !== undefined && arg === param.alias));
    const value = named?.value ?? (param.keywordOnly ? undefined : args[i]);
    return { param, call, ...(value && { value }) };
  });
}

/** The tensor whose method is called: the first parameter. */
function ownerOf({ recorder }: Trace, func: Expression): Expression | undefined {
  const owner = func.kind === 'Attribute' ? recorder.value(func.value.span)?.value : undefined;
  return func.kind === 'Attribute' && owner?.kind === 'instance' && owner.native instanceof Tensor
    ? func.value
    : undefined;
}

const namesOf = ({ names, methods = [] }: Op): ReadonlySet<string> =>
  new Set([...names.map((name) => name.split('.').at(-1)!), ...methods]);

/** What a callee is called where it was made, whatever name it was imported under. */
function calledName(callee: Value | undefined, func: Expression): string {
  const made = callee?.kind === 'method' ? callee.func : callee;
  return made?.kind === 'builtin' ? made.name.split('.').at(-1)! : lastName(func);
}

const className = ({ module }: Op): string | undefined => module?.name.split('.').at(-1);

/** The call of the module's class that made what `func` names. */
function makerOf(file: SourceFile, func: Expression, op: Op): Call | undefined {
  const made = func.kind === 'Call' ? func : boundTo(file, func);
  return made?.kind === 'Call' && lastName(made.func) === className(op) ? made : undefined;
}

/** What was assigned last to a name before its use, or the one time that it was assigned to an attribute. */
export function boundTo(file: SourceFile, target: Expression): Expression | undefined {
  if (target.kind === 'Name') {
    const all = [...definitionsIn(file).values()].filter(({ name }) => name === target.id);
    const scopes = file.path(target.span.start).filter((node) => node.kind === 'FunctionDef');
    for (const scope of [...scopes.reverse(), undefined]) {
      const own = all.filter((definition) => definition.scope === scope);
      const last = own.findLast(({ span }) => scope === undefined || span.start < target.span.start);
      if (last) return last.statement.kind === 'Assign' ? last.statement.value : undefined;
    }
  }
  if (target.kind !== 'Attribute') return undefined;
  const assigned: Expression[] = [];
  walk(file.module, (node) => {
    if (node.kind === 'Assign' && node.targets.some((one) => one.kind === 'Attribute' && one.attr === target.attr))
      assigned.push(node.value);
    return undefined;
  });
  return assigned.length === 1 ? assigned[0] : undefined;
}
