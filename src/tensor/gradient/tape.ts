// An engine that remembers what is computed from some tensors, and the way back: gradients of the inputs from those of the
// outputs. Views share a storage, so gradients are kept per storage. A tape over a tape's engine gives higher orders.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../broadcast';
import { isFloat } from '../dtype';
import type { Computation, Engine, Pullback } from '../engine';
import { andThen, together } from '../hostValues';
import { maths } from '../maths';
import { type Storage, Tensor } from '../tensor';
import { NotModelled } from '../tensorError';
import {
  binaryDerivatives,
  contractDerivative,
  reduceDerivatives,
  restoreDims,
  scanDerivatives,
  selectDerivative,
  softmaxDerivative,
  sumTo,
  unaryDerivatives,
} from './derivatives';
import { putBack, seenBy } from './window';

type Grads = readonly (Tensor | undefined)[];
interface Step {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly pull: (grads: Grads) => Grads | Promise<Grads>;
}

/** The tensors that a gradient runs back to must be compact: see `compact`. */
export class Tape {
  readonly engine: Engine;
  private readonly steps: Step[] = [];
  private readonly tracked: Set<Storage>;

  constructor(
    private readonly base: Engine,
    private readonly sources: readonly Tensor[],
  ) {
    this.tracked = new Set(sources.filter((x) => isFloat(x.dtype)).map((x) => x.storage));
    this.engine = this.recording();
  }

  /** Whether `x` was computed from one of the sources. */
  reaches(x: Tensor): boolean {
    return this.tracked.has(x.storage);
  }

  /** The gradient of each source, undefined where no way leads to it. Throws NotModelled where the way is not known. */
  gradients(outputs: readonly Tensor[], grads: Grads): Grads | Promise<Grads> {
    const flats = new Map<Storage, Tensor>();
    const m = maths(this.base);
    const add = (x: Tensor, grad: Tensor): void | Promise<void> =>
      andThen(putBack(this.base, x, this.base.cast(grad, x.dtype)), (flat) => {
        const sum = flats.get(x.storage);
        flats.set(x.storage, sum ? m.add(sum, flat) : flat);
      });
    const addAll = (tensors: readonly Tensor[], given: Grads): void | Promise<void> =>
      inOrder(tensors.length, (i) => {
        const [x, grad] = [tensors[i]!, given[i]];
        return grad && this.tracked.has(x.storage) ? add(x, grad) : undefined;
      });
    const seen = (x: Tensor): Tensor | undefined => {
      const flat = flats.get(x.storage);
      return flat && seenBy(x, flat);
    };
    const back = (i: number): void | Promise<void> => {
      const { inputs, outputs: made, pull } = this.steps[this.steps.length - 1 - i]!;
      const reached = made.map(seen);
      if (!reached.some(Boolean)) return undefined;
      return andThen(pull(reached), (pulled) => addAll(inputs, pulled));
    };
    const started = andThen(addAll(outputs, grads), () => inOrder(this.steps.length, back));
    return andThen(started, () => this.sources.map(seen));
  }

  /** The primitive that made `x`, by its name here: `mul`. */
  maker(x: Tensor): string | undefined {
    return this.steps.findLast(({ outputs }) => outputs.some((y) => y.storage === x.storage))?.name;
  }

  private record(name: string, inputs: readonly Tensor[], outputs: readonly Tensor[], pull: Step['pull']): void {
    if (!inputs.some((x) => this.reaches(x))) return;
    const fresh = outputs.filter((y) => isFloat(y.dtype) && !this.reaches(y));
    if (fresh.length === 0) return;
    for (const y of fresh) this.tracked.add(y.storage);
    this.steps.push({ name, inputs, outputs, pull });
  }

