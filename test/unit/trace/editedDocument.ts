// A document that is edited, for tests of what is kept between edits: asks for values, counts runs, compares with runs anew.
import assert from 'node:assert/strict';
import type { Span } from '../../../src/base/span';
import { render } from '../../../src/base/text';
import type { Parser } from '../../../src/syntax/parser';
import type { SourceFile } from '../../../src/syntax/sourceFile';
import { valuesOf } from '../../../src/tensor/host';
import { createRouter } from '../../../src/tensor/router';
import { Tensor } from '../../../src/tensor/tensor';
import { createTorchLibrary } from '../../../src/torch/library';
import { KeptTraces } from '../../../src/trace/kept/keptTraces';
import { interactiveLimits, recordedValue, type Trace, trace } from '../../../src/trace/trace';

export class EditedDocument {
  /** Runs that began. */
  runs = 0;
  readonly #router = createRouter({ setting: 'cpu' });
  readonly #kept: KeptTraces;
  #file: SourceFile;

  constructor(
    private readonly parser: Parser,
    text: string,
    kept = new KeptTraces(),
  ) {
    this.#kept = kept;
    this.#file = parser.parse(text);
  }

  edit(from: string, to: string): void {
    assert.ok(this.#file.text.includes(from), from);
    this.become(this.#file.text.replace(from, to));
  }

  become(text: string): void {
    this.#file = this.parser.parse(text, this.#file);
  }

  /** The last place that reads so. */
  placeOf(text: string): Span {
    const start = this.#file.text.lastIndexOf(text);
    assert.ok(start >= 0, text);
    return { start, end: start + text.length };
  }

  async ask(target: Span, anew = false): Promise<Trace> {
    return trace(this.#file, target, {
      engine: await this.#router.engine(),
      library: (engine, assume) => {
        const library = createTorchLibrary(engine, assume);
        return {
          ...library,
          begin: (machine) => {
            this.runs++;
            return library.begin?.(machine) ?? (() => undefined);
          },
        };
      },
      limits: interactiveLimits,
      now: () => performance.now(),
      pause: async () => undefined,
      signal: new AbortController().signal,
      ...(anew ? {} : { kept: this.#kept }),
    });
  }

  /** What the trace says, and whether it was run for that. */
  async told(place: string | Span): Promise<{ readonly text: string; readonly ran: boolean }> {
    const before = this.runs;
    const target = typeof place === 'string' ? this.placeOf(place) : place;
    const seen = await this.ask(target);
    const ran = this.runs > before;
    const text = await textOf(seen);
    // Whatever was kept: it says what a run says.
    assert.equal(text, await textOf(await this.ask(target, true)), this.#file.text);
    return { text, ran };
  }
}

async function textOf(seen: Trace): Promise<string> {
  const value = recordedValue(seen);
  const shown =
    value.kind === 'instance' && value.native instanceof Tensor
      ? String([...valuesOf(value.native)])
      : value.kind === 'unknown'
        ? `${render(value.reason)} at ${value.span?.start}`
        : (await seen.repr(value))?.replace(/ at 0x\w+/g, '');
  const { recorder, problems, file, unprinted } = seen;
  const places = problems.map(
    ({ span, python, text, traceback }) =>
      `${span.start} ${python?.message} ${text && render(text)} ${traceback?.path.map((site) => site.span.start)}`,
  );
  const values = recorder.values({ start: 0, end: file.text.length }).map(({ span, runs }) => `${span.start}:${runs}`);
  const calls = recorder.calls({ start: 0, end: file.text.length }).map(({ span }) => span.start);
  const warnings = recorder.warnings.map(({ span, python }) => `${span.start} ${python.message}`);
  const parts = [
    shown,
    recorder.written,
    recorder.assumptions.map((text) => render(text)),
    places,
    values,
    calls,
    warnings,
  ];
  return JSON.stringify([...parts, unprinted.map(({ start }) => start)]);
}
