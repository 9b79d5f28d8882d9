// One server session: documents in, views out. Knows the whole core but no transport and no editor.
import { offsetAt, type Span } from '../base/span';
import { say } from '../base/text';
import { type AssumeFix, assumeFix } from '../present/assumeFix';
import { backendView } from '../present/backendView';
import { dimsView } from '../present/dimsView';
import { cellView, spreadView, tileView } from '../present/held/answers';
import { HeldTensors } from '../present/held/heldTensors';
import { hoverText } from '../present/hover';
import { type InlayHintView, inlayHints } from '../present/inlayHints';
import { inlineValues } from '../present/inlineValues';
import { lossView } from '../present/lossView';
import { reductionsView } from '../present/reductionsView';
import { type Say, speaker } from '../present/say';
import { softmaxView } from '../present/softmaxView';
import { whatIf } from '../present/whatIf';
import { csvBytes } from '../protocol/csv';
import { npyBytes } from '../protocol/npy';
import type {
  EvaluateParams,
  InitializeOptions,
  PlaceParams,
  SoftmaxParams,
  ThemeKind,
  WhatIfParams,
} from '../protocol/requests';
import { type DocumentEdit, edited, movedBy } from '../protocol/textEdits';
import type { HeldRequests } from '../protocol/tiles';
import type {
  BackendView,
  DimsView,
  InlineValuesView,
  LossView,
  RangeView,
  ReductionsView,
  SoftmaxView,
  WhatIfView,
} from '../protocol/views';
import type { Limits } from '../python/evaluate';
import type { Parser } from '../syntax/parser';
import type { SourceFile } from '../syntax/sourceFile';
import type { BackendState } from '../tensor/backend';
import type { Engine } from '../tensor/engine';
import { Meter } from '../tensor/meter';
import { DeviceLostError, type Router } from '../tensor/router';
import { createTorchLibrary } from '../torch/library';
import { KeptTraces } from '../trace/kept/keptTraces';
import { lossAround } from '../trace/lossAround';
import type { Place } from '../trace/place';
import { type Survey, survey, usesTorch } from '../trace/survey';
import { interactiveLimits, type TraceWorld } from '../trace/trace';
import { withDeadline } from './deadline';
import { type OpenDocument, Programs } from './programs';
import { turns } from './turns';

/** What the session is given by its process: parser, GPU router, clock. */
export interface SessionWorld {
  readonly parser: Parser;
  readonly router: Router;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Bytes that the process holds for values; absent: not measured. */
  readonly memory?: (limit: number) => number;
  readonly document: (uri: string) => OpenDocument | undefined;
  /** The Python cells of the notebook that a cell belongs to, in order; undefined: the document is no cell. */
  readonly cells: (uri: string) => readonly OpenDocument[] | undefined;
}

export class Session {
  readonly #world: SessionWorld;
  readonly #options: InitializeOptions;
  readonly #say: Say;
  readonly #programs: Programs;
  readonly #kept = new KeptTraces();
  /** Named anew in each server, which knows nothing of an earlier one's tensors. */
  readonly #held = new HeldTensors(crypto.randomUUID());
  readonly #surveys = new WeakMap<SourceFile, Survey & { readonly state: BackendState }>();
  readonly #limits: Limits;
  #theme: ThemeKind;

  constructor(world: SessionWorld, options: InitializeOptions) {
    this.#world = world;
    this.#programs = new Programs(world.parser);
    this.#options = options;
    this.#say = speaker(options.translations);
    this.#theme = options.theme;
    this.#limits = limitsOf(options);
  }

  set theme(kind: ThemeKind) {
    this.#theme = kind;
  }

