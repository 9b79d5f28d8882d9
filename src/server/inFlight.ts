// The questions that are being answered, each about a program: an edit of the program ends them. Knows no question.

/** Why a question ended early: whoever asked took it back, or its text is no longer there. */
export type Ended = 'cancelled' | 'modified';

interface Question {
  readonly program: string;
  readonly abort: AbortController;
  ended?: Ended;
}

export interface Asked {
  readonly signal: AbortSignal;
  /** Why it ended early; undefined while it goes on. */
  readonly ended: Ended | undefined;
  cancel(): void;
  done(): void;
}

export class InFlight {
  readonly #questions = new Set<Question>();

  begin(program: string): Asked {
    const question: Question = { program, abort: new AbortController() };
    this.#questions.add(question);
    return {
      signal: question.abort.signal,
      get ended() {
        return question.ended;
      },
      cancel: () => end(question, 'cancelled'),
      done: () => void this.#questions.delete(question),
    };
  }

  /** The program was edited: answers about the text before would be of no use. */
  modified(program: string): void {
    for (const question of this.#questions) if (question.program === program) end(question, 'modified');
  }
}

function end(question: Question, why: Ended): void {
  question.ended ??= why;
  question.abort.abort();
}
