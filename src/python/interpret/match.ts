// `match`: patterns against a value. Knows no other statement.
import type { Match, Pattern } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { getEntry } from '../core/keys';
import { findInClass } from '../core/lookup';
import { identical } from '../core/operators';
import { PyError, typeError } from '../core/pyError';
import { known, Unknowable } from '../core/unknowable';
import { shapeOf } from '../stdlib/abc';
import { list, type Run, type Value } from '../value';
import type { Completion } from './completion';
import { evaluate } from './evaluate';
import { block, doubt } from './execute';
import { bindName } from './names';

export function* matchStatement(node: Match, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const subject = yield* evaluate(node.subject, frame);
  try {
    known(subject);
    for (const clause of node.cases) {
      const captured = new Map<string, { readonly value: Value; readonly pattern: Pattern }>();
      if (!(yield* matches(clause.pattern, subject, frame, captured))) continue;
      for (const [name, { value, pattern }] of captured) bindName(name, value, frame, pattern.span);
      if (clause.guard) {
        const test = yield* evaluate(clause.guard, frame);
        if (!(yield* vm.isTrue(test))) continue;
      }
      return yield* block(clause.body, frame);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    return doubt(
      error.value,
      node.subject.span.start,
      [{ ...node, cases: [] }, ...node.cases.flatMap((c) => c.body)],
      frame,
    );
  }
}

type Captured = Map<string, { readonly value: Value; readonly pattern: Pattern }>;

function* matches(pattern: Pattern, value: Value, frame: Frame, captured: Captured): Run<boolean> {
  const { vm } = frame;
  vm.spend(1);
  vm.span = pattern.span;
  switch (pattern.kind) {
    case 'MatchAs':
      if (pattern.pattern && !(yield* matches(pattern.pattern, value, frame, captured))) return false;
      if (pattern.name) captured.set(pattern.name.id, { value, pattern });
      return true;
    case 'MatchStar':
      if (pattern.name) captured.set(pattern.name.id, { value, pattern });
      return true;
    case 'MatchOr':
      for (const part of pattern.patterns) if (yield* matches(part, value, frame, captured)) return true;
      return false;
    case 'MatchValue': {
      const wanted = yield* evaluate(pattern.value, frame);
      return yield* vm.isTrue(yield* vm.compare('==', known(value), wanted));
    }
    case 'MatchSingleton':
      return identical(known(value), yield* evaluate(pattern.value, frame));
    case 'MatchSequence':
      return yield* sequence(pattern.patterns, known(value), frame, captured);
    case 'MatchMapping': {
      if (known(value).kind === 'instance') return yield* mapping(pattern, value, frame, captured);
      if (value.kind !== 'dict') return false;
      const rest = new Map(value.entries);
      for (const [i, keyNode] of pattern.keys.entries()) {
        const key = yield* evaluate(keyNode, frame);
        const found = yield* getEntry(vm, value.entries, key);
        const inner = pattern.patterns[i];
        if (!found || !inner || !(yield* matches(inner, found, frame, captured))) return false;
        rest.delete(yield* vm.keyIn(value.entries, key));
      }
      if (pattern.rest) captured.set(pattern.rest.id, { value: { kind: 'dict', entries: rest }, pattern });
      return true;
    }
    case 'MatchClass':
      return yield* ofClass(pattern, known(value), frame, captured);
  }
}

/** An object whose class is made to be a mapping: it is asked for each key. */
function* mapping(
  pattern: Pattern & { kind: 'MatchMapping' },
  value: Value,
  frame: Frame,
  captured: Captured,
): Run<boolean> {
  const { vm } = frame;
  if (shapeOf(vm.classOf(value)) !== 'Mapping') return false;
  const size = yield* vm.lengthOf(value);
  if (size !== 'unknown' && size < pattern.keys.length) return false;
  const keys: Value[] = [];
  for (const [i, keyNode] of pattern.keys.entries()) {
    const key = yield* evaluate(keyNode, frame);
    const absent = list([]);
    const found = known(yield* vm.call(yield* vm.getAttr(value, 'get'), [key, absent]));
    const inner = pattern.patterns[i];
    if (found === absent || !inner || !(yield* matches(inner, found, frame, captured))) return false;
    keys.push(key);
  }
  if (!pattern.rest) return true;
  const rest = known(yield* vm.call(vm.builtinClass('dict'), [value]));
  if (rest.kind === 'dict') for (const key of keys) rest.entries.delete(yield* vm.keyIn(rest.entries, key));
  captured.set(pattern.rest.id, { value: rest, pattern });
  return true;
}

function* sequence(patterns: readonly Pattern[], value: Value, frame: Frame, captured: Captured): Run<boolean> {
  const isOwn = value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range';
  if (!isOwn && !(value.kind === 'instance' && shapeOf(value.cls) === 'Sequence')) return false;
  const items = yield* frame.vm.items(value);
  const star = patterns.findIndex((p) => p.kind === 'MatchStar');
  if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  for (const [i, pattern] of patterns.entries()) {
    const after = patterns.length - i - 1;
    const item =
      star < 0 || i < star
        ? items[i]
        : i === star
          ? list(items.slice(star, items.length - after))
          : items[items.length - after - 1];
    if (!item || !(yield* matches(pattern, item, frame, captured))) return false;
  }
  return true;
}

/** Types whose one positional pattern is the value itself. */
const selfTypes = new Set(['bool', 'bytes', 'dict', 'float', 'frozenset', 'int', 'list', 'set', 'str', 'tuple']);

function* ofClass(
  pattern: Pattern & { kind: 'MatchClass' },
  value: Value,
  frame: Frame,
  captured: Captured,
): Run<boolean> {
  const { vm } = frame;
  const cls = known(yield* evaluate(pattern.cls, frame));
  if (cls.kind !== 'class') throw typeError('called match pattern must be a class');
  if (!vm.isInstance(value, cls)) return false;
  const own = selfTypes.has(cls.name) && vm.builtinClass(cls.name) === cls;
  const declared = own ? undefined : findInClass(cls, '__match_args__');
  const names = declared?.kind === 'tuple' ? declared.items : [];
  const allowed = own ? 1 : names.length;
  if (pattern.patterns.length > allowed)
    throw typeError(
      `${cls.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${pattern.patterns.length} given)`,
    );
  for (const [i, part] of pattern.patterns.entries()) {
    const name = names[i];
    const inner = own ? value : name?.kind === 'str' ? yield* vm.findAttr(value, name.value) : undefined;
    if (!inner || !(yield* matches(part, inner, frame, captured))) return false;
  }
  for (const [i, name] of pattern.kwdAttrs.entries()) {
    const inner = yield* vm.findAttr(value, name);
    const part = pattern.kwdPatterns[i];
    if (!part) throw new PyError('SyntaxError', 'invalid pattern');
    if (!inner || !(yield* matches(part, inner, frame, captured))) return false;
  }
  return true;
}
