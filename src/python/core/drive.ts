// Drives a run to its end: keeps the stack of Python calls, awaits promises, lets the event loop turn. Knows no Python.
import type { Effect, Resumed, Run } from '../value';

export interface Driving {
  /** Lets the event loop turn. */
  readonly pause: () => Promise<void>;
  /** Called with the depth of the stack before a run is put on it; what it throws is thrown where the call was. */
  readonly enter: (depth: number) => void;
  /** Called before the run goes on where other code may have run meanwhile, and at its begin. */
  readonly resumed?: () => void;
}

interface Level {
  readonly run: Run<unknown>;
  /** A generator's body: gives its values as `Resumed`. */
  readonly resumed: boolean;
}

/** What one step of a run came to. */
type Step = { readonly kind: 'effect'; readonly effect: Effect } | { readonly kind: 'done'; readonly value: unknown };

export async function drive<T>(root: Run<T>, { pause, enter, resumed = () => undefined }: Driving): Promise<T> {
  resumed();
  const stack: Level[] = [{ run: root, resumed: false }];
  let input: unknown;
  let thrown: { readonly error: unknown } | undefined;
  for (;;) {
    const top = stack.at(-1) as Level;
    let step: Step;
    try {
      const result: IteratorResult<Effect, unknown> = thrown ? top.run.throw(thrown.error) : top.run.next(input);
      step = result.done ? { kind: 'done', value: result.value } : { kind: 'effect', effect: result.value };
      thrown = undefined;
    } catch (error) {
      stack.pop();
      if (!stack.length) throw error;
      thrown = { error };
      continue;
    }
    input = undefined;
    if (step.kind === 'done') {
      stack.pop();
      if (!stack.length) return step.value as T;
      input = top.resumed ? ({ done: true, value: step.value } as Resumed) : step.value;
      continue;
    }
    const { effect } = step;
    try {
      switch (effect.kind) {
        case 'tick':
          await pause();
          break;
        case 'await':
          input = await effect.promise;
          break;
        case 'yield':
          stack.pop();
          input = { done: false, value: effect.value } satisfies Resumed;
          break;
        case 'call':
          enter(stack.length);
          stack.push({ run: effect.run, resumed: false });
          break;
        case 'resume':
          enter(stack.length);
          stack.push({ run: effect.run, resumed: true });
          if ('thrown' in effect.send) thrown = { error: effect.send.thrown };
          else input = effect.send;
          break;
      }
    } catch (error) {
      thrown = { error };
    }
    if (effect.kind === 'tick' || effect.kind === 'await') resumed();
  }
}
