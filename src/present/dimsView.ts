// What each dim of the tensor under the cursor is, why, and what its sums prove. Knows no side bar.
import { say, type Text } from '../base/text';
import type { DimsView, DimView } from '../protocol/views';
import { lineText } from '../syntax/layout';
import type { SourceFile } from '../syntax/sourceFile';
import type { Tensor } from '../tensor/tensor';
import { type Reader, readersAfter, readersIn } from '../trace/consumers';
import { type Place, type Subject, statementAt, subjectAt } from '../trace/place';
import type { NotedCall } from '../trace/recorder';
import { recordedValue, type Trace, type TraceWorld, trace } from '../trace/trace';
import { roleName } from './axisNames';
import { nativeTensor } from './lossView';
import { messagesOf, messageText } from './messages';
import { nestedList } from './nestedList';
import { brief } from './numbers';
import { rangeOf } from './range';
import type { Say } from './say';
import { softmaxCall } from './softmaxView';
import { sourceText } from './sourceText';
import { type HostTensor, readTensor, sumsAlong, sumsToOne, tensorView } from './tensorView';
import { argumentKind, resultKind } from './valueKind';

const shownSums = 6;

/** What is known of the tensor at a place; the hover and the side panel tell it in their own ways. */
export interface Known {
  readonly subject: Subject;
  readonly seen: Trace;
  readonly tensor: HostTensor;
  readonly label: string;
  readonly kind?: string;
  /** By dim; several readers may agree or add. */
  readonly roles: readonly DimRole[];
  /** The dim that the softmax on this line normalises. */
  readonly normalised?: { readonly dim: number; readonly source: string };
}

export interface DimRole {
  readonly dim: number;
  readonly name: string;
  readonly why: string;
}

/** Evaluates the subject at `place` and gathers what is known of it; a trace without tensor where there is none. */
export async function know(place: Place, world: TraceWorld, t: Say): Promise<Known | { readonly seen?: Trace }> {
  const subject = subjectAt(place);
  if (!subject) return {};
  const line = statementAt(place)?.span ?? subject.span;
  const seen = await trace(place.file, subject.span, world, { scope: line });
  const value = recordedValue(seen);
  const native = nativeTensor(value);
  const tensor = native ? await readTensor(native, world.engine) : nestedList(value);
  if (!tensor) return { seen };
  const label = subject.name ?? sourceText(place.file, subject.span, 60);
  const original = seen.recorder.value(subject.span)?.tensor;
  const readers = [
    ...(original ? readersIn(seen.recorder, line, original) : []),
    ...(await readersAfter(place.file, subject, world)),
  ];
  const normalised = normalisedDim(seen, line, place.file, original);
  const kind = kindOf(seen.recorder.calls(line), original, readers, tensor.dtype);
  return {
    subject,
    seen,
    tensor,
    label,
    roles: rolesOf(readers, place.file, t),
    ...(kind ? { kind: t(kind) } : {}),
    ...(normalised ? { normalised } : {}),
  };
}

export async function dimsView(place: Place, world: TraceWorld, t: Say): Promise<DimsView> {
  const about = {
    kind: 'dims' as const,
    uri: place.uri,
    version: place.version,
    range: rangeOf(place.file, place.selection),
  };
  const known = await know(place, world, t);
  if (!('tensor' in known)) return { ...about, dims: [], assumptions: [], empty: emptyText(known.seen, place.uri, t) };
  const { tensor, subject, roles, normalised } = known;
  return {
    ...about,
    range: rangeOf(place.file, subject.span),
    tensor: tensorView(known.label, tensor, {
      dimNames: tensor.shape.map((_, dim) => roles.find((role) => role.dim === dim)?.name),
      ...(known.kind === undefined ? {} : { kind: known.kind }),
    }),
    dims: tensor.shape.map((size, dim) => dimView(tensor, dim, size, known)),
    assumptions: known.seen.recorder.assumptions.map(t),
    ...(normalised
      ? {
          normalisation: t(
            say(
              '{0} normalises dim {1} (size {2})',
              normalised.source,
              normalised.dim,
              tensor.shape[normalised.dim] ?? 1,
            ),
          ),
        }
      : {}),
  };
}

function dimView(tensor: HostTensor, dim: number, size: number, known: Known): DimView {
  const sums = sumsAlong(tensor, dim);
  const role = known.roles.find((candidate) => candidate.dim === dim);
  return {
    index: dim,
    size,
    ...(role ? { role: role.name, why: role.why } : {}),
    sums: [...sums.subarray(0, shownSums)].map(brief),
    sumCount: sums.length,
    sumsToOne: sumsToOne(tensor, dim, sums),
    normalised: known.normalised?.dim === dim,
  };
}

function rolesOf(readers: readonly Reader[], file: SourceFile, t: Say): readonly DimRole[] {
  return readers.flatMap((reader) =>
    reader.roles.map((role) => ({
      dim: role.dim,
      name: t(roleName(role)),
      why: t(say('{0}: {1}', lineText(file, reader.span.start), role.why)),
    })),
  );
}

function normalisedDim(
  seen: Trace,
  line: Subject['span'],
  file: SourceFile,
  original: Tensor | undefined,
): Known['normalised'] {
  const call = softmaxCall(seen, line);
  if (!call || !original) return undefined;
  const dim = call.note.op.normalises?.(call.note.args);
  const concerns =
    call.result === original || Object.values(call.originals).includes(original) || sameShape(call.result, original);
  if (dim === undefined || !concerns) return undefined;
  return { dim, source: sourceText(file, call.span, 80) };
}

const sameShape = (result: unknown, tensor: Tensor): boolean =>
  typeof result === 'object' && result !== null && 'shape' in result && String(result.shape) === String(tensor.shape);

function kindOf(
  calls: readonly NotedCall[],
  original: Tensor | undefined,
  readers: readonly Reader[],
  dtype: string,
): Text | undefined {
  const maker = original && calls.find((call) => call.result === original);
  const made = maker && resultKind(maker.note.op);
  return made ?? readers.map((reader) => argumentKind(reader.op, reader.param, dtype)).find(Boolean);
}

function emptyText(seen: Trace | undefined, home: string, t: Say): string {
  const message = seen && messagesOf(seen, recordedValue(seen), home, t)[0];
  if (message) return messageText(message);
  return t(say('Put the cursor on a tensor to see its dims.'));
}
