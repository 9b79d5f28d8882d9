// What the readers of a softmax's input and result take each dim for. Knows no view.
import { type Span, sameSpan } from '../base/span';
import type { AxisRole } from '../ops/op';
import { type Reader, readersAfter, readersIn } from '../trace/consumers';
import { type Place, subjectAt } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
import type { Trace, TraceWorld } from '../trace/trace';

/** Roles that say what a dim is, not what one call does along it. */
const lasting: ReadonlySet<AxisRole['role']> = new Set(['batch', 'class', 'feature', 'spatial']);

export interface Seen {
  readonly place: Place;
  readonly trace: Trace;
  readonly line: Span;
  readonly call?: NotedCall;
}

/** One entry for each dim, undefined where no reader says what it is. */
export async function dimRoles(
  { place, trace, line, call }: Seen,
  rank: number,
  world: TraceWorld,
): Promise<readonly (AxisRole['role'] | undefined)[]> {
  const subject = subjectAt(place);
  const first = call?.originals[call.note.op.params[0]?.name ?? ''];
  const { recorder, file } = trace;
  const input = recorder.values(line).findLast(({ tensor }) => tensor && tensor === first);
  const node = input && file.path(input.span.start).findLast(({ span }) => sameSpan(span, input.span));
  const inputName = node?.kind === 'Name' ? node.id : undefined;
  const after = subject?.after ?? line.end;
  const tensors = [input?.tensor, call && recorder.value(call.span)?.tensor, recorder.value(trace.target)?.tensor];
  const readers: readonly Reader[] = [
    ...tensors.flatMap((tensor) => (tensor ? readersIn(recorder, line, tensor) : [])),
    ...(subject ? await readersAfter(file, subject, world) : []),
    ...(inputName && inputName !== subject?.name
      ? await readersAfter(file, { span: input!.span, name: inputName, after }, world)
      : []),
  ];
  const roles = readers.flatMap((reader) => reader.roles).filter(({ role }) => lasting.has(role));
  return Array.from({ length: rank }, (_, dim) => roles.find((role) => role.dim === dim)?.role);
}
