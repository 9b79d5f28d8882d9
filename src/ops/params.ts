// Typed constructors of parameters: the type that an op's `run` sees follows from the row in its schema.
import { say, type Text } from '../base/text';
import type { DType } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import type { OpValue, Param, ParamType, Scalar } from './op';

declare const bound: unique symbol;
/** A parameter whose bound argument has the type T. */
export type TypedParam<Name extends string = string, T extends OpValue = OpValue> = Param & {
  readonly name: Name;
  readonly [bound]?: T;
};
/** Arguments as an op's functions see them, by the rows of its schema. */
export type ArgsOf<P extends readonly TypedParam[]> = {
  readonly [Row in P[number] as Row['name']]: Row extends TypedParam<string, infer T> ? T : never;
};

const typed =
  <T extends OpValue>(type: ParamType) =>
  <Name extends string>(name: Name, doc: Text): TypedParam<Name, T> => ({ name, type, doc });

export const tensor = typed<Tensor>('tensor');
export const tensors = typed<readonly Tensor[]>('tensors');
export const scalarOrTensor = typed<Scalar | Tensor>('scalarOrTensor');
export const scalar = typed<Scalar>('scalar');
export const real = typed<number>('real');
export const reals = typed<readonly number[]>('reals');
export const int = typed<number>('int');
export const bool = typed<boolean>('bool');
export const dim = typed<number>('dim');
export const dims = typed<readonly number[]>('dims');
export const dimPairs = typed<readonly number[]>('dimPairs');
export const shape = typed<readonly number[]>('shape');
export const dtypeOf = typed<DType>('dtype');
export const text = typed<string>('string');

/** May be left out; then it is `value`. */
export const withDefault = <Name extends string, T extends OpValue>(
  param: TypedParam<Name, T>,
  value: T,
): TypedParam<Name, T> => ({ ...param, default: value });
/** May be None, which is also what it is when left out. */
export const optional = <Name extends string, T extends OpValue>(
  param: TypedParam<Name, T>,
): TypedParam<Name, T | null> => ({ ...param, default: null, optional: true });
/** May be None but must be given. */
export const nullable = <Name extends string, T extends OpValue>(
  param: TypedParam<Name, T>,
): TypedParam<Name, T | null> => ({ ...param, optional: true });
/** A number that people mostly choose from `from` to `to`. */
export const usually = <P extends Param>(param: P, from: number, to: number): P => ({ ...param, usual: [from, to] });
export const keyword = <P extends Param>(param: P): P => ({ ...param, keywordOnly: true });
export const varargs = <P extends Param>(param: P): P => ({ ...param, varargs: true });
export const alias = <P extends Param>(param: P, other: string): P => ({ ...param, alias: other });

/** The tensor that most ops work on. */
export const input = tensor('input', say('The values.'));
/** `dtype=None`: the values are converted to it first. */
export const asDType = optional(dtypeOf('dtype', say('The values are converted to this type first.')));
/** `dim=None`: which dims are reduced. */
export const over = optional(dims('dim', say('The dims that are reduced; all of them where None.')));
export const keepdim = withDefault(bool('keepdim', say('Whether the reduced dims stay, with size 1.')), false);
