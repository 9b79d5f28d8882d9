// Compares the forms of a reduction on an adapter: softmax over the same numbers in each form, as to time beside a plain
// copy and as to values beside the CPU. On a device of its own, so that nothing else is disturbed. Knows no view.
import { cpuBackend } from '../cpu/backend';
import { sizeOf, tensorOf, valuesOf } from '../host';
import { permute } from '../view';
import { agreement, median } from './agreement';
import { DeviceLostError, type Refusal } from './device';
import type { Value } from './graph';
import { mapped, softmaxed } from './kernels';
import { openRuntime } from './openRuntime';
import { expressionOf } from './record';
import { type ReductionSetting, reductionForms } from './reductionForm';
import type { Runtime } from './runtime';
import { type Subgroups, subgroupsOf } from './subgroups';

/** softmax along `dim` of a contiguous float32 tensor. */
export interface StudyCase {
  readonly shape: readonly number[];
  readonly dim: number;
}

export type StudiedForm = { readonly setting: ReductionSetting } & (
  | {
      readonly kind: 'measured';
      /** Median of how many times as long as a copy of the same tensor it took, of runs beside each other. */
      readonly ratio: number;
      /** Median time of one run. */
      readonly milliseconds: number;
      /** Largest distance to the CPU's result, in float32 steps and as a difference; infinite where one is NaN. */
      readonly ulps: number;
      readonly difference: number;
    }
  | { readonly kind: 'failed'; readonly message: string }
);

export interface StudiedCase extends StudyCase {
  readonly copyMilliseconds: number;
  readonly forms: readonly StudiedForm[];
}

export interface ReductionStudy {
  readonly adapter: Runtime['device']['adapter'];
  /** Threads of a workgroup. */
  readonly group: number;
  /** Why there are no shuffles, or that there are. */
  readonly subgroups: Subgroups;
  readonly cases: readonly StudiedCase[];
  /** Cases in all, those to come included. */
  readonly total: number;
}

export interface StudyOptions {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  /** Told before the first case and after each. */
  readonly onProgress: (study: ReductionStudy) => void;
  /** What to compare with; absent: sizes that suit the adapter. */
  readonly cases?: readonly StudyCase[];
}

const along = (shape: readonly number[], ...dims: readonly number[]): readonly StudyCase[] =>
  dims.map((dim) => ({ shape, dim }));

/** A batch of logits, squares, few long rows, more rows than a dispatch has groups in one dimension, three dims. */
const usual: Readonly<Record<'software' | 'hardware', readonly StudyCase[]>> = {
  software: [
    ...along([64, 1000], 1, 0),
    ...along([256, 512], 1, 0),
    ...along([4, 16_384], 1),
    ...along([70_000, 4], 1),
    ...along([8, 16, 128], 0, 1, 2),
  ],
  hardware: [
    ...along([64, 1000], 1, 0),
    ...along([1024, 1024], 1, 0),
    ...along([4096, 2048], 1, 0),
    ...along([8, 131_072], 1),
    ...along([70_000, 100], 1),
    ...along([32, 64, 512], 0, 1, 2),
  ],
};

/** 512 MiB hold the largest case in all its forms. */
const memory = 2 ** 29;
/** What one measurement should take at least, so that it is more than the round trip; and a case at most. */
const [leastMilliseconds, caseMilliseconds] = [8, 3000];
const [fewestRounds, mostRounds, mostRuns] = [3, 9, 256];

/** The study, or why there is no adapter to do it on. Rejects where the signal is aborted. */
export async function studyReductions(gpu: GPU, options: StudyOptions): Promise<ReductionStudy | Refusal> {
  const opened = await openRuntime(gpu, { acceptSoftware: true, memory });
  if ('reason' in opened) return opened;
  try {
    return await studyOn(opened, options);
  } finally {
    await opened.close().catch(() => undefined);
  }
}

