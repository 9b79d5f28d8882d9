// The syntax tree: names and fields follow CPython's `ast` module. Knows neither the parser nor any value.
import type { Span } from '../base/span';
import type { Text } from '../base/text';
import type {
  Arg,
  Arguments,
  BinaryOperator,
  Comprehension,
  Constant,
  Expression,
  Keyword,
  Name,
  Placed,
} from './expressionNodes';

export type * from './expressionNodes';

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
  /** As it is bound: with the class's name where it is private. */
  readonly name: string;
  /** As it is written. */
  readonly shownName: string;
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
  /** What it is instead, where it is no fault: a notebook's `files = !ls`. */
  readonly reason?: Text;
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
