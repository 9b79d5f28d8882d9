// `vscode.l10n` as far as texts made without `vscode` need it.

export interface Words {
  /** The sentence in the user's language; `{0}`, `{1}` stand for the arguments. */
  readonly t: (message: string, ...args: (string | number)[]) => string;
}