async function studyOn(runtime: Runtime, { signal, now, onProgress, cases }: StudyOptions): Promise<ReductionStudy> {
  const { adapter } = runtime.device;
  const chosen = cases ?? usual[adapter.isFallback ? 'software' : 'hardware'];
  const subgroups = await subgroupsOf(runtime);
  const settings = (Object.keys(reductionForms) as ReductionSetting[]).filter(
    (name) => subgroups === 'ready' || reductionForms[name].shape !== 'shuffle',
  );
  let study: ReductionStudy = { adapter, group: runtime.profile.group, subgroups, cases: [], total: chosen.length };
  onProgress(study);
  for (const one of chosen) {
    study = { ...study, cases: [...study.cases, await studied(runtime, one, settings, now, signal)] };
    onProgress(study);
  }
  return study;
}

/** A kernel that was computed once and can be timed. */
interface Candidate {
  readonly value: Value;
  /** How it is run; the form is part of the profile. */
  readonly profile: Runtime['profile'];
  readonly found: Float32Array;
}

async function studied(
  runtime: Runtime,
  { shape, dim }: StudyCase,
  settings: readonly ReductionSetting[],
  now: () => number,
  signal: AbortSignal,
): Promise<StudiedCase> {
  const x = tensorOf(logits(sizeOf(shape)), shape, 'float32');
  const rest = shape.map((_, at) => at).filter((at) => at !== dim);
  const [whole, rows] = [expressionOf(x)!, expressionOf(permute(x, [...rest, dim]))!];
  const expected = valuesOf(cpuBackend.softmax(x, dim, false)) as Float32Array;
  const { profile } = runtime;
  const ready = async (value: Value, with_: Runtime['profile']): Promise<Candidate> => {
    signal.throwIfAborted();
    runtime.profile = with_;
    return { value, profile: with_, found: new Float32Array((await runtime.read(value)).buffer) };
  };
  const candidates = new Map<ReductionSetting, Candidate>();
  const failed: StudiedForm[] = [];
  const copy = await ready(mapped(whole, shape), profile);
  try {
    for (const setting of settings) {
      const formed = { ...profile, form: reductionForms[setting] };
      try {
        candidates.set(setting, await ready(softmaxed(rows, shape, dim, false, formed), formed));
      } catch (error) {
        // A driver may refuse one kernel and take the others.
        if (signal.aborted || error instanceof DeviceLostError) throw error;
        failed.push({ kind: 'failed', setting, message: error instanceof Error ? error.message : String(error) });
      }
    }
    const all = [copy, ...candidates.values()];
    const times = await timed(runtime, all, now, signal);
    const forms = [...candidates].map(([setting, { found }], i): StudiedForm => {
      const own = times[i + 1]!;
      const ratio = median(own.map((time, round) => time / times[0]![round]!));
      return { kind: 'measured', setting, ratio, milliseconds: median(own), ...agreement(found, expected) };
    });
    return { shape, dim, copyMilliseconds: median(times[0]!), forms: [...forms, ...failed] };
  } finally {
    runtime.profile = profile;
    for (const { value } of [copy, ...candidates.values()]) if (value.lease) runtime.pool.release(value.lease);
  }
}

/** Milliseconds of a run of each candidate, per round. Candidates take turns, so that a change of clocks meets all of them. */
async function timed(
  runtime: Runtime,
  candidates: readonly Candidate[],
  now: () => number,
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const measure = async ({ value, profile }: Candidate, runs: number): Promise<number> => {
    signal.throwIfAborted();
    runtime.profile = profile;
    const start = now();
    await runtime.repeat(value, runs);
    return (now() - start) / runs;
  };
  const runs: number[] = [];
  let round = 0;
  for (const candidate of candidates) {
    const first = await measure(candidate, 1);
    runs.push(Math.min(mostRuns, Math.max(1, Math.ceil(leastMilliseconds / first))));
    round += Math.max(first, leastMilliseconds);
  }
  const rounds = Math.min(mostRounds, Math.max(fewestRounds, Math.floor(caseMilliseconds / round)));
  const times: number[][] = candidates.map(() => []);
  for (let turn = 0; turn < rounds; turn++) {
    for (let step = 0; step < candidates.length; step++) {
      const at = (turn + step) % candidates.length;
      times[at]!.push(await measure(candidates[at]!, runs[at]!));
    }
  }
  return times;
}

/** Logits between -10 and 10, the same on every machine, one in 64 masked with -Inf. */
function logits(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 26 === 0 ? Number.NEGATIVE_INFINITY : (state / 2 ** 31 - 1) * 10;
  });
}