  private recording(): Engine {
    const { base } = this;
    const m = maths(base);
    const keep = (name: string, inputs: readonly Tensor[], y: Tensor, pull: (grad: Tensor) => Grads): Tensor => {
      this.record(name, inputs, [y], ([grad]) => (grad ? pull(grad) : []));
      return y;
    };
    return {
      state: base.state,
      meter: base.meter,
      fromHost: base.fromHost,
      scalar: base.scalar,
      placeOf: base.placeOf,
      unary: (op, x) => {
        const y = base.unary(op, x);
        const rule = unaryDerivatives[op];
        return rule ? keep(op, [x], y, (g) => [rule(m, g, x, y)]) : y;
      },
      binary: (op, a, b) => {
        const y = base.binary(op, a, b);
        const rules = binaryDerivatives[op];
        if (!rules) return y;
        const pull = (g: Tensor): Grads =>
          [a, b].map((x, i) => (this.reaches(x) ? sumTo(m, rules[i]!(m, g, a, b, y), x.shape) : undefined));
        return keep(op, [a, b], y, pull);
      },
      where: (condition, a, b) => {
        const y = base.where(condition, a, b);
        const zero = (g: Tensor): Tensor => base.scalar(0, g.dtype);
        const pull = (g: Tensor): Grads => [
          sumTo(m, base.where(condition, g, zero(g)), a.shape),
          sumTo(m, base.where(condition, zero(g), g), b.shape),
        ];
        return keep('where', [a, b], y, pull);
      },
      cast: (x, dtype) => {
        const y = base.cast(x, dtype);
        return keep('toCopy', [x], y, (g) => [g]);
      },
      reduce: (op, x, given, keepdim = false, dtype) => {
        const y = base.reduce(op, x, given, keepdim, dtype);
        const rule = reduceDerivatives[op];
        const dims = given ?? x.shape.map((_, dim) => dim);
        const pull = (g: Tensor): Grads => {
          const [grad, result] = [restoreDims(g, dims, keepdim), restoreDims(y, dims, keepdim)];
          return [spread(rule!(m, grad, x, result, dims), x.shape)];
        };
        return rule ? keep(op, [x], y, pull) : y;
      },
      softmax: (x, dim, log) => {
        const y = base.softmax(x, dim, log);
        return keep(log ? 'logSoftmax' : 'softmax', [x], y, (g) => [softmaxDerivative(m, g, y, dim, log)]);
      },
      scan: (op, x, dim, back = false) => {
        const y = base.scan(op, x, dim, back);
        const rule = scanDerivatives[op];
        return rule ? keep('scan', [x], y, (g) => [rule(m, g, x, y, dim, back)]) : y;
      },
      select: (choice, x, dim, take) =>
        andThen(base.select(choice, x, dim, take), (made) => {
          this.record('select', [x], [made.values], ([g]) =>
            g ? together([selectDerivative(base, g, made.indices, x.shape, dim)]) : [],
          );
          return made;
        }),
      contract: (a, b, dims) =>
        andThen(base.contract(a, b, dims), (y) => {
          this.record('contract', [a, b], [y], ([g]) => {
            if (!g) return [];
            const grad = restoreDims(g, dims, false);
            return together([
              this.reaches(a) ? contractDerivative(base, grad, b, a.shape) : undefined,
              this.reaches(b) ? contractDerivative(base, grad, a, b.shape) : undefined,
            ]);
          });
          return y;
        }),
      take: (x, positions, shape) =>
        keep('take', [x], base.take(x, positions, shape), (g) => [base.put(g, positions, x.shape)]),
      put: (x, positions, shape) =>
        keep('put', [x], base.put(x, positions, shape), (g) => [base.take(g, positions, x.shape)]),
      loss: (loss, reduction) => {
        const { input, ...others } = loss;
        const isAlone = !Object.values(others).some((part) => part instanceof Tensor && this.reaches(part));
        const pull = isAlone ? base.lossPullback(loss, reduction) : undefined;
        const y = pull && base.loss(loss, reduction);
        if (y) this.record('loss', [input], [y], ([g]) => (g ? together([pull(g)]) : []));
        return y;
      },
      // A fused kernel says nothing of its gradient's own; the composed form does.
      lossPullback: () => undefined,
      custom: (inputs, compute, pullback) => this.custom(inputs, compute, pullback),
      read: (x) => (this.reaches(x) ? notModelled() : base.read(x)),
    };
  }

  private custom<R extends ReturnType<Computation>>(
    inputs: readonly Tensor[],
    compute: Computation<R>,
    pullback: Pullback,
  ): R {
    const noted = (outputs: readonly Tensor[]): void =>
      this.record('', inputs, outputs, (grads) => pullback(this.base, grads, outputs));
    const made = this.base.custom(inputs, compute, pullback);
    if (!(made instanceof Promise)) {
      noted(made);
      return made;
    }
    // It waits for the step to be on the tape, as who awaits the results does.
    return made.then((outputs) => {
      noted(outputs);
      return outputs;
    }) as R;
  }
}

function notModelled(): never {
  throw new NotModelled(say('this gradient is not modelled yet'));
}

/** A gradient in the shape of what was reduced. */
const spread = (grad: Tensor, shape: readonly number[]): Tensor =>
  sameShape(grad.shape, shape) ? grad : broadcastTo(grad, shape);

/** Calls `work` for 0, 1, ... one after the other, waiting only where it must. */
function inOrder(count: number, work: (i: number) => void | Promise<void>, from = 0): void | Promise<void> {
  for (let i = from; i < count; i++) {
    const done = work(i);
    if (done instanceof Promise) return done.then(() => inOrder(count, work, i + 1));
  }
  return undefined;
}

/** Gradients of each input from those of each output of a computation; throws NotModelled where they are not known. */
export function pullBack(
  engine: Engine,
  compute: Computation,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
  grads: Grads,
): Grads | Promise<Grads> {
  const sources = inputs.filter((_, i) => wanted[i]);
  const tape = new Tape(engine, sources);
  return andThen(compute(tape.engine, inputs), (outputs) => {
    if (!outputs.some((y, i) => grads[i] && tape.reaches(y))) return notModelled();
    return andThen(tape.gradients(outputs, grads), (found) => {
      const left = [...found];
      return inputs.map((_, i) => (wanted[i] ? left.shift() : undefined));
    });
  });
}
