// `yield`, `yield from` and `await`. Knows no statement.
import { say } from '../../base/text';
import type { Await, Yield, YieldFrom } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { iterate, pull } from '../core/iterate';
import { Unknowable } from '../core/unknowable';
import { none, type Run, unknown, type Value } from '../value';
import { evaluate } from './evaluate';

export function* yieldValue(node: Yield, frame: Frame): Run<Value> {
  const value = node.value ? yield* evaluate(node.value, frame) : none;
  return (yield { kind: 'yield', value }) as Value;
}

export function* yieldFrom(node: YieldFrom, frame: Frame): Run<Value> {
  const { vm } = frame;
  const source = yield* evaluate(node.value, frame);
  vm.span = node.span;
  if (source.kind === 'unknown') throw new Unknowable(vm.touched(source));
  const inner = source.kind === 'iterator' ? source : undefined;
  const next = yield* iterate(vm, source);
  let sent: Value = none;
  for (;;) {
    const item: Value | undefined = inner?.send && sent.kind !== 'none' ? yield* inner.send(sent) : yield* pull(next);
    if (!item) return inner?.result?.() ?? none;
    try {
      sent = (yield { kind: 'yield', value: item }) as Value;
    } catch (error) {
      if (!inner?.throw) throw error;
      const answer = yield* inner.throw(error);
      if (!answer) return inner.result?.() ?? none;
      sent = (yield { kind: 'yield', value: answer }) as Value;
    }
  }
}

export function* awaitValue(node: Await, frame: Frame): Run<Value> {
  const value = yield* evaluate(node.value, frame);
  if (value.kind === 'unknown') return frame.vm.touched(value);
  return unknown(say('asynchronous code is not modelled: {0}', 'await'), node.span);
}
