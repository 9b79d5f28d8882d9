// The WebAssembly behind exponentials and rows of softmax: fused multiply-adds where engine and processor have them, else pairs
// of doubles. Both give the same bits. Knows no tensor.
import fusedBytes from './fusedExp.wat';
import bytes from './vectorExp.wat';

/** Places are bytes, counts are of float32 numbers. */
export interface VectorKernel {
  readonly memory: WebAssembly.Memory;
  largest(at: number, count: number): number;
  shift(at: number, count: number, by: number): void;
  scale(at: number, count: number, by: number): void;
  lanes(at: number, count: number, into: number): void;
  /** Whether places were left for the caller: those are -1. */
  exps(at: number, count: number, into: number): number;
}

interface Fused extends Pick<VectorKernel, 'exps'> {
  /** Whether a product is rounded together with its sum. */
  fuses(): number;
}

const instance = <T>(code: Uint8Array<ArrayBuffer>, imports: object): T =>
  new WebAssembly.Instance(new WebAssembly.Module(code), imports).exports as T;

/** Undefined where this JavaScript engine has no registers. */
export function openVectorKernel(wantsFused: boolean): VectorKernel | undefined {
  if (!WebAssembly.validate(bytes)) return undefined;
  const rows = instance<VectorKernel>(bytes, {});
  if (!wantsFused || !WebAssembly.validate(fusedBytes)) return rows;
  const fused = instance<Fused>(fusedBytes, { rows });
  return fused.fuses() ? { ...rows, exps: fused.exps } : rows;
}

/** null: not looked at yet. */
let kernel: VectorKernel | undefined | null = null;
/** The one that serves, opened when it is first asked for. */
export function vectorKernel(): VectorKernel | undefined {
  if (kernel === null) kernel = openVectorKernel(true);
  return kernel;
}
