// Formulas over tensors and Python numbers, written on an engine's primitives. Knows no op.
import type { BinaryOp, UnaryOp } from './backend';
import type { Engine } from './engine';
import { Tensor } from './tensor';

/** A number in a formula is a Python float: weak in promotion. */
export type Operand = Tensor | number;
type Unary = (x: Tensor) => Tensor;
type Binary = (a: Operand, b: Operand) => Tensor;

export interface Maths extends Readonly<Record<UnaryOp, Unary>>, Readonly<Record<BinaryOp, Binary>> {
  readonly engine: Engine;
  readonly where: (condition: Tensor, a: Operand, b: Operand) => Tensor;
  /** Over all dims, or over `dim`. */
  readonly sum: (x: Tensor, dim?: number, keepdim?: boolean) => Tensor;
  readonly mean: (x: Tensor, dim?: number, keepdim?: boolean) => Tensor;
}

const unaryNames: readonly UnaryOp[] = [
  'neg',
  'abs',
  'sign',
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'sqrt',
  'rsqrt',
  'square',
  'reciprocal',
  'sigmoid',
  'logSigmoid',
  'tanh',
  'relu',
  'sin',
  'cos',
  'floor',
  'ceil',
  'round',
  'trunc',
  'isnan',
  'isinf',
  'logicalNot',
];
const binaryNames: readonly BinaryOp[] = [
  'add',
  'sub',
  'mul',
  'div',
  'floorDiv',
  'remainder',
  'pow',
  'maximum',
  'minimum',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'logicalAnd',
  'logicalOr',
  'xlogy',
];

const made = new WeakMap<Engine, Maths>();

/** The primitives of an engine by name. */
export function maths(engine: Engine): Maths {
  const known = made.get(engine) ?? build(engine);
  made.set(engine, known);
  return known;
}

const lifted = (engine: Engine, x: Operand): Tensor => (x instanceof Tensor ? x : engine.scalar(x, 'float64', true));

/** What has no row of its own below. */
class Formulas implements Pick<Maths, 'engine' | 'where' | 'sum' | 'mean'> {
  constructor(readonly engine: Engine) {}
  readonly where: Maths['where'] = (condition, a, b) =>
    this.engine.where(condition, lifted(this.engine, a), lifted(this.engine, b));
  readonly sum: Maths['sum'] = (x, dim, keepdim) =>
    this.engine.reduce('sum', x, dim === undefined ? undefined : [dim], keepdim);
  readonly mean: Maths['mean'] = (x, dim, keepdim) =>
    this.engine.reduce('mean', x, dim === undefined ? undefined : [dim], keepdim);
}

/** A function comes about when it is asked for: each tape has an engine of its own, and needs few of them. */
function define(op: string, of: (engine: Engine) => Unary | Binary): void {
  Object.defineProperty(Formulas.prototype, op, {
    get(this: Formulas) {
      return of(this.engine);
    },
  });
}
for (const op of unaryNames)
  define(
    op,
    (engine): Unary =>
      (x) =>
        engine.unary(op, x),
  );
for (const op of binaryNames)
  define(
    op,
    (engine): Binary =>
      (a, b) =>
        engine.binary(op, lifted(engine, a), lifted(engine, b)),
  );

const build = (engine: Engine): Maths => new Formulas(engine) as Formulas & Maths;
