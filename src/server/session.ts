// One server session: documents in, views out. Knows the whole core but no transport and no editor.
import { offsetAt } from '../base/span';
import { backendView } from '../present/backendView';
import { dimsView } from '../present/dimsView';
import { hoverText } from '../present/hover';
import { lossView } from '../present/lossView';
import { type Say, speaker } from '../present/say';
import { softmaxView } from '../present/softmaxView';
import type { InitializeOptions, PlaceParams, ThemeKind } from '../protocol/requests';
import type { BackendView, DimsView, LossView, RangeView, SoftmaxView } from '../protocol/views';
import type { Parser } from '../syntax/parser';
import type { SourceFile } from '../syntax/sourceFile';
import type { Engine } from '../tensor/engine';
import { DeviceLostError, type Router } from '../tensor/router';
import { createTorchLibrary } from '../torch/library';
import type { Place } from '../trace/place';
import { interactiveLimits, type TraceWorld } from '../trace/trace';

/** A document as the editor holds it, saved or not. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  getText(): string;
}

/** What the session is given by its process: parser, GPU router, clock. */
export interface SessionWorld {
  readonly parser: Parser;
  readonly router: Router;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly document: (uri: string) => OpenDocument | undefined;
}

interface Parsed {
  readonly version: number;
  readonly file: SourceFile;
}

export class Session {
  readonly #world: SessionWorld;
  readonly #options: InitializeOptions;
  readonly #say: Say;
  readonly #parsed = new Map<string, Parsed>();
  #theme: ThemeKind;

  constructor(world: SessionWorld, options: InitializeOptions) {
    this.#world = world;
    this.#options = options;
    this.#say = speaker(options.translations);
    this.#theme = options.theme;
  }

  set theme(kind: ThemeKind) {
    this.#theme = kind;
  }

  evaluate(params: PlaceParams, signal: AbortSignal): Promise<LossView | null> {
    return this.#at(params.uri, params.range, signal, (place, world) => lossView(place, world, this.#say));
  }

  dims(params: PlaceParams, signal: AbortSignal): Promise<DimsView | null> {
    return this.#at(params.uri, params.range, signal, (place, world) => dimsView(place, world, this.#say));
  }

  softmax(params: PlaceParams, signal: AbortSignal): Promise<SoftmaxView | null> {
    return this.#at(params.uri, params.range, signal, (place, world) => softmaxView(place, world, this.#say));
  }

  hover(uri: string, position: RangeView['start'], signal: AbortSignal) {
    const options = { theme: this.#theme, commands: this.#options.commands ?? false };
    return this.#at(uri, { start: position, end: position }, signal, (place, world) =>
      hoverText(place, world, this.#say, options),
    );
  }

  async backend(): Promise<BackendView> {
    await this.#world.router.engine();
    return backendView(this.#world.router.state, this.#say);
  }

  close(uri: string): void {
    this.#parsed.delete(uri);
  }

  /** Runs `answer` at a place of an open document; once more on a new device where the GPU was lost under it. */
  async #at<T>(
    uri: string,
    range: RangeView,
    signal: AbortSignal,
    answer: (place: Place, world: TraceWorld) => Promise<T>,
  ): Promise<T | null> {
    const document = this.#world.document(uri);
    if (!document) return null;
    const file = this.#parse(document);
    const offset = (position: RangeView['start']): number => offsetAt(file.text, file.lineStarts, position);
    const selection = { start: offset(range.start), end: offset(range.end) };
    const place: Place = { uri, version: document.version, file, selection };
    try {
      return await answer(place, this.#traceWorld(await this.#world.router.engine(), signal));
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      return answer(place, this.#traceWorld(await this.#world.router.engine(), signal));
    }
  }

  #traceWorld(engine: Engine, signal: AbortSignal): TraceWorld {
    const { now, pause } = this.#world;
    return { engine, library: createTorchLibrary, limits: interactiveLimits, now, pause, signal };
  }

  #parse(document: OpenDocument): SourceFile {
    const known = this.#parsed.get(document.uri);
    if (known?.version === document.version) return known.file;
    const file = this.#world.parser.parse(document.getText(), known?.file);
    this.#parsed.set(document.uri, { version: document.version, file });
    return file;
  }
}
