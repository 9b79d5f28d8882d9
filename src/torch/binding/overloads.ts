// Which of several signatures a call fits. Knows no conversion.

import type { Op, Param, ParamType } from '../../ops/op';
import type { Args, Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import { dtypeOf } from '../dtypeObject';
import { isTensorValue } from '../tensorValue';
import { isSequence } from './accepted';

/**
 * The first op whose signature takes these arguments. Where none does: of a function in C, whose arguments its parser has
 * taken, none; of one in Python the op to complain about.
 */
export function chooseOverload({ ops, skip, style }: CalledForm, args: Args): Op | undefined {
  // The parser has made ints of the tensors that stand for one: where values are at hand, a tensor is meant as such.
  const meant = args.positional.some(isIntTensor)
    ? ops.find((op) => fits(op.params.slice(skip), args, true))
    : undefined;
  const chosen = meant ?? ops.find((op) => fits(op.params.slice(skip), args));
  if (chosen || style === 'native') return chosen;
  const count = args.positional.length + args.keywords.size;
  const takesSeveral = ops.find((op) => op.params.some((param) => param.varargs));
  return takesSeveral ?? ops.find((op) => op.params.length - skip >= count) ?? ops[0];
}

/** A function or method as it is called. */
export interface CalledForm {
  /** One op per signature. */
  readonly ops: readonly Op[];
  /** Parameters that are bound already: 1 for methods. */
  readonly skip: number;
  readonly style: 'python' | 'native';
}

function fits(params: readonly Param[], { positional, keywords }: Args, asTensors = false): boolean {
  const places = params.filter((param) => !param.keywordOnly);
  const bound = new Set<string>();
  for (const [i, value] of positional.entries()) {
    const param = places[i];
    if (!param) return false;
    bound.add(param.name);
    const isOne = param.type === 'tensors' ? isTensorValue : isInt;
    if (param.varargs && isOne(value)) {
      if (!positional.slice(i).every(isOne)) return false;
      break;
    }
    if (!accepts(param, value) || (asTensors && isIntTensor(value) && /^(?:int|dim|dims)$/.test(param.type)))
      return false;
  }
  for (const [keyword, value] of keywords) {
    const param = params.find(({ name, alias }) => name === keyword || alias === keyword);
    if (!param || bound.has(param.name) || !accepts(param, value)) return false;
    bound.add(param.name);
  }
  return params.every((param) => bound.has(param.name) || param.default !== undefined || param.keywordOnly === true);
}

const isNumber = (value: Value): boolean => value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
const isIntTensor = (value: Value): boolean =>
  isTensorValue(value) && value.native.size === 1 && isIntegral(value.native.dtype);
const isInt = (value: Value): boolean => value.kind === 'int' || isIntTensor(value);
const startsWithTensor = (value: Value): boolean => {
  const first = isSequence(value) ? value.items[0] : undefined;
  return first !== undefined && isTensorValue(first) && first.native.rank > 0;
};

const acceptance: Readonly<Record<ParamType, (value: Value) => boolean>> = {
  tensor: isTensorValue,
  tensors: isSequence,
  scalarOrTensor: (value) => isTensorValue(value) || isNumber(value) || value.kind === 'complex',
  scalar: (value) => isNumber(value) || (isTensorValue(value) && value.native.rank === 0),
  real: (value) => isNumber(value) || (isTensorValue(value) && value.native.rank === 0),
  reals: (value) => isSequence(value) && !startsWithTensor(value),
  int: isInt,
  dim: isInt,
  bool: (value) => value.kind === 'bool' || value.kind === 'int',
  dims: (value) => isInt(value) || isSequence(value),
  dimPairs: isSequence,
  shape: (value) => isInt(value) || isSequence(value),
  dtype: (value) => dtypeOf(value) !== undefined,
  string: (value) => value.kind === 'str',
};

/** Whether a parameter takes a value, as far as its kind tells. */
export function accepts(param: Param, value: Value): boolean {
  if (value.kind === 'unknown') return true;
  if (value.kind === 'none') return param.optional === true || param.default === null;
  return acceptance[param.type](value);
}

const typeTexts: Readonly<Record<ParamType, string>> = {
  tensor: 'Tensor',
  tensors: 'tuple of Tensors',
  scalarOrTensor: 'Tensor',
  scalar: 'Number',
  real: 'float',
  reals: 'tuple of floats',
  int: 'int',
  dim: 'int',
  bool: 'bool',
  dims: 'tuple of ints',
  dimPairs: 'tuple of ints',
  shape: 'tuple of ints',
  dtype: 'torch.dtype',
  string: 'str',
};

/** How exceptions name the type of a parameter. */
export const typeText = (type: ParamType): string => typeTexts[type];
