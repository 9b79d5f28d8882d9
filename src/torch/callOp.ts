// Calls of operations: arguments bound and converted by the op's own schema, the result made a Python object, the call noted.
import { say } from '../base/text';
import { lyingAs } from '../ops/layouts';
import type { BoundArgs, Op, OpContext, OpNote, OpResult, OpValue, Param, Scalar } from '../ops/op';
import { refuseComplex, refuseNarrow } from '../ops/refusedDtypes';
import type { Machine } from '../python/machine';
import {
  type Args,
  type BuiltinValue,
  bool,
  builtin,
  float,
  int,
  type Run,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../python/value';
import type { Engine } from '../tensor/engine';
import { andThen } from '../tensor/hostValues';
import { laidOut } from '../tensor/laidOut';
import { Tensor } from '../tensor/tensor';
import { castInputs, castSteps, withoutAutocast } from './amp/castInputs';
import { checkDifferentiable, derivationOf, refuseWhole } from './autograd/derivation';
import { gradName } from './autograd/gradNames';
import { requiresGrad, resultTensors, setRequiresGrad } from './autograd/record';
import { bindArguments } from './binding/bindArguments';
import type { Callee, Taken } from './binding/callee';
import { convertArgument, type Refuse } from './binding/convertArgument';
import { followCalls } from './binding/followCalls';
import { chooseOverload } from './binding/overloads';
import { parseCall, parseMethod } from './binding/parseCall';
import { parserSignatures } from './binding/parserSignature';
import { writeOut } from './binding/writeOut';
import { requireCpu } from './deviceObject';
import { formatOf, stridesIn } from './memoryFormat';
import { namedResult } from './namedResult';
import { guarded, raiseInPython } from './raise';
import { signature } from './signature';
import { writeResult } from './tensor/inPlace';
import { isTensorValue, type TensorValue } from './tensorValue';
import type { Torch } from './torch';
import { doubtAmong, failsAnyway, isShapedByValues } from './unknownInputs';

/** One name under which an op can be called. */
export interface OpForm {
  /** One op per signature, in the order in which they are tried. */
  readonly ops: readonly Op[];
  /** `torch.nn.functional.softmax`, or `torch.Tensor.softmax` for the method. */
  readonly dotted: string;
  /** Whether positions in exceptions leave out the first parameter. */
  readonly isMethod: boolean;
  readonly style: 'python' | 'native';
}

/** Functions written in Python that take `out` all the same. */
const takesOut = new Set(['norm', 'normalize', 'tensordot']);

/** Written in C where PyTorch's argument parser has signatures for it. */
const styleOf = (dotted: string): OpForm['style'] => (parserSignatures(dotted) ? 'native' : 'python');

export const functionForm = (ops: readonly Op[], dotted: string): OpForm => ({
  ops,
  dotted,
  isMethod: false,
  style: styleOf(dotted),
});

export function methodForm(ops: readonly Op[], name: string): OpForm {
  const dotted = `torch.Tensor.${name}`;
  return { ops, dotted, isMethod: true, style: styleOf(dotted) };
}

export const lastName = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

/** An op as a Python function or method. */
export const opBuiltin = (torch: Torch, form: OpForm): BuiltinValue =>
  builtin(lastName(form.dotted), (args, machine) => callOp(torch, machine, form, args), form.isMethod);

const taken = (param: Param): Taken => ({
  name: param.name,
  hasDefault: param.default !== undefined || param.keywordOnly === true,
  ...(param.alias ? { alias: param.alias } : {}),
  ...(param.keywordOnly ? { keywordOnly: true } : {}),
  ...(param.varargs ? { variadic: true } : {}),
});

/** Keywords that creation takes beside an op's own parameters. */
const creationKeywords = ['requires_grad', 'device', 'layout', 'pin_memory'] as const;

/** The keywords that a function takes beside the parameters of its op. */
function extrasOf({ params, family }: Op, dotted: string): readonly string[] {
  const own = new Set(params.map(({ name }) => name));
  const creation = family === 'creation' ? creationKeywords.filter((keyword) => !own.has(keyword)) : [];
  const isLike = family === 'creation' && params[0]?.type === 'tensor';
  const formatted = parserSignatures(dotted)?.some(({ params: all }) =>
    all.some(({ type }) => type === 'MemoryFormat'),
  );
  return isLike || formatted ? [...creation, 'memory_format'] : creation;
}

/** What calls of an op under one name have in common. */
interface CallShape {
  /** Without the one that a method is called on. */
  readonly params: readonly Param[];
  readonly extras: readonly string[];
  readonly callee: Callee;
  /** Which of the parameters takes all that follow; below 0: none. */
  readonly varargs: number;
}
const shapes = new WeakMap<Op, Map<string, CallShape>>();

function shapeOf({ isMethod, dotted, style }: OpForm, op: Op): CallShape {
  const known = shapes.get(op) ?? new Map<string, CallShape>();
  shapes.set(op, known);
  const key = `${isMethod} ${style} ${dotted}`;
  const shape = known.get(key) ?? newShape(op, isMethod, dotted, style);
  known.set(key, shape);
  return shape;
}

function newShape(op: Op, isMethod: boolean, dotted: string, style: OpForm['style']): CallShape {
  const name = lastName(dotted);
  const params = isMethod ? op.params.slice(1) : op.params;
  const extras = extrasOf(op, dotted);
  const given = extras.map((keyword) => ({ name: keyword, hasDefault: true, keywordOnly: true }));
  return {
    params,
    extras,
    // CPython names the class of a method.
    callee: {
      name: isMethod && style === 'python' ? `Tensor.${name}` : name,
      style,
      params: [...params.map(taken), ...given],
      self: isMethod && style === 'python',
    },
    varargs: params.findIndex((param) => param.varargs),
  };
}

/** Binds, converts and runs. */
export function* callOp(torch: Torch, machine: Machine, form: OpForm, args: Args): Run<Value> {
  const { isMethod } = form;
  const parsed = isMethod ? parseMethod(machine, lastName(form.dotted), args) : parseCall(machine, form.dotted, args);
  const [self, ...rest] = parsed.positional;
  const given = isMethod ? { positional: rest, keywords: parsed.keywords } : parsed;
  const out = given.keywords.get('out');
  if (out && (form.style === 'native' || takesOut.has(lastName(form.dotted)))) {
    const keywords = new Map([...given.keywords].filter(([key]) => key !== 'out'));
    const others = { positional: parsed.positional, keywords };
    const compute = (): Run<Value> => callOp(torch, machine, form, others);
    if (out.kind === 'none') return yield* compute();
    const named = { name: lastName(form.dotted), canonical: form.ops[0]?.names[0] ?? form.dotted };
    return yield* withoutAutocast(torch, () => writeOut(torch, machine, named, out, others.positional, compute));
  }
  const op = chooseOverload({ ...form, skip: isMethod ? 1 : 0 }, withoutCreation(form, given));
  if (!op) return unknown(say('{0} with these arguments is not modelled yet', lastName(form.dotted)));
  const { params, extras, callee, varargs } = shapeOf(form, op);
  const placed = varargs < 0 ? given.positional : given.positional.slice(0, varargs + 1);
  const positions = new Map(placed.map((_, i) => [params[i]?.name, i + 1]));
  const asked = new Map(bindArguments(machine, callee, given));
  if (isMethod && self && op.params[0]) asked.set(op.params[0].name, self);
  if (form.style === 'python') followCalls(machine, lastName(form.dotted), op.params, asked);
  const bound = castInputs(torch, machine, op, asked);
  if (extras.length > 0) requireCpu(bound.get('device'), machine);
  const converted = yield* convertAll(torch, machine, form, op, bound, positions);
  if ('kind' in converted) return converted;
  const result = yield* runOp(
    torch,
    machine,
    castSteps(torch, op),
    isMethod ? (op.names[0] ?? form.dotted) : form.dotted,
    converted.args,
    // In the order of the signature: a method's own tensor is the first.
    op.params.flatMap(({ name }) => bound.get(name) ?? []),
  );
  const written = converted.args.inplace === true ? bound.get(op.params[0]?.name ?? '') : undefined;
  if (isTensorValue(written) && written !== result) return yield* writeResult(torch, machine, written, result);
  const format = bound.get('memory_format');
  if (format && isTensorValue(result)) {
    const { native } = result;
    result.native = laidOut(torch.engine, native, stridesIn(native, formatOf(format), machine));
  }
  const requires = extras.length > 0 ? bound.get('requires_grad') : undefined;
  if (requires?.kind === 'bool' && requires.value && isTensorValue(result)) {
    guarded(machine, () => setRequiresGrad(result, true));
  }
  return result;
}

/** The arguments that an op's own signature is about. */
function withoutCreation(form: OpForm, { positional, keywords }: Args): Args {
  const extras = form.ops[0] ? shapeOf(form, form.ops[0]).extras : [];
  if (extras.length === 0) return { positional, keywords };
  return { positional, keywords: new Map([...keywords].filter(([name]) => !extras.includes(name))) };
}

/** Bound arguments with their defaults, or why one of them is not known. */
function* convertAll(
  torch: Torch,
  machine: Machine,
  form: OpForm,
  op: Op,
  bound: ReadonlyMap<string, Value>,
  positions: ReadonlyMap<string | undefined, number>,
): Run<{ readonly args: BoundArgs } | UnknownValue> {
  const args: Record<string, OpValue> = {};
  for (const param of op.params) {
    const value = bound.get(param.name);
    if (!value) {
      args[param.name] = param.default ?? null;
      continue;
    }
    const refuse = refusal(machine, form, param, positions.get(param.name));
    const converted = yield* convertArgument({ torch, machine, refuse, style: form.style }, param, value);
    if (isUnknown(converted)) return converted;
    args[param.name] = converted;
  }
  return { args };
}

const isUnknown = (value: OpValue | UnknownValue): value is UnknownValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';

/** The exception for an argument of the wrong type, as the function that meets it words it. */
function refusal(machine: Machine, form: OpForm, param: Param, position: number | undefined): Refuse {
  const refuse = (what: (where: string, type: string) => string, got: Value): never => {
    const where = form.style === 'native' && position ? ` (position ${position})` : '';
    const type = machine.classOf(got).name;
    const called = lastName(form.dotted);
    return machine.raise('TypeError', `${called}(): argument '${param.name}'${what(where, type)}`);
  };
  return {
    type: (wanted, got) => refuse((where, type) => `${where} must be ${wanted}, not ${type}`, got),
    item: (wanted, place, got) =>
      refuse(
        (_, type) => ` failed to unpack the object at pos ${place} with error "type must be ${wanted},but got ${type}"`,
        got,
      ),
  };
}

/** Runs an op on bound arguments, notes the call, and makes the result a Python value. */
function* runOp(
  torch: Torch,
  machine: Machine,
  op: Op,
  dotted: string,
  args: BoundArgs,
  inputs: readonly Value[],
): Run<Value> {
  const doubt = doubtAmong(Object.values(args));
  if (doubt && isShapedByValues(lastName(dotted), args)) return doubt;
  const context: OpContext = {
    engine: torch.engine,
    warn: (category, message) => machine.warn(category, message),
  };
  // The caller writes the result into the input, as all that write do.
  const pure: BoundArgs = args.inplace === true ? { ...args, inplace: false } : args;
  try {
    refuseComplex(op, args);
    const started = op.run(pure, context);
    const computed = started instanceof Promise ? yield* machine.wait(started) : started;
    refuseNarrow(op, args, computed);
    // What is written into an input lies as that does.
    const result = args.inplace === true ? computed : lyingAs(op, pure, computed, torch.engine);
    if (!doubt) {
      const note: OpNote = {
        kind: 'op',
        op,
        args,
        result,
        // Of the many calls few are asked how they read.
        get signature() {
          return signature(op, dotted, args);
        },
      };
      machine.note(note);
    }
    const value = resultValue(torch, op, dotted, args, result, inputs);
    // Numbers and truth values of unknown tensors are unknown; tensors keep at least their shape.
    return doubt && !isTensorValue(value) && value.kind !== 'tuple' ? doubt : value;
  } catch (error) {
    if (doubt && !(yield* failsAnyway(machine, op, pure, context, error))) return doubt;
    return raiseInPython(machine, error);
  }
}

function resultValue(
  torch: Torch,
  op: Op,
  dotted: string,
  args: BoundArgs,
  result: OpResult,
  inputs: readonly Value[],
): Value {
  if (result instanceof Tensor) return tensorResults(torch, op, dotted, args, [result], inputs)[0]!;
  if (typeof result === 'boolean') return bool(result);
  if (typeof result === 'number') return int(result);
  if (!Array.isArray(result)) return scalarValue(result as Scalar);
  const items = tensorResults(torch, op, dotted, args, result as readonly Tensor[], inputs);
  return op.returns ? namedResult(op.returns, items) : tuple(items);
}

/** An op that gives back its input gives back the same object; views of several inputs follow each from its own. */
function tensorResults(
  torch: Torch,
  op: Op,
  dotted: string,
  args: BoundArgs,
  tensors: readonly Tensor[],
  inputs: readonly Value[],
): readonly TensorValue[] {
  const given: TensorValue[] = [];
  for (const input of inputs) {
    for (const item of input.kind === 'list' || input.kind === 'tuple' ? input.items : [input]) {
      if (isTensorValue(item)) given.push(item);
    }
  }
  const same = tensors.length === 1 && given.find((input) => input.native === tensors[0]);
  if (same) return [same];
  checkDifferentiable(torch, op, args, given);
  refuseWhole(torch, op, args, tensors, given);
  if (op.constant) return resultTensors(torch, tensors, [], undefined);
  const name = gradName(op.names[0] ?? dotted, args, (tensor) =>
    given.some((value) => value.native === tensor && requiresGrad(value)),
  );
  // What is made like another tensor takes none of its values.
  if (name === undefined) return resultTensors(torch, tensors, op.family === 'creation' ? [] : given, undefined);
  const sources = tensors.map((tensor) => given.filter(({ native }) => native.storage === tensor.storage));
  const isEachItsOwn = op.family === 'view' && given.length > 1 && sources.every((own) => own.length === 1);
  if (!isEachItsOwn) {
    const { fields = [], constant } = op.returns ?? {};
    const isConstant = constant && ((output: number): boolean => constant.includes(fields[output]!));
    return resultTensors(torch, tensors, given, {
      ...derivationOf(name, op, args, given),
      ...(isConstant && { isConstant }),
    });
  }
  return tensors.map((tensor, i) => {
    const source = sources[i]![0]!;
    if (source.native === tensor) return source;
    const { compute, steps, ...derivation } = derivationOf(name, op, args, [source]);
    const own =
      compute &&
      ((engine: Engine, inputs: readonly Tensor[]) => andThen(compute(engine, inputs), (made) => [made[i]!]));
    return resultTensors(torch, [tensor], [source], { ...derivation, ...(own && { compute: own }) })[0]!;
  });
}

function scalarValue(scalar: Scalar): Value {
  if (scalar.kind === 'bool') return bool(scalar.value !== 0);
  return scalar.kind === 'int' ? int(scalar.value) : float(scalar.value);
}
