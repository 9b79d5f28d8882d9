// The way that an exception takes through the frames of the user's code, and the exceptions that it followed. Knows no
// syntax and no words: whoever shows a traceback writes its lines.
import type { CallSite, PythonMessage, Traceback } from '../../base/problem';
import type { Span } from '../../base/span';
import { Raised } from '../machine';
import type { InstanceValue, Run } from '../value';
import type { Vm } from './vm';

interface Past {
  readonly python: PythonMessage;
  /** Outermost last, as the frames were left. */
  readonly path: CallSite[];
}

const pasts = new WeakMap<InstanceValue, Past>();

/** Keeps the words of an exception that was not raised, as the cause of one that was. */
export function describe(exception: InstanceValue, python: PythonMessage): void {
  if (!pasts.has(exception)) pasts.set(exception, { python, path: [] });
}

/** Puts an exception in flight from where the machine stands, in the context of the one that is being handled. */
export function launch(vm: Vm, exception: InstanceValue, python: PythonMessage): Raised {
  pasts.set(exception, { python, path: pasts.get(exception)?.path ?? [] });
  passed(vm, exception);
  const handled = vm.handling.at(-1)?.exception;
  if (handled && handled !== exception) setContext(exception, handled);
  return new Raised(exception, vm.span, python);
}

/** An exception that is raised again and again does not grow for ever. */
const longest = 5000;

/** The exception is in the frame that runs now. */
function passed({ running, span }: Vm, exception: InstanceValue): void {
  const path = pasts.get(exception)?.path;
  if (running !== undefined && path && path.length < longest) path.push({ name: running, span });
}

/** Forgets the way that the exception takes from now on, when told: it was shown to code that let it go on. */
export function asItIs(exception: InstanceValue): () => void {
  const path = pasts.get(exception)?.path;
  const length = path?.length ?? 0;
  return () => void path?.splice(length);
}

/** As CPython: a chain of contexts never comes back to where it began. */
function setContext(exception: InstanceValue, handled: InstanceValue): void {
  const seen = new Set<InstanceValue>();
  for (let at = handled; !seen.has(at); ) {
    seen.add(at);
    const next = at.attrs.get('__context__');
    if (next?.kind !== 'instance') break;
    if (next === exception) {
      at.attrs.delete('__context__');
      break;
    }
    at = next;
  }
  exception.attrs.set('__context__', handled);
}

/** Runs `body` as a frame of this name, called from where the machine stands now; undefined: a library's, which is not shown. */
export function* framed<T>(vm: Vm, name: string | undefined, body: Run<T>): Run<T> {
  const { span: place, running: caller, inLibrary } = vm;
  vm.running = name;
  vm.inLibrary = name === undefined;
  try {
    return yield* body;
  } catch (error) {
    throw vm.raised(error) ?? error;
  } finally {
    vm.span = place;
    vm.running = caller;
    vm.inLibrary = inLibrary;
  }
}

/** Runs code while an exception is being handled: what it raises has that one for its context. */
export function* handling<T>(vm: Vm, raised: Raised, code: Run<T>): Run<T> {
  vm.handling.push(raised);
  try {
    return yield* code;
  } catch (error) {
    throw vm.raised(error) ?? error;
  } finally {
    vm.handling.pop();
  }
}

/** What was thrown in a frame, as it arrives in the one that called it, at `place`. */
export function arrived(vm: Vm, error: unknown, place: Span): unknown {
  vm.span = place;
  if (!(error instanceof Raised)) return vm.raised(error) ?? error;
  passed(vm, error.exception);
  return error;
}

/** The traceback as it is now. */
export function tracebackOf(exception: InstanceValue, seen: ReadonlySet<InstanceValue> = new Set()): Traceback {
  const { python, path } = pasts.get(exception) ?? { python: { type: exception.cls.name, message: '' }, path: [] };
  const notes = exception.attrs.get('__notes__');
  const texts = notes?.kind === 'list' ? notes.items.flatMap((note) => (note.kind === 'str' ? note.value : [])) : [];
  const own = { python, path: [...path].reverse(), notes: texts };
  const cause = exception.attrs.get('__cause__');
  const suppressed = exception.attrs.get('__suppress_context__');
  const context = suppressed?.kind === 'bool' && suppressed.value ? undefined : exception.attrs.get('__context__');
  const before = cause?.kind === 'instance' ? cause : context;
  const known = new Set([...seen, exception]);
  if (before?.kind !== 'instance' || known.has(before)) return own;
  return { ...own, after: { how: before === cause ? 'cause' : 'context', traceback: tracebackOf(before, known) } };
}
