// Lets only the latest question of a kind count: a new one cancels the one before. Knows no question.
import * as vscode from 'vscode';

/** Thrown where a newer question took over, the user cancelled, or the program was edited. */
export class Superseded extends Error {}

export class Latest implements vscode.Disposable {
  #source: vscode.CancellationTokenSource | undefined;

  get running(): boolean {
    return this.#source !== undefined;
  }

  /** Runs `question`; rejects with {@link Superseded} once it no longer counts. */
  async run<T>(question: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
    this.cancel();
    const source = new vscode.CancellationTokenSource();
    this.#source = source;
    try {
      const answer = await question(source.token);
      if (source.token.isCancellationRequested) throw new Superseded();
      return answer;
    } catch (error) {
      const outdated = source.token.isCancellationRequested || error instanceof vscode.CancellationError;
      throw outdated ? new Superseded() : error;
    } finally {
      if (this.#source === source) this.#source = undefined;
      source.dispose();
    }
  }

  cancel(): void {
    this.#source?.cancel();
  }

  dispose(): void {
    this.cancel();
  }
}
