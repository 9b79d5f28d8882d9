// What `# tensor:` comment would suit a name, from the calls that read it and from what else they are given. Runs those
// other arguments through a trace; knows no editor.
import { largest } from '../../base/largest';
import type { Call, Expression } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { isFloat } from '../../tensor/dtype';
import { valuesOf } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';
import { callsWith, type Use } from '../consumers';
import { lastName } from '../place';
import { recordedValue, type TraceWorld, trace } from '../trace';
import { boundAt, type Definition, definitionsIn, namesIn } from './definitions';

/** Where nothing is known of the readers. */
const anySpec = 'randn(2, 3)';
const fewClasses = 3;

type Reading = 'classes' | 'numbers' | 'probabilities' | 'features';

/** What the first two arguments of a function, or of a module of a class, are. */
const readings: Readonly<Record<string, Reading>> = {
  cross_entropy: 'classes',
  CrossEntropyLoss: 'classes',
  nll_loss: 'classes',
  NLLLoss: 'classes',
  mse_loss: 'numbers',
  MSELoss: 'numbers',
  l1_loss: 'numbers',
  L1Loss: 'numbers',
  smooth_l1_loss: 'numbers',
  SmoothL1Loss: 'numbers',
  huber_loss: 'numbers',
  HuberLoss: 'numbers',
  binary_cross_entropy: 'probabilities',
  BCELoss: 'probabilities',
  binary_cross_entropy_with_logits: 'probabilities',
  BCEWithLogitsLoss: 'probabilities',
  kl_div: 'probabilities',
  KLDivLoss: 'probabilities',
  Linear: 'features',
};

/** A specification that the first call it is made for can read. */
export async function guessSpec(file: SourceFile, definition: Definition, world: TraceWorld): Promise<string> {
  const { span, name } = definition;
  for (const use of callsWith(file, name, { span, after: boundAt(definition) })) {
    const maker = makerOf(file, use.call);
    const called = lastName(maker?.func ?? use.call.func);
    const reading = Object.hasOwn(readings, called) ? readings[called] : undefined;
    if (!reading) continue;
    if (reading === 'features') {
      const size = maker?.args[0];
      if (size?.kind === 'Constant' && size.value.type === 'int') return `randn(2, ${size.value.value})`;
      continue;
    }
    const [isTarget, other] = sides(use);
    const known = other && (await tensorAt(file, other, world));
    return reading === 'classes' ? classes(isTarget, known) : alike(reading, isTarget, called, known);
  }
  return anySpec;
}

/** The call that made the module that is called: `nn.CrossEntropyLoss()` of `criterion(x, y)`. */
function makerOf(file: SourceFile, { func }: Call): Call | undefined {
  if (func.kind === 'Call') return func;
  if (func.kind !== 'Name') return undefined;
  for (const { name, statement } of definitionsIn(file).values()) {
    if (name !== func.id || statement.kind !== 'Assign' || statement.targets.flatMap(namesIn).length !== 1) continue;
    if (statement.value.kind === 'Call') return statement.value;
  }
  return undefined;
}

/** Whether the name is the target, and the argument on the other side. */
function sides({ call, argument }: Use): readonly [isTarget: boolean, other: Expression | undefined] {
  const named = (name: string): Expression | undefined => call.keywords.find(({ arg }) => arg === name)?.value;
  const [input, target] = [call.args[0] ?? named('input'), call.args[1] ?? named('target')];
  return argument === target ? [true, input] : [false, target];
}

async function tensorAt(file: SourceFile, { span }: Expression, world: TraceWorld): Promise<Tensor | undefined> {
  const value = recordedValue(await trace(file, span, world));
  return value.kind === 'instance' && value.native instanceof Tensor ? value.native : undefined;
}

/** Scores (N, C, ...) against class indices (N, ...). */
function classes(isTarget: boolean, known: Tensor | undefined): string {
  const [first = 2, ...rest] = known?.shape ?? [];
  if (isTarget) {
    const shape = known?.rank === 1 ? [] : [first, ...rest.slice(1)];
    return `int64[${shape.join(', ')}] < ${Math.max(1, (known?.rank === 1 ? first : rest[0]) ?? fewClasses)}`;
  }
  if (!known) return anySpec;
  if (isFloat(known.dtype)) return `randn(${known.shape.join(', ')})`;
  const top = known.storage.host ? largest(Array.from(valuesOf(known), Number), fewClasses - 1) : fewClasses - 1;
  return `randn(${(known.rank === 0 ? [top + 1] : [first, top + 1, ...rest]).join(', ')})`;
}

/** Both sides have one shape; probabilities lie in [0, 1), logarithms and scores anywhere. */
function alike(reading: Reading, isTarget: boolean, called: string, known: Tensor | undefined): string {
  const free = reading === 'numbers' || (!isTarget && !/^(?:binary_cross_entropy|BCELoss)$/.test(called));
  return `${free ? 'randn' : 'rand'}(${(known?.shape ?? [2, 3]).join(', ')})`;
}
