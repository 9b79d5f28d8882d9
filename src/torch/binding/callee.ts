// How a function of torch takes its arguments, as far as binding goes. Knows no operation.

/** What binding needs to know of a parameter. */
export interface Taken {
  readonly name: string;
  readonly alias?: string;
  readonly keywordOnly?: boolean;
  /** Whether it may be left out. */
  readonly hasDefault: boolean;
  /** Takes all remaining positional arguments where the first is a number: `view(2, 3)`. */
  readonly variadic?: boolean;
}

/** A callable in the words of its exceptions. */
export interface Callee {
  /** `softmax`, `CrossEntropyLoss.__init__`. */
  readonly name: string;
  readonly params: readonly Taken[];
  /** Written in Python, or in C with PyTorch's own argument parser: they word their exceptions differently. */
  readonly style: 'python' | 'native';
  /** Positional arguments that exceptions count or leave out: `self`. */
  readonly self?: boolean;
}
