// Watches a run and keeps what one place in the text shows: values, op calls, warnings. Knows no editor and draws nothing.
import type { PythonMessage } from '../base/problem';
import { contains, type Span, sameSpan } from '../base/span';
import type { Text } from '../base/text';
import type { BoundArgs, OpNote } from '../ops/op';
import type { Observer, Raised } from '../python/machine';
import { unknown, type Value } from '../python/value';
import { freeze, unknownReason } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import type { Supplied } from './inputs/inputSources';
import { Snapshots } from './snapshots';

/** A value as it was when the expression at `span` was evaluated last. */
export interface Recorded {
  readonly span: Span;
  readonly value: Value;
  /** The tensor itself, not its frozen copy: what the arguments of op notes are compared with. */
  readonly tensor?: Tensor;
  /** How often the expression was evaluated. */
  readonly runs: number;
}

/** A call of an op: the note with its tensors as they were then, and the argument tensors themselves. */
export interface NotedCall {
  readonly span: Span;
  readonly note: OpNote;
  readonly originals: BoundArgs;
  readonly result: OpNote['result'];
}

export interface RecordedWarning {
  readonly span: Span;
  readonly python: PythonMessage;
}

const key = (span: Span): string => `${span.start}:${span.end}`;

const mostAssumptions = 20;

/** Keeps values inside `scope` only: a training loop above it costs one comparison per expression. */
export class Recorder implements Observer {
  readonly #values = new Map<string, Recorded>();
  readonly #calls = new Map<string, NotedCall>();
  readonly #snapshots = new Snapshots();
  readonly warnings: RecordedWarning[] = [];
  /** What was assumed because the code does not say it. */
  readonly assumptions: Text[] = [];
  readonly #unread = new Map<Value, { readonly what: Text; readonly span: Span }>();
  readonly raised: { readonly span: Span; readonly raised: Raised }[] = [];
  #written: string[] = [];
  #writtenLength = 0;
  #writtenBefore = 0;

  constructor(readonly scope: Span) {}

  onValue(span: Span, value: Value): void {
    if (this.#unread.size) this.#reads(value, span);
    if (!contains(this.scope, span)) return;
    const runs = (this.#values.get(key(span))?.runs ?? 0) + 1;
    this.#values.set(key(span), this.#record(span, value, runs));
    if (sameSpan(span, this.scope)) this.#writtenBefore = this.#written.length;
  }

  #record(span: Span, value: Value, runs: number): Recorded {
    const tensor = value.kind === 'instance' && value.native instanceof Tensor ? value.native : undefined;
    const lost = tensor && unknownReason(tensor);
    if (lost) return { span, runs, value: unknown(lost) };
    return { span, runs, value: this.#snapshots.of(value), ...(tensor && { tensor }) };
  }

  onNote(span: Span, note: unknown): void {
    if (contains(this.scope, span) && isOpNote(note)) this.#calls.set(key(span), noted(span, note));
  }

  onWarning(span: Span, python: PythonMessage): void {
    if (this.warnings.length < 100) this.warnings.push({ span, python });
  }

  onWrite(text: string): void {
    if (this.#writtenLength > 1e6) return;
    this.#written.push(text);
    this.#writtenLength += text.length;
  }

  onRaise(span: Span, raised: Raised): void {
    if (this.raised.length < 100) this.raised.push({ span, raised });
  }

  /** A value that was supplied for a name counts once it is read, or where the name is what was asked for. */
  assume(what: Text, supplied?: Supplied): void {
    if (supplied) this.#unread.set(supplied.value, { what, span: supplied.span });
    else if (this.assumptions.length < mostAssumptions) this.assumptions.push(what);
  }

  #reads(value: Value, span: Span): void {
    const unread = this.#unread.get(value);
    if (!unread || (sameSpan(span, unread.span) && !contains(this.scope, span))) return;
    this.#unread.delete(value);
    this.assume(unread.what);
  }

  /** The same with every place moved; shares what was seen. */
  moved(at: (span: Span) => Span): Recorder {
    const copy = new Recorder(at(this.scope));
    for (const seen of this.#values.values()) {
      const span = at(seen.span);
      copy.#values.set(key(span), { ...seen, span, value: movedValue(seen.value, at) });
    }
    for (const call of this.#calls.values()) {
      const span = at(call.span);
      copy.#calls.set(key(span), { ...call, span });
    }
    for (const { span, python } of this.warnings) copy.warnings.push({ span: at(span), python });
    for (const { span, raised } of this.raised) copy.raised.push({ span: at(span), raised });
    copy.assumptions.push(...this.assumptions);
    copy.#written = this.#written;
    copy.#writtenLength = this.#writtenLength;
    copy.#writtenBefore = this.#writtenBefore;
    return copy;
  }

  /** All that is kept from being freed here. */
  get held(): { readonly values: readonly Value[]; readonly tensors: readonly Tensor[] } {
    const parts = [...this.#calls.values()].flatMap(({ note }) => [...Object.values(note.args), note.result]);
    return {
      values: [...this.#values.values()].map(({ value }) => value),
      tensors: parts.filter((part) => part instanceof Tensor),
    };
  }

  get written(): string {
    return this.#written.join('');
  }

  /** What was written until the expression that `scope` is had its last value; all of it where it has none. */
  get writtenBefore(): string {
    return this.#written.slice(0, this.#values.has(key(this.scope)) ? this.#writtenBefore : undefined).join('');
  }

  value(span: Span): Recorded | undefined {
    return this.#values.get(key(span));
  }

  /** Op calls inside `within`, outermost first. */
  calls(within: Span): readonly NotedCall[] {
    return [...this.#calls.values()]
      .filter((call) => contains(within, call.span))
      .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  }

  /** Recorded values inside `within`, in the order of the text. */
  values(within: Span): readonly Recorded[] {
    return [...this.#values.values()]
      .filter((recorded) => contains(within, recorded.span))
      .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  }
}

const movedValue = (value: Value, at: (span: Span) => Span): Value =>
  value.kind === 'unknown' && value.span ? { ...value, span: at(value.span) } : value;

function isOpNote(note: unknown): note is OpNote {
  return typeof note === 'object' && note !== null && (note as { kind?: unknown }).kind === 'op';
}

function noted(span: Span, note: OpNote): NotedCall {
  const args = Object.fromEntries(
    Object.entries(note.args).map(([name, value]) => [name, value instanceof Tensor ? freeze(value) : value]),
  );
  const result = note.result instanceof Tensor ? freeze(note.result) : note.result;
  return { span, note: { ...note, args, result }, originals: note.args, result: note.result };
}
