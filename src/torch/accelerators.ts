// torch.cuda, torch.accelerator, torch.backends and their kin, as PyTorch's build without an accelerator answers: scripts ask
// them which device to take. Knows no tensor.
import { bool, builtin, int, type ModuleValue, none, str, type Value } from '../python/value';
import { type Entry, entriesOf, moduleValue } from './moduleValue';

type Names = Readonly<Record<string, Entry>>;

const answering = (names: string, value: Value): Names =>
  Object.fromEntries(names.split(' ').map((name) => [name, builtin(name, () => value)]));
const no = bool(false);
const yes = bool(true);

/** What needs CUDA itself. */
const needing = (names: string): Names =>
  Object.fromEntries(
    names
      .split(' ')
      .map((name) => [
        name,
        builtin(name, (_, machine) => machine.raise('AssertionError', 'Torch not compiled with CUDA enabled')),
      ]),
  );

const nowhere = (name: string): Value =>
  moduleValue(
    name,
    entriesOf(answering('is_available', no), answering('device_count', int(0)), answering('manual_seed', none)),
  );

/** `torch.cuda`, with the module `amp` of another room. */
export const cudaModule = (amp: ModuleValue): ModuleValue =>
  moduleValue(
    'torch.cuda',
    entriesOf(
      answering('is_available is_initialized is_bf16_supported', no),
      answering('device_count memory_allocated max_memory_allocated memory_reserved max_memory_reserved', int(0)),
      answering('manual_seed manual_seed_all empty_cache seed seed_all', none),
      needing('current_device get_device_name get_device_properties get_device_capability synchronize ipc_collect'),
      needing('mem_get_info current_stream get_rng_state initial_seed'),
      { amp },
    ),
  );

const backends: Readonly<Record<string, Names>> = {
  cudnn: {
    ...answering('is_available', no),
    ...answering('version', none),
    enabled: yes,
    benchmark: no,
    deterministic: no,
    allow_tf32: yes,
  },
  cuda: {
    ...answering('is_built', no),
    matmul: () => moduleValue('torch.backends.cuda.matmul', entriesOf({ allow_tf32: no })),
  },
  mps: answering('is_available is_built', no),
  mkldnn: answering('is_available', yes),
  mkl: answering('is_available', yes),
  openmp: answering('is_available', yes),
};

/** The modules by their name under `torch`, with the module `amp` of another room. */
export const deviceModules = (amp: ModuleValue): Readonly<Record<string, Entry>> => ({
  cpu: moduleValue(
    'torch.cpu',
    entriesOf(answering('is_available', yes), answering('device_count', int(1)), answering('synchronize', none), {
      amp,
    }),
  ),
  accelerator: moduleValue(
    'torch.accelerator',
    entriesOf(answering('is_available', no), answering('device_count', int(0)), answering('current_accelerator', none)),
  ),
  backends: moduleValue(
    'torch.backends',
    entriesOf(
      Object.fromEntries(
        Object.entries(backends).map(([name, names]) => [
          name,
          () => moduleValue(`torch.backends.${name}`, entriesOf(names)),
        ]),
      ),
    ),
  ),
  mps: nowhere('torch.mps'),
  xpu: nowhere('torch.xpu'),
  distributed: moduleValue(
    'torch.distributed',
    entriesOf(answering('is_available', yes), answering('is_initialized', no)),
  ),
  version: moduleValue(
    'torch.version',
    entriesOf({ cuda: none, hip: none, xpu: none, __version__: str('2.13.0+cpu') }),
  ),
});
