// Finds the calls that read a name further down and what they read its dims as. Knows syntax and traces, draws nothing.
import type { Span } from '../base/span';
import type { AxisRole, Op } from '../ops/op';
import type { Call, Expression, Statement } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import type { Tensor } from '../tensor/tensor';
import type { Subject } from './place';
import type { NotedCall, Recorder } from './recorder';
import { type TraceWorld, trace } from './trace';

/** An op that reads the tensor, as which parameter, and what it reads each dim as. */
export interface Reader {
  readonly span: Span;
  readonly op: Op;
  readonly param: string;
  readonly roles: readonly AxisRole[];
}

/** Readers looked at per subject: each costs one evaluation. */
const mostReaders = 3;
const mostOccurrences = 40;

/** The readers of `tensor` among the calls that a recorder saw. */
export function readersIn(recorder: Recorder, within: Span, tensor: Tensor): readonly Reader[] {
  return recorder.calls(within).flatMap((call) => readerOf(call, tensor));
}

/** The first calls after the subject's statement, in the same function, that are given the subject by its name. */
export async function readersAfter(file: SourceFile, subject: Subject, world: TraceWorld): Promise<readonly Reader[]> {
  const readers: Reader[] = [];
  if (subject.name === undefined) return readers;
  for (const { call, argument } of callsWith(file, subject.name, subject)) {
    if (readers.length >= mostReaders || world.signal.aborted) break;
    const seen = await trace(file, call.span, world);
    const tensor = seen.recorder.value(argument.span)?.tensor;
    if (tensor) readers.push(...readersIn(seen.recorder, call.span, tensor));
  }
  return readers;
}

function readerOf(call: NotedCall, tensor: Tensor): readonly Reader[] {
  const param = Object.keys(call.originals).find((name) => call.originals[name] === tensor);
  if (param === undefined) return [];
  const { op, args } = call.note;
  return [{ span: call.span, op, param, roles: op.axes?.(args, param) ?? [] }];
}

/** A call that is given a name as an argument. */
export interface Use {
  readonly call: Call;
  readonly argument: Expression;
}

/** Calls after a subject, in the same function and up to where the name is bound anew, that are given it by `name`. */
export function callsWith(file: SourceFile, name: string, subject: Pick<Subject, 'span' | 'after'>): readonly Use[] {
  const home = enclosingFunction(file.path(subject.span.start));
  const uses: Use[] = [];
  const pattern = new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g');
  pattern.lastIndex = subject.after;
  for (let count = 0; count < mostOccurrences; count++) {
    const match = pattern.exec(file.text);
    if (!match) break;
    const path = file.path(match.index);
    if (enclosingFunction(path) !== home) continue;
    if (isBinding(path)) break;
    const argument = path.at(-1);
    const call = path.at(-2);
    if (argument?.kind !== 'Name' || call?.kind !== 'Call' || call.func === argument) continue;
    uses.push({ call, argument });
  }
  return uses;
}

/** The name is bound anew here: what reads it later reads another tensor. */
function isBinding(path: readonly (Statement | Expression)[]): boolean {
  const [statement, name] = [path.at(-2), path.at(-1)];
  return statement?.kind === 'Assign' && statement.targets.some((target) => target === name);
}

const enclosingFunction = (path: readonly (Statement | Expression)[]) =>
  path.findLast((node) => node.kind === 'FunctionDef')?.span.start;