  evaluate({ uri, range, panel, ...asked }: EvaluateParams, signal: AbortSignal): Promise<LossView | null> {
    const answer = async (place: Place, world: TraceWorld): Promise<LossView | null> => {
      const selection = asked.around ? await lossAround(place, world) : place.selection;
      return selection ? lossView({ ...place, selection }, world, this.#say, asked) : null;
    };
    return this.#shown(uri, range, signal, answer, panel);
  }

  async whatIf({ uri, range, panel, ...asked }: WhatIfParams, signal: AbortSignal): Promise<WhatIfView | null> {
    const found = await this.#at(uri, range, signal, (place, world) =>
      whatIf(place, asked, world, this.#say, (edits) => this.#edited(place, range, edits)),
    );
    return found && !signal.aborted ? { ...found, view: this.#held.hold(`whatIf ${panel ?? uri}`, found.view) } : found;
  }

  dims(params: PlaceParams, signal: AbortSignal): Promise<DimsView | null> {
    return this.#shown(params.uri, params.range, signal, (place, world) => dimsView(place, world, this.#say));
  }

  softmax({ uri, range, settings }: SoftmaxParams, signal: AbortSignal): Promise<SoftmaxView | null> {
    return this.#shown(uri, range, signal, (place, world) => softmaxView(place, world, this.#say, settings));
  }

  /** A part of a tensor that a view of ours shows; null where it is held no longer. */
  tile = (params: Asked<'tile'>, signal: AbortSignal): Answer<'tile'> => this.#ofHeld(tileView, params, signal);
  cell = (params: Asked<'cell'>, signal: AbortSignal): Answer<'cell'> => this.#ofHeld(cellView, params, signal);
  spread = (params: Asked<'spread'>, signal: AbortSignal): Answer<'spread'> => this.#ofHeld(spreadView, params, signal);

  hover(uri: string, position: RangeView['start'], signal: AbortSignal) {
    const options = { theme: this.#theme, commands: this.#options.commands ?? false };
    return this.#at(uri, { start: position, end: position }, signal, (place, world) =>
      hoverText(place, world, this.#say, options),
    );
  }

  /** Shapes after assigned names between two lines. */
  inlayHints(uri: string, range: RangeView, signal: AbortSignal): Promise<readonly InlayHintView[] | null> {
    return this.#surveyed(uri, signal, async (file, survey) => inlayHints(file, survey, uri, range, this.#say));
  }

  inlineValues(uri: string, signal: AbortSignal): Promise<InlineValuesView | null> {
    const version = this.#world.document(uri)?.version ?? 0;
    return this.#surveyed(uri, signal, (file, survey, { engine }) =>
      inlineValues(file, survey, { uri, version }, engine, this.#say),
    );
  }

  /** The quick fix for a name without a value; null where there is none to offer. */
  assumeFix(uri: string, range: RangeView, signal: AbortSignal): Promise<AssumeFix | null> {
    return this.#at(uri, range, signal, (place, world) => assumeFix(place, world, this.#say));
  }

  async backend(): Promise<BackendView> {
    await this.#world.router.engine();
    return backendView(this.#world.router.state, this.#say);
  }

  /** Compares the forms of a reduction on the GPU; `onProgress` is told what there is so far. */
  async compareReductions(signal: AbortSignal, onProgress: (view: ReductionsView) => void): Promise<ReductionsView> {
    const { router, now } = this.#world;
    const view = (outcome: Parameters<typeof reductionsView>[0]): ReductionsView =>
      reductionsView(outcome, this.#options.reduction ?? 'auto', this.#say);
    return view(await router.study({ signal, now, onProgress: (study) => onProgress(view(study)) }));
  }

  close(uri: string): void {
    this.#programs.close(uri);
  }

  /** The place again, in its program after edits that no document knows of. */
  #edited(place: Place, range: RangeView, edits: readonly DocumentEdit[]): Place | undefined {
    const { uri } = place;
    const document = this.#world.document(uri);
    if (!document) return undefined;
    const of = (one: string): readonly DocumentEdit[] => edits.filter((edit) => edit.uri === one);
    const file = this.#programs.with(document, this.#world.cells(uri), (one) => edited(one.getText(), of(one.uri)));
    const selection = spanIn(file, uri, movedBy(range, of(uri)));
    return selection && { ...place, file, selection };
  }

  /** A tensor that is held, as a file. */
  async file(source: string, format: 'npy' | 'csv', signal: AbortSignal): Promise<Uint8Array | null> {
    const tensor = this.#held.find(source)?.tensor;
    if (!tensor) return null;
    if (format === 'npy') return npyBytes(tensor.dtype, tensor.shape, tensor.values) ?? null;
    const rest = async (): Promise<void> => {
      await this.#world.pause();
      signal.throwIfAborted();
    };
    return (await csvBytes(tensor, rest)) ?? null;
  }

  #ofHeld<Params, View>(
    answer: (held: HeldTensors, params: Params, meterOf: (signal: AbortSignal) => Meter, signal: AbortSignal) => View,
    params: Params,
    signal: AbortSignal,
  ): View {
    const meterOf = (ending: AbortSignal): Meter => {
      const meter = new Meter();
      meter.bind(turns(this.#world, ending));
      return meter;
    };
    return answer(this.#held, params, meterOf, signal);
  }

  /** As `#at`, for a view that is shown until the next of its kind in its document or panel: its large tensors are held as long. */
  async #shown<T extends { readonly kind: string }>(
    uri: string,
    range: RangeView,
    signal: AbortSignal,
    answer: (place: Place, world: TraceWorld) => Promise<T | null>,
    panel?: number,
  ): Promise<T | null> {
    const view = await this.#at(uri, range, signal, answer);
    return view && !signal.aborted ? this.#held.hold(`${view.kind} ${panel ?? uri}`, view) : view;
  }

  /** Runs `answer` at a place of an open document. */
  async #at<T>(
    uri: string,
    range: RangeView,
    signal: AbortSignal,
    answer: (place: Place, world: TraceWorld) => Promise<T>,
  ): Promise<T | null> {
    const document = this.#world.document(uri);
    if (!document) return null;
    const file = this.#programs.of(document, this.#world.cells(uri));
    const selection = spanIn(file, uri, range);
    if (!selection) return null;
    const place: Place = { uri, version: document.version, file, selection };
    return this.#answered(signal, (world) => answer(place, world));
  }

  /** Answers from a run of the whole program of a document, which is made once; null where it has no tensors. */
  async #surveyed<T>(
    uri: string,
    signal: AbortSignal,
    answer: (file: SourceFile, survey: Survey, world: TraceWorld) => Promise<T>,
  ): Promise<T | null> {
    const document = this.#world.document(uri);
    const file = document && this.#programs.of(document, this.#world.cells(uri));
    if (!file || !usesTorch(file)) return null;
    return this.#answered(signal, async (world) => {
      const known = this.#surveys.get(file);
      const made =
        known?.state === world.engine.state ? known : { ...(await survey(file, world)), state: world.engine.state };
      if (!world.signal.aborted) this.#surveys.set(file, made);
      return answer(file, made, world);
    });
  }

  /** Runs `answer` within its time; once more on a new device where the GPU was lost under it. */
  async #answered<T>(signal: AbortSignal, answer: (world: TraceWorld) => Promise<T>): Promise<T> {
    const once = async (): Promise<T> => {
      const engine = await this.#world.router.engine();
      return withDeadline(signal, this.#limits.milliseconds, (bounded) => {
        // What is done for a view after its run is counted here.
        engine.meter.bind(turns(this.#world, signal));
        return answer(this.#traceWorld(engine, bounded));
      });
    };
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      return once();
    }
  }

  /** What is held for views gives way to what a run needs. */
  readonly #memory = (limit: number): number => {
    const measured = this.#world.memory ?? (() => 0);
    const bytes = measured(limit);
    if (bytes <= limit || this.#held.bytes === 0) return bytes;
    this.#held.clear();
    return measured(limit);
  };

  #traceWorld(engine: Engine, signal: AbortSignal): TraceWorld {
    const { now, pause } = this.#world;
    const memory = this.#world.memory && this.#memory;
    const limits = this.#limits;
    return {
      engine,
      library: createTorchLibrary,
      limits,
      now,
      pause,
      signal,
      kept: this.#kept,
      ...(memory && { memory }),
    };
  }
}

type Asked<K extends string> = HeldRequests[`tensorInspector/${K}` & keyof HeldRequests]['params'];
type Answer<K extends string> = Promise<HeldRequests[`tensorInspector/${K}` & keyof HeldRequests]['result']>;

/** The user's limits, which messages name. */
function limitsOf({ limits }: InitializeOptions): Limits {
  if (!limits) return interactiveLimits;
  const { seconds, steps, megabytes } = limits;
  return {
    ...interactiveLimits,
    milliseconds: seconds * 1000,
    steps,
    megabytes,
    raisedBy: {
      time: say('the setting {0}', 'tensorInspector.limits.seconds'),
      steps: say('the setting {0}', 'tensorInspector.limits.steps'),
      memory: say('the setting {0}', 'tensorInspector.limits.memory'),
    },
  };
}

/** Undefined where the range begins or ends outside of the Python of its document. */
function spanIn(file: SourceFile, uri: string, range: RangeView): Span | undefined {
  const offset = (position: RangeView['start']): number | undefined =>
    file.layout ? file.layout.offset(uri, position) : offsetAt(file.text, file.lineStarts, position);
  const [start, end] = [offset(range.start), offset(range.end)];
  return start === undefined || end === undefined ? undefined : { start, end };
}
