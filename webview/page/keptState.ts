// A page's last view as text and back, for the editor's own memory of the page. JSON alone would lose NaN and types.
import type { Numbers } from '../../src/protocol/views';

/** Larger states are not kept: a view is sent again anyway, a moment later. */
const longest = 1_000_000;

const makers = {
  Float64Array: (bytes: ArrayBuffer) => new Float64Array(bytes),
  Float32Array: (bytes: ArrayBuffer) => new Float32Array(bytes),
  Int32Array: (bytes: ArrayBuffer) => new Int32Array(bytes),
  Uint8Array: (bytes: ArrayBuffer) => new Uint8Array(bytes),
};
type ArrayName = keyof typeof makers;

interface PackedNumbers {
  readonly $numbers: ArrayName;
  readonly base64: string;
}

interface PackedNumber {
  readonly $number: 'nan' | 'inf' | '-inf';
}

const special = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity } as const;

/** The state as text, or nothing where it is too long to keep. */
export function packState(state: unknown): string | undefined {
  const text = JSON.stringify(state, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return { $number: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' } satisfies PackedNumber;
    }
    return ArrayBuffer.isView(value) ? packNumbers(value as Numbers) : value;
  });
  return text !== undefined && text.length <= longest ? text : undefined;
}

/** What `packState` wrote; nothing where the text is not of its making. */
export function unpackState(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if ('$number' in value) return special[(value as PackedNumber).$number];
      return '$numbers' in value ? unpackNumbers(value as PackedNumbers) : value;
    });
  } catch {
    return undefined;
  }
}

function packNumbers(numbers: Numbers): PackedNumbers {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { $numbers: numbers[Symbol.toStringTag], base64: btoa(binary) };
}

function unpackNumbers({ $numbers, base64 }: PackedNumbers): Numbers {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return makers[$numbers](bytes.buffer);
}
