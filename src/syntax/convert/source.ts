// What every converter shares: the text, the place of the chunk in the file, and how a fault is thrown. Knows no node kinds.
import type { Span } from '../../base/span';
import type { Cst } from '../cst';
import type { Broken, SyntaxFault } from '../nodes';

/** Expressions that nest deeper than this are refused, so that no stack overflows (brackets alone: see `chunks.ts`). */
const maxNesting = 400;

/** Thrown by a converter; makes the statement around it `Broken`. */
export class Fault extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.message);
  }
}

export class Source {
  /** Whether `return` and `yield`, or `break` and `continue`, may stand here. */
  inFunction = false;
  inLoop = false;
  /** Whether this is what a comprehension walks over: no name may be bound there. */
  inIterable = false;
  /** The names that the comprehensions around this bind themselves. */
  iterating: readonly string[] = [];
  /** The class whose body this is: its private names carry it. */
  private owner = '';
  private depth = 0;
  constructor(
    private readonly text: string,
    /** Where the text begins in the file. */
    private readonly offset: number,
    /** Statements that stand for broken ones, by where they begin in the text. */
    readonly broken: ReadonlyMap<number, Broken> = new Map(),
    /** Subjects of `match` that a name stands for, likewise. */
    readonly subjects: ReadonlyMap<number, Cst> = new Map(),
  ) {}

  /** Runs a converter inside a function or a loop. */
  within<T>(
    place: {
      readonly inFunction?: boolean;
      readonly inLoop?: boolean;
      readonly owner?: string;
      readonly inIterable?: boolean;
      readonly iterating?: readonly string[];
    },
    convert: () => T,
  ): T {
    const { inFunction, inLoop, inIterable, iterating, owner } = this;
    this.iterating = place.iterating ?? iterating;
    this.inIterable = place.inIterable ?? inIterable;
    this.owner = place.owner ?? owner;
    this.inFunction = place.inFunction ?? inFunction;
    this.inLoop = place.inLoop ?? inLoop;
    try {
      return convert();
    } finally {
      this.inFunction = inFunction;
      this.inLoop = inLoop;
      this.inIterable = inIterable;
      this.iterating = iterating;
      this.owner = owner;
    }
  }

  of(node: Cst): string {
    return this.text.slice(node.start, node.end);
  }
  /** A name as code knows it: `__x` in a class `A` is `_A__x`. */
  identifier(node: Cst): string {
    const name = this.of(node).normalize('NFKC');
    if (!this.owner || !name.startsWith('__') || name.endsWith('__')) return name;
    const owner = this.owner.replace(/^_+/, '');
    return owner ? `_${owner}${name}` : name;
  }
  /** The text between two offsets of this chunk. */
  between(start: number, end: number): string {
    return this.text.slice(start, end);
  }
  span(node: { readonly start: number; readonly end: number }): Span {
    return { start: node.start + this.offset, end: node.end + this.offset };
  }
  fail(node: { readonly start: number; readonly end: number }, message: string): never {
    throw new Fault({ type: 'SyntaxError', message, span: this.span(node) });
  }
  /** Runs a converter one level deeper. */
  nested<T>(node: Cst, convert: () => T): T {
    try {
      if (++this.depth > maxNesting) this.fail(node, 'too many nested parentheses');
      return convert();
    } finally {
      this.depth--;
    }
  }
}
