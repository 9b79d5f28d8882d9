// Expressions of the syntax tree: names and fields follow CPython's `ast` module. Knows neither the parser nor any value.
import type { Span } from '../base/span';

export type Literal =
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly im: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'none' }
  | { readonly type: 'ellipsis' };

export interface Placed {
  readonly span: Span;
}

export type Expression =
  | Constant
  | Name
  | Attribute
  | Subscript
  | Slice
  | Call
  | Starred
  | BinOp
  | UnaryOp
  | BoolOp
  | Compare
  | IfExp
  | Lambda
  | List
  | Tuple
  | SetLiteral
  | Dict
  | ListComp
  | SetComp
  | GeneratorExp
  | DictComp
  | JoinedStr
  | FormattedValue
  | NamedExpr
  | Await
  | Yield
  | YieldFrom;

export interface Constant extends Placed {
  readonly kind: 'Constant';
  readonly value: Literal;
}
export interface Name extends Placed {
  readonly kind: 'Name';
  readonly id: string;
}
export interface Attribute extends Placed {
  readonly kind: 'Attribute';
  readonly value: Expression;
  readonly attr: string;
  readonly attrSpan: Span;
}
export interface Subscript extends Placed {
  readonly kind: 'Subscript';
  readonly value: Expression;
  readonly slice: Expression;
}
export interface Slice extends Placed {
  readonly kind: 'Slice';
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly step?: Expression;
}
export interface Call extends Placed {
  readonly kind: 'Call';
  readonly func: Expression;
  /** In source order; `Starred` for `*args`. */
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
/** `arg` is absent for `**value`. */
export interface Keyword extends Placed {
  readonly kind: 'keyword';
  readonly arg?: string;
  readonly value: Expression;
}
export interface Starred extends Placed {
  readonly kind: 'Starred';
  readonly value: Expression;
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export interface BinOp extends Placed {
  readonly kind: 'BinOp';
  readonly left: Expression;
  readonly op: BinaryOperator;
  readonly right: Expression;
}
export interface UnaryOp extends Placed {
  readonly kind: 'UnaryOp';
  readonly op: '+' | '-' | '~' | 'not';
  readonly operand: Expression;
}
export interface BoolOp extends Placed {
  readonly kind: 'BoolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expression[];
}
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';
export interface Compare extends Placed {
  readonly kind: 'Compare';
  readonly left: Expression;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expression[];
}
export interface IfExp extends Placed {
  readonly kind: 'IfExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}
export interface Lambda extends Placed {
  readonly kind: 'Lambda';
  readonly args: Arguments;
  readonly body: Expression;
}
export interface List extends Placed {
  readonly kind: 'List';
  readonly elts: readonly Expression[];
}
export interface Tuple extends Placed {
  readonly kind: 'Tuple';
  readonly elts: readonly Expression[];
}
export interface SetLiteral extends Placed {
  readonly kind: 'Set';
  readonly elts: readonly Expression[];
}
export interface Dict extends Placed {
  readonly kind: 'Dict';
  /** A key is absent for `**value`. */
  readonly items: readonly { readonly key?: Expression; readonly value: Expression }[];
}
export interface Comprehension extends Placed {
  readonly kind: 'comprehension';
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly isAsync: boolean;
}
export interface ListComp extends Placed {
  readonly kind: 'ListComp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface SetComp extends Placed {
  readonly kind: 'SetComp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExp extends Placed {
  readonly kind: 'GeneratorExp';
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface DictComp extends Placed {
  readonly kind: 'DictComp';
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Comprehension[];
}
export interface JoinedStr extends Placed {
  readonly kind: 'JoinedStr';
  readonly values: readonly (Constant | FormattedValue)[];
}
export interface FormattedValue extends Placed {
  readonly kind: 'FormattedValue';
  readonly value: Expression;
  readonly conversion?: 's' | 'r' | 'a';
  readonly formatSpec?: JoinedStr;
}
export interface NamedExpr extends Placed {
  readonly kind: 'NamedExpr';
  readonly target: Name;
  readonly value: Expression;
}
export interface Await extends Placed {
  readonly kind: 'Await';
  readonly value: Expression;
}
export interface Yield extends Placed {
  readonly kind: 'Yield';
  readonly value?: Expression;
}
export interface YieldFrom extends Placed {
  readonly kind: 'YieldFrom';
  readonly value: Expression;
}

export interface Arg extends Placed {
  readonly kind: 'arg';
  readonly arg: string;
  readonly nameSpan: Span;
  readonly annotation?: Expression;
  readonly default?: Expression;
}
/** Defaults stand with their parameters. */
export interface Arguments {
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg?: Arg;
  readonly kwonlyargs: readonly Arg[];
  readonly kwarg?: Arg;
}
