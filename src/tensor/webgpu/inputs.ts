// The inputs of a kernel as WGSL functions of a place: one element, four neighbours, or a place in two parts. Knows no template.

import type { Library } from './fourfold';
import { argsOf, type Expression, type Value, type Word } from './graph';
import { fourAt, wordAt } from './pieces';
import type { Four, Places, Uniforms } from './uniforms';

export type Axis = 'o' | 'r';
type Leaf = Extract<Expression, { kind: 'leaf' }>;

/** What the inputs of a kernel read. */
export interface Reads {
  /** Leaves, each once; their numbers are those of the operands of `places`. */
  readonly leaves: readonly Leaf[];
  readonly values: readonly Value[];
}

/** The place of a leaf among others: one that reads the same elements in the same order is the same. */
const indexOf = (leaves: readonly Leaf[], { value, offset, strides }: Leaf): number =>
  leaves.findIndex(
    (leaf) =>
      leaf.value === value && leaf.offset === offset && leaf.strides.every((stride, dim) => stride === strides[dim]),
  );

/** Leaves, each once, and all values that are read. */
export function readsOf(expressions: readonly Expression[]): Reads {
  const seen = new Set<Expression>();
  const leaves: Leaf[] = [];
  const values = new Set<Value>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if ('value' in expression) values.add(expression.value);
    if (expression.kind === 'leaf' && indexOf(leaves, expression) < 0) leaves.push(expression);
    argsOf(expression).forEach(visit);
  };
  expressions.forEach(visit);
  return { leaves, values: [...values] };
}

const fromBits: Readonly<Record<Word, (bits: string) => string>> = {
  f32: (bits) => `bitcast<F>(${bits})`,
  i32: (bits) => `bitcast<I>(${bits})`,
  bool: (bits) => `(${bits} != U(0u))`,
};
const toBits: Readonly<Record<Word, (value: string) => string>> = {
  f32: (value) => `bitcast<U>(${value})`,
  i32: (value) => `bitcast<U>(${value})`,
  bool: (value) => `select(U(0u), U(1u), ${value})`,
};

/** How the words of a leaf and those that an index picks are read. */
interface Reading {
  leaf(leaf: Leaf, name: (text: string) => string): string;
  pick(value: Value, places: string): string;
  /** Whether an operation gives numbers that were `met`. */
  isQuick(text: string): boolean;
  /** Whether it only takes such. */
  isTrusting(text: string): boolean;
}

/** Whether an expression over four numbers gives such as were `met`, or has raised doubt. */
export const isMet = (expression: Expression, reading: Pick<Reading, 'isQuick'>): boolean =>
  expression.kind === 'apply' && expression.word === 'f32' && reading.isQuick(expression.text);

/** An expression as lines of WGSL over F, U, I and B, and its bits. Equal texts are the same value and computed once. */
function written(input: Expression, uniforms: Uniforms, reading: Reading): readonly string[] {
  const lines: string[] = [];
  const byText = new Map<string, string>();
  const byExpression = new Map<Expression, string>();
  const name = (text: string): string => {
    let known = byText.get(text);
    if (!known) {
      known = `v${byText.size}`;
      byText.set(text, known);
      lines.push(`let ${known} = ${text};`);
    }
    return known;
  };
  const argument = (arg: Expression, text: string): string =>
    reading.isTrusting(text) && arg.word === 'f32' && !isMet(arg, reading) ? name(`met(${emit(arg)})`) : emit(arg);
  const emit = (expression: Expression): string => {
    let known = byExpression.get(expression);
    if (known) return known;
    const read = (words: string): string => name(fromBits[expression.word](words));
    switch (expression.kind) {
      case 'constant':
        known = read(`U(${uniforms.constant(expression.bits)})`);
        break;
      case 'leaf':
        known = read(reading.leaf(expression, name));
        break;
      case 'found':
        known = read('found');
        break;
      case 'pick': {
        const at = emit(expression.args[0]);
        const places = name(`bitcast<U>(max(${at}, I(0))) + ${uniforms.constant(expression.offset)}`);
        const words = reading.pick(expression.value, places);
        known = read(`select(${words}, U(0u), ${at} < I(0))`);
        break;
      }
      case 'apply': {
        const args = expression.args.map((arg) => argument(arg, expression.text));
        known = name(expression.text.replace(/\$(\d)/g, (_, at: string) => args[Number(at)]!));
      }
    }
    byExpression.set(expression, known);
    return known;
  };
  const result = toBits[input.word](emit(input));
  return [...lines, `return ${result};`];
}

export class Inputs {
  constructor(
    readonly reads: Reads,
    readonly places: Places,
    readonly uniforms: Uniforms,
  ) {}

