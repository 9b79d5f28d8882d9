// Entry of the evaluator: runs a file, or what a place in it depends on. Knows no library.
import { say, type Text } from '../base/text';
import { lineText } from '../syntax/layout';
import type { Statement } from '../syntax/nodes';
import { drive } from './core/drive';
import type { Frame } from './core/frame';
import { Unknowable } from './core/unknowable';
import { Vm } from './core/vm';
import type { Asked, Evaluate, Outcome } from './evaluate';
import { above } from './interpret/above';
import { block } from './interpret/execute';
import { moduleFrame } from './interpret/moduleFrame';
import { Stopped } from './machine';
import { sliceFor } from './slicing/slice';
import { reachTarget } from './slicing/target';
import { none, type Run, str, unknown, type Value } from './value';
import './library/all';

const nothingAsked: Asked = { lines: false, program: false };

export const evaluate: Evaluate = async (file, options) => {
  const firstFault = file.problems[0];
  if (options.mode === 'program' && firstFault)
    return {
      globals: new Map(),
      problems: [firstFault],
      unprinted: [],
      asked: nothingAsked,
      repr: async () => undefined,
    };
  const asked = { ...nothingAsked };
  const vm = new Vm(options, above(file), (offset) => {
    asked.lines = true;
    return lineText(file, offset);
  });
  const globals = new Map<string, Value>([
    ['__name__', str('__main__')],
    ['__doc__', none],
    ['__builtins__', none],
    ['__package__', none],
    ['__spec__', none],
    ...(options.target ? [['__annotations__', unknown(say('annotations are not evaluated here'))] as const] : []),
    ['__file__', unknown(say('the path of this file is not used here'))],
  ]);
  vm.globals = globals;
  const end = options.library.begin?.(vm);
  const driving = {
    pause: () => vm.pause(),
    enter: (depth: number) => vm.enter(depth),
    resumed: () => options.library.resumed?.(),
  };
  const { target, library, prints } = options;
  const slice = target ? sliceFor(file, target, library, prints) : { run: file.module.body, unprinted: [] };
  const frame = moduleFrame(slice.run, globals, vm);
  try {
    await drive(
      program(
        slice.run,
        frame,
        target &&
          reachTarget(file, target, frame, () => {
            asked.program = true;
          }),
      ),
      driving,
    );
  } catch (error) {
    ended(error, vm);
  } finally {
    end?.();
    // What is asked of its values afterwards is no part of the run.
    vm.observer = undefined;
  }
  const problems = options.mode === 'explore' ? [...file.problems, ...vm.problems] : vm.problems;
  const repr = (value: Value): Promise<string | undefined> =>
    drive(vm.repr(value), driving).catch((error: unknown) => {
      if (error instanceof Stopped || error instanceof Unknowable || vm.raised(error)) return undefined;
      throw error;
    });
  return { globals, problems, unprinted: slice.unprinted.map(({ span }) => span), asked, repr } satisfies Outcome;
};

/** The statements that are wanted, and then the target where they did not come through it. */
function* program(wanted: readonly Statement[], frame: Frame, reach: (() => Run<void>) | undefined): Run<void> {
  yield* block(wanted, frame);
  if (reach) yield* reach();
}

/** Tells what ended a run before its end. */
function ended(error: unknown, vm: Vm): void {
  if (error instanceof Stopped) {
    if (error.why === 'cancelled') return;
    vm.problem({ code: 'limit', severity: 'error', span: limitPlace(error, vm), text: limitText(error, vm) });
    return;
  }
  const raised = vm.raised(error);
  if (!raised) throw error;
  vm.uncaught(raised);
}

const limitPlace = (error: Stopped, vm: Vm) => (error.why === 'memory' ? error.span : (vm.loop ?? error.span));

/** Which limit ended the run, where, and what the user can change. */
function limitText(error: Stopped, vm: Vm): Text {
  const { why } = error;
  const text = usedUp(why, vm.lineOf(limitPlace(error, vm).start), vm);
  const raisedBy = vm.options.limits.raisedBy?.[why === 'memory' || why === 'time' ? why : 'steps'];
  return raisedBy ? say('{0}; {1} allows more', text, raisedBy) : text;
}

function usedUp(why: Stopped['why'], line: Text, { loop, options: { limits } }: Vm): Text {
  switch (why) {
    case 'memory':
      return say('{0} needs more than {1} MB', line, limits.megabytes);
    case 'time':
      return loop
        ? say('the loop on {0} did not end within {1} seconds', line, limits.milliseconds / 1000)
        : say('{0} did not end within {1} seconds', line, limits.milliseconds / 1000);
    default:
      return loop
        ? say('the loop on {0} did not end within {1} steps', line, limits.steps)
        : say('{0} did not end within {1} steps', line, limits.steps);
  }
}
