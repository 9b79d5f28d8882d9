// A tensor: dtype, shape, strides over a storage that lives on the host, on a GPU, or is still to be computed.
// Knows no operation. Views share storage; a frozen copy sees the values of the moment it was taken.
import type { Text } from '../base/text';
import type { DType, HostArray } from './dtype';

/** Which elements have no value yet. */
export interface Unset {
  /** Why not. */
  readonly reason: Text;
  /** 1 where an element of the storage has none. */
  readonly mask: Uint8Array;
  /** How many these are. */
  left: number;
}

export interface Storage {
  readonly dtype: DType;
  /** Elements. */
  readonly length: number;
  /** Values on the host; absent while they are only elsewhere. Replaced, never written to, once `frozen`. */
  host?: HostArray;
  /** Set when a snapshot holds `host`: the next in-place write copies first. */
  frozen: boolean;
  /** In-place writes so far. */
  version: number;
  /** In-place writes that were not counted: those through `.data`. */
  uncounted?: number;
  /** Made in inference mode; absent before a program saw a tensor of it. */
  inference?: boolean;
  /** Why the values are not known. What is kept here then has their shape and type only and must not be shown. */
  unknown?: Text;
  /** Elements of memory that was only reserved, which nobody has written yet. */
  unset?: Unset;
  /** What a backend keeps here (a GPU buffer, a recorded expression); its own business. */
  device?: unknown;
}

export class Tensor {
  constructor(
    readonly storage: Storage,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
    readonly offset: number,
    /** A Python number met a tensor: 0-d, weak in type promotion. */
    readonly wrapped = false,
  ) {}

  get dtype(): DType {
    return this.storage.dtype;
  }
  get rank(): number {
    return this.shape.length;
  }
  get size(): number {
    return this.shape.reduce((product, n) => product * n, 1);
  }
}
