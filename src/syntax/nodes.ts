// The syntax tree: names and fields follow CPython's `ast` module. Knows neither the parser nor any value.
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

interface Placed {
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

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue
  | TypeAlias
  | Broken;

export interface FunctionDef extends Placed {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: Arguments;
  readonly body: readonly Statement[];
  readonly decoratorList: readonly Expression[];
  readonly returns?: Expression;
  readonly isAsync: boolean;
}
export interface ClassDef extends Placed {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decoratorList: readonly Expression[];
}
export interface Return extends Placed {
  readonly kind: 'Return';
  readonly value?: Expression;
}
export interface Delete extends Placed {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}
export interface Assign extends Placed {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AugAssign extends Placed {
  readonly kind: 'AugAssign';
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}
export interface AnnAssign extends Placed {
  readonly kind: 'AnnAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value?: Expression;
}
export interface For extends Placed {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly isAsync: boolean;
}
export interface While extends Placed {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
/** An `elif` is an `If` alone in `orelse`. */
export interface If extends Placed {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface WithItem extends Placed {
  readonly kind: 'withitem';
  readonly contextExpr: Expression;
  readonly optionalVars?: Expression;
}
export interface With extends Placed {
  readonly kind: 'With';
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}
export interface Match extends Placed {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface MatchCase extends Placed {
  readonly kind: 'match_case';
  readonly pattern: Pattern;
  readonly guard?: Expression;
  readonly body: readonly Statement[];
}
export type Pattern =
  | (Placed & { readonly kind: 'MatchValue'; readonly value: Expression })
  | (Placed & { readonly kind: 'MatchSingleton'; readonly value: Constant })
  | (Placed & { readonly kind: 'MatchSequence'; readonly patterns: readonly Pattern[] })
  | (Placed & { readonly kind: 'MatchStar'; readonly name?: Name })
  | (Placed & {
      readonly kind: 'MatchMapping';
      readonly keys: readonly Expression[];
      readonly patterns: readonly Pattern[];
      readonly rest?: Name;
    })
  | (Placed & {
      readonly kind: 'MatchClass';
      readonly cls: Expression;
      readonly patterns: readonly Pattern[];
      readonly kwdAttrs: readonly string[];
      readonly kwdPatterns: readonly Pattern[];
    })
  | (Placed & { readonly kind: 'MatchAs'; readonly pattern?: Pattern; readonly name?: Name })
  | (Placed & { readonly kind: 'MatchOr'; readonly patterns: readonly Pattern[] });
export interface Raise extends Placed {
  readonly kind: 'Raise';
  readonly exc?: Expression;
  readonly cause?: Expression;
}
export interface ExceptHandler extends Placed {
  readonly kind: 'ExceptHandler';
  readonly type?: Expression;
  readonly name?: Name;
  readonly body: readonly Statement[];
}
export interface Try extends Placed {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
  readonly isStar: boolean;
}
export interface Assert extends Placed {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly msg?: Expression;
}
export interface Alias extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  readonly asname?: string;
  /** Of the name that gets bound. */
  readonly nameSpan: Span;
}
export interface Import extends Placed {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}
/** `names` is one alias `*` for a wildcard. */
export interface ImportFrom extends Placed {
  readonly kind: 'ImportFrom';
  readonly module: string;
  readonly names: readonly Alias[];
  /** Leading dots. */
  readonly level: number;
}
export interface Global extends Placed {
  readonly kind: 'Global';
  readonly names: readonly string[];
}
export interface Nonlocal extends Placed {
  readonly kind: 'Nonlocal';
  readonly names: readonly string[];
}
export interface Expr extends Placed {
  readonly kind: 'Expr';
  readonly value: Expression;
}
export interface Pass extends Placed {
  readonly kind: 'Pass';
}
export interface Break extends Placed {
  readonly kind: 'Break';
}
export interface Continue extends Placed {
  readonly kind: 'Continue';
}
export interface TypeAlias extends Placed {
  readonly kind: 'TypeAlias';
  readonly name: Name;
}
/** A statement that CPython would refuse. `names` are those that it seems to bind. */
export interface Broken extends Placed {
  readonly kind: 'Broken';
  readonly error: SyntaxFault;
  readonly names: readonly string[];
}

/** What CPython says of it. */
export interface SyntaxFault {
  readonly type: 'SyntaxError' | 'IndentationError' | 'TabError';
  readonly message: string;
  readonly span: Span;
}

export interface Module extends Placed {
  readonly kind: 'Module';
  readonly body: readonly Statement[];
}

/** Parts that are neither statements nor expressions but stand in the tree. */
export type Part = Keyword | Comprehension | Arg | WithItem | MatchCase | Pattern | ExceptHandler | Alias;
export type Node = Module | Statement | Expression | Part;