  /** `fn in0(o, r) -> u32`: the bits of an expression at a place. */
  single(index: number, input: Expression): string {
    return `fn in${index}(o: u32, r: u32) -> u32 {\n  ${this.#single(input)}\n}`;
  }
  /** `fn finished(o, r, found) -> u32`: the bits of an epilogue at a place, or what was found. */
  epilogue(input: Expression | undefined): string {
    return `fn finished(o: u32, r: u32, found: u32) -> u32 {\n  ${input ? this.#single(input) : 'return found;'}\n}`;
  }
  #single(input: Expression): string {
    const { leaves, values } = this.reads;
    const lines = written(input, this.uniforms, {
      leaf: (leaf, name) => wordAt(values, leaf.value, name(this.places.of(indexOf(leaves, leaf), leaf.offset))),
      pick: (value, place) => wordAt(values, value, place),
      isQuick: () => false,
      isTrusting: () => false,
    });
    return [this.places.coordinates(), ...lines].filter(Boolean).join('\n  ');
  }

  /**
   * `fn four0(o, r) -> vec4u`: the same of four neighbours along the axis, where a multiple of four comes first. It may raise
   * doubt instead of being right.
   */
  four(index: number, input: Expression, axis: Axis, library: Library): string {
    return `fn four${index}(${this.#first(axis)}: u32, r: u32) -> vec4u {\n  ${this.#four(input, axis, library)}\n}`;
  }
  /** `fn finishedFour(o, r, found) -> vec4u`: the same of an epilogue. */
  fourOfEpilogue(input: Expression | undefined, axis: Axis, library: Library): string {
    const body = input ? this.#four(input, axis, library) : 'return found;';
    return `fn finishedFour(${this.#first(axis)}: u32, r: u32, found: vec4u) -> vec4u {\n  ${body}\n}`;
  }
  /** Neighbours that may lie in two rows have a coordinate each. */
  #first(axis: Axis): string {
    return axis === 'o' && this.places.isApart ? 'first' : 'o';
  }
  #four(input: Expression, axis: Axis, library: Library): string {
    const { leaves, values } = this.reads;
    const { places } = this;
    const each = (value: Value, at: string): string =>
      `vec4u(${['x', 'y', 'z', 'w'].map((part) => wordAt(values, value, `${at}.${part}`)).join(', ')})`;
    const reading: Reading = {
      leaf: (leaf, name) => {
        const at = indexOf(leaves, leaf);
        switch (places.four(axis, at, leaf.offset)) {
          case 'straight':
            return fourAt(values, leaf.value, name(places.of(at, leaf.offset)));
          case 'still':
            return `vec4u(${wordAt(values, leaf.value, name(places.of(at, leaf.offset)))})`;
          case 'loose':
            return each(leaf.value, name(places.ofFour(axis, at, leaf.offset)));
        }
      },
      pick: each,
      isQuick: (text) => library.isQuick(text),
      isTrusting: (text) => library.isTrusting(text),
    };
    const lines = [
      ...(this.#first(axis) === 'first' ? ['let o = first + FOUR;'] : []),
      places.coordinates(),
      ...written(input, this.uniforms, reading).map((line) => library.overFour(line)),
    ];
    return lines.filter(Boolean).join('\n  ');
  }

  /**
   * `start0(o)`, `step0(r)` and `at0(start + step)`, which together are `in0(o, r)`: a loop over `r` then keeps the start. For
   * inputs that are read as they lie; `fourAt0(place)` where buffers are read by fours.
   */
  split(index: number, input: Expression, fours: boolean): string {
    const { leaves, values } = this.reads;
    const leaf = input.kind === 'leaf' ? indexOf(leaves, input) : undefined;
    const parts =
      input.kind === 'leaf' && leaf !== undefined
        ? [this.places.start(leaf, input.offset), this.places.step(leaf), wordAt(values, input.value, 'place')]
        : ['0u', '0u', `in${index}(0u, 0u)`];
    const coordinates = this.places.coordinates();
    return [
      `fn start${index}(o: u32) -> u32 {\n  let r = 0u;\n  ${coordinates}\n  return ${parts[0]};\n}`,
      `fn step${index}(r: u32) -> u32 {\n  let o = 0u;\n  ${coordinates}\n  return ${parts[1]};\n}`,
      `fn at${index}(place: u32) -> u32 { return ${parts[2]}; }`,
      ...(fours && input.kind === 'leaf'
        ? [`fn fourAt${index}(place: u32) -> vec4u { return ${fourAt(values, input.value, 'place')}; }`]
        : []),
    ].join('\n');
  }

  /** How four neighbours of an input that is read as it lies do lie along an axis. */
  lies(input: Expression | undefined, axis: Axis): Four | undefined {
    return input?.kind === 'leaf' ? this.places.four(axis, indexOf(this.reads.leaves, input), input.offset) : undefined;
  }

  /** Whether four at once pay along an axis: something lies side by side there, nothing anyhow, nor does operand `result`. */
  isEven(axis: Axis, result: number | undefined): boolean {
    const { places } = this;
    const kinds = this.reads.leaves.map((leaf, at) => places.four(axis, at, leaf.offset));
    const isStraight = kinds.includes('straight') && !kinds.includes('loose');
    return isStraight && (result === undefined || places.four(axis, result, 0) === 'straight');
  }
}
