// `vectorExps` and rows of softmax in WebAssembly's registers: the same bits, several times as fast. Knows no tensor.
import { vectorExp } from './vectorExp';
import { type VectorKernel, vectorKernel } from './vectorKernel';

/** Fewer numbers than this are not worth the way there, more are not worth the memory. */
const [fewest, most] = [32, 2 ** 21];

/** Where numbers lie: those given, their exponentials, 16 lanes; each begins at whole registers. */
class Room {
  readonly powers: number;
  readonly lanes: number;
  readonly numbers: Float32Array;

  constructor(kernel: VectorKernel, count: number) {
    const size = (count + 3) & -4;
    [this.powers, this.lanes] = [size, 2 * size];
    const missing = 4 * (this.lanes + 16) - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65536));
    this.numbers = new Float32Array(kernel.memory.buffer);
  }
}

/** Exponentials of the numbers given, in their place; those that the kernel leaves are worked out one by one. */
function powersIn(kernel: VectorKernel, { numbers, powers }: Room, count: number): void {
  if (!kernel.exps(0, count, 4 * powers)) return;
  for (let i = 0; i < count; i++) if (numbers[powers + i] === -1) numbers[powers + i] = vectorExp(numbers[i]!);
}

/** As `vectorExps` of a whole array; false, and nothing done, where that is for plain loops. */
export function simdExps(x: Float32Array, out: Float32Array, opened = vectorKernel): boolean {
  const count = x.length;
  const open = count >= fewest && count <= most ? opened() : undefined;
  if (!open) return false;
  const room = new Room(open, count);
  room.numbers.set(x);
  powersIn(open, room, count);
  out.set(room.numbers.subarray(room.powers, room.powers + count));
  return true;
}

/** softmax or its logarithm of rows of `count`; false, and nothing done, where that is for plain loops. */
export function simdSoftmax(
  values: Float32Array,
  out: Float32Array,
  count: number,
  log: boolean,
  opened = vectorKernel,
): boolean {
  const open = count >= fewest && count <= most ? opened() : undefined;
  if (!open) return false;
  const room = new Room(open, count);
  const { numbers, powers } = room;
  for (let start = 0; start < values.length; start += count) {
    numbers.set(values.subarray(start, start + count));
    open.shift(0, count, open.largest(0, count));
    powersIn(open, room, count);
    const sum = sumIn(open, room, count);
    if (log) open.shift(0, count, Math.log(sum));
    else open.scale(4 * powers, count, 1 / sum);
    const from = log ? 0 : powers;
    out.set(numbers.subarray(from, from + count), start);
  }
  return true;
}

/** The exponentials' sum in the order of `vectorSum`. */
function sumIn(open: VectorKernel, { numbers, powers, lanes }: Room, count: number): number {
  open.lanes(4 * powers, count, 4 * lanes);
  for (let i = count & -16; i < count; i++) numbers[lanes + (i & 15)]! += numbers[powers + i]!;
  for (let half = 8; half >= 1; half /= 2)
    for (let i = 0; i < half; i++) numbers[lanes + i]! += numbers[lanes + i + half]!;
  return numbers[lanes]!;
}
