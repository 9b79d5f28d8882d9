// What the engines are compared on: the same numbers, the same result read back. Knows no engine.

export const works = [
  'softmax dim -1',
  'softmax dim 0',
  'log_softmax dim -1',
  'cross_entropy',
  'cross_entropy + gradient',
  'binary_cross_entropy',
  'layer_norm',
  'matmul',
] as const;
export type Work = (typeof works)[number];

/** (rows, columns) of the input; matmul is with its transpose. */
export type Shape = readonly [rows: number, columns: number];
export const shapes: readonly Shape[] = [
  [2, 3],
  [64, 1000],
  [1024, 1024],
  [4096, 4096],
];

export interface Measured {
  readonly milliseconds: number;
  /** The loss, or one element of the result. */
  readonly value: number;
}
/** Measures for about as long as said; undefined where the engine does not do this. */
export type Measure = (work: Work, shape: Shape, milliseconds: number) => Promise<Measured | undefined>;
export interface Peer {
  readonly name: string;
  readonly measure: Measure;
  close(): void | Promise<void>;
}

export interface Data {
  /** Logits between -4 and 4. */
  readonly x: Float32Array;
  /** Probabilities, and truths for them. */
  readonly p: Float32Array;
  readonly t: Float32Array;
  /** A class for each row. */
  readonly y: Int32Array;
}

let known: { readonly key: string; readonly data: Data } | undefined;
/** The numbers of a shape; test/bench/engines/onPytorch.py has the same formulas. */
export function dataOf([rows, columns]: Shape): Data {
  const key = `${rows} ${columns}`;
  if (known?.key === key) return known.data;
  const x = Float32Array.from({ length: rows * columns }, (_, i) => 4 * Math.sin(0.37 * (i % 65_521)));
  const data = {
    x,
    p: x.map((value) => 1 / (1 + Math.exp(-value))),
    t: x.map((_, i) => (i % 3) / 2),
    y: Int32Array.from({ length: rows }, (_, i) => (7 * i) % columns),
  };
  known = { key, data };
  return data;
}

/** Runs once to be ready, then again and again for the time given. */
export async function timed(run: () => Promise<number>, milliseconds: number): Promise<Measured> {
  const value = await run();
  let times = 0;
  const start = performance.now();
  do {
    await run();
    times++;
  } while (performance.now() - start < milliseconds);
  return { milliseconds: (performance.now() - start) / times, value };
}
