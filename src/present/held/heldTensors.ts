// The tensors behind the views that are shown, of which a page asks for parts. Bounded in views and bytes; a newer view at the
// same place takes that of the one before. Knows no page.
import { type HostTensor, wholeOf } from '../tensorView';
import type { Pyramid } from './pyramid';

export interface HeldTensor {
  readonly tensor: HostTensor;
  /** By plane, the last few. */
  readonly pyramids: Map<string, Pyramid>;
}

export interface HeldRoom {
  readonly views: number;
  readonly bytes: number;
}

const mostPyramids = 4;

/** By source. */
type HeldView = ReadonlyMap<string, HeldTensor>;

export class HeldTensors {
  readonly #views = new Map<string, HeldView>();
  #count = 0;

  /** `name` tells this store's tensors from those of an earlier server. */
  constructor(
    private readonly name: string,
    private readonly room: HeldRoom = { views: 12, bytes: 2 ** 29 },
  ) {}

  /** What stands at `key` from now on: the view with a `source` in each tensor that is larger than what is shown of it, as far as there is room. */
  hold<View extends object>(key: string, view: View): View {
    const tensors = new Map<string, HeldTensor>();
    let bytes = 0;
    const sourced = copied(view, (part) => {
      const tensor = wholeOf(part);
      if (!tensor || bytes + tensor.values.byteLength > this.room.bytes) return undefined;
      bytes += tensor.values.byteLength;
      // What is as it was keeps its name: no page has to ask for it again.
      const [source, held] = this.#like(tensor) ?? [`${this.name}.${++this.#count}`, { tensor, pyramids: new Map() }];
      tensors.set(source, held);
      return { ...part, source };
    });
    this.#views.delete(key);
    if (tensors.size) this.#views.set(key, tensors);
    this.#shrink();
    return sourced;
  }

  /** What is held of the same numbers. */
  #like(tensor: HostTensor): readonly [source: string, held: HeldTensor] | undefined {
    for (const view of this.#views.values())
      for (const entry of view) if (isSame(entry[1].tensor, tensor)) return entry;
    return undefined;
  }

  /** Undefined where it is held no longer, or never was. */
  find(source: string): HeldTensor | undefined {
    for (const [key, view] of this.#views) {
      const found = view.get(source);
      if (!found) continue;
      this.#views.delete(key);
      this.#views.set(key, view);
      return found;
    }
    return undefined;
  }

  get bytes(): number {
    const all = new Set([...this.#views.values()].flatMap((view) => [...view.values()]));
    return [...all].reduce((sum, { tensor }) => sum + tensor.values.byteLength, 0);
  }

  clear(): void {
    this.#views.clear();
  }

  /** The least recently used go first; the newest view stays. */
  #shrink(): void {
    for (const key of this.#views.keys()) {
      if (this.#views.size <= 1 || (this.#views.size <= this.room.views && this.bytes <= this.room.bytes)) break;
      this.#views.delete(key);
    }
  }
}

const bytesOf = ({ values }: HostTensor): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const isSame = (a: HostTensor, b: HostTensor): boolean =>
  a.dtype === b.dtype && a.shape.join() === b.shape.join() && bytesOf(a).equals(bytesOf(b));

/** The pyramid over a plane of a tensor, made where there is none yet. */
export function pyramidOf({ pyramids }: HeldTensor, key: string, make: () => Pyramid): Pyramid {
  const known = pyramids.get(key) ?? make();
  pyramids.delete(key);
  pyramids.set(key, known);
  for (const oldest of pyramids.keys()) {
    if (pyramids.size <= mostPyramids) break;
    pyramids.delete(oldest);
  }
  return known;
}

/** `value` with parts replaced where `change` gives another; plain objects and arrays are looked into, nothing else. */
function copied<T>(value: T, change: (part: object) => object | undefined): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const changed = change(value);
  if (changed) return changed as T;
  if (Array.isArray(value)) return value.map((item) => copied(item, change)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part, change)])) as T;
}
