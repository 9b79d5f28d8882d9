// torch.device objects. Everything lies on the CPU as a program sees it, as in PyTorch's CPU build.
import type { Machine } from '../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  none,
  notImplemented,
  str,
  type Value,
} from '../python/value';
import { parseCall } from './binding/parseCall';
import { attributeGetter, makeClass } from './makeClass';

/** The native part of a device object. */
export class DeviceNative {
  constructor(
    readonly type: string,
    readonly index: number | undefined,
  ) {}
  get text(): string {
    return this.index === undefined ? this.type : `${this.type}:${this.index}`;
  }
}

const types =
  'cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone';

const nativeOf = (value: Value | undefined): DeviceNative | undefined =>
  value?.kind === 'instance' && value.native instanceof DeviceNative ? value.native : undefined;

/** The class of device objects, and the one of the CPU. */
export class DeviceObjects {
  readonly cls: ClassValue;
  readonly cpu: InstanceValue;

  constructor() {
    const own = (self: Value | undefined): DeviceNative => nativeOf(self) ?? new DeviceNative('cpu', undefined);
    this.cls = makeClass('device', 'torch', [], {
      __init__: builtin(
        '__init__',
        ({ positional: [self, ...given], keywords: named }, machine) => {
          const parsedCall = parseCall(machine, 'torch.device', { positional: given, keywords: named });
          const { positional: args, keywords } = parsedCall;
          const type = args[0] ?? keywords.get('type') ?? keywords.get('device');
          const index = args[1] ?? keywords.get('index');
          const parsed = parseDevice(type, machine);
          if (self?.kind === 'instance') {
            self.native = index?.kind === 'int' ? new DeviceNative(parsed.type, Number(index.value)) : parsed;
          }
          return none;
        },
        true,
      ),
      __repr__: builtin(
        '__repr__',
        ({ positional: [self] }) => {
          const { type, index } = own(self);
          return str(index === undefined ? `device(type='${type}')` : `device(type='${type}', index=${index})`);
        },
        true,
      ),
      __str__: builtin('__str__', ({ positional: [self] }) => str(own(self).text), true),
      // All tensors are made on the CPU as it is.
      __enter__: builtin('__enter__', ({ positional: [self = none] }) => self, true),
      __exit__: builtin('__exit__', () => none, true),
      __hash__: builtin(
        '__hash__',
        ({ positional: [self] }) => int([...own(self).text].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) % 1e9),
        true,
      ),
      __eq__: builtin(
        '__eq__',
        ({ positional: [self, other] }) =>
          nativeOf(other) ? bool(own(self).text === own(other).text) : notImplemented,
        true,
      ),
      type: attributeGetter((self) => str(own(self).type)),
      index: attributeGetter((self) => {
        const { index } = own(self);
        return index === undefined ? none : int(index);
      }),
    });
    this.cpu = { kind: 'instance', cls: this.cls, attrs: new Map(), native: new DeviceNative('cpu', undefined) };
  }
}

/** What a text or a device object names. Raises TypeError and RuntimeError. */
export function parseDevice(value: Value | undefined, machine: Machine): DeviceNative {
  const device = nativeOf(value);
  if (device) return device;
  if (value?.kind === 'int') machine.raise('RuntimeError', 'Cannot access accelerator device when none is available.');
  if (value?.kind !== 'str') {
    machine.raise(
      'TypeError',
      `device(): argument 'type' must be str, not ${value ? machine.classOf(value).name : 'NoneType'}`,
    );
  }
  const match = /^([a-z]+)(?::(\d+))?$/.exec(value.value);
  const [, type = '', index] = match ?? [];
  if (!types.split(', ').includes(type)) {
    machine.raise('RuntimeError', `Expected one of ${types} device type at start of device string: ${value.value}`);
  }
  return new DeviceNative(type, index === undefined ? undefined : Number(index));
}

/** Whether an argument names a device at all. */
export const namesDevice = (value: Value): boolean =>
  nativeOf(value) !== undefined || value.kind === 'str' || value.kind === 'int';

/** Whether an argument names the CPU, or nothing. */
export const isCpu = (value: Value): boolean =>
  value.kind === 'none' || (nativeOf(value)?.type ?? (value.kind === 'str' ? value.value : '')).split(':')[0] === 'cpu';

/** Raises what PyTorch's CPU build raises where an argument names a device that is not the CPU. */
export function requireCpu(value: Value | undefined, machine: Machine): void {
  if (!value || value.kind === 'none' || value.kind === 'unknown') return;
  const { type } = parseDevice(value, machine);
  if (type === 'cuda') machine.raise('AssertionError', 'Torch not compiled with CUDA enabled');
  if (type !== 'cpu') machine.raise('RuntimeError', `PyTorch is not linked with support for ${type} devices`);
}
