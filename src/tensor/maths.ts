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

function build(engine: Engine): Maths {
  const lift = (x: Operand): Tensor => (x instanceof Tensor ? x : engine.scalar(x, 'float64', true));
  const unary = Object.fromEntries(unaryNames.map((op) => [op, (x: Tensor) => engine.unary(op, x)]));
  const binary = Object.fromEntries(
    binaryNames.map((op) => [op, (a: Operand, b: Operand) => engine.binary(op, lift(a), lift(b))]),
  );
  return {
    ...(unary as Record<UnaryOp, Unary>),
    ...(binary as Record<BinaryOp, Binary>),
    engine,
    where: (condition, a, b) => engine.where(condition, lift(a), lift(b)),
    sum: (x, dim, keepdim) => engine.reduce('sum', x, dim === undefined ? undefined : [dim], keepdim),
    mean: (x, dim, keepdim) => engine.reduce('mean', x, dim === undefined ? undefined : [dim], keepdim),
  };
}
