// Chooses the Node that runs the language server. A pure ladder over an injected world: knows neither `vscode` nor files.
// Desktop VS Code's Electron cannot read GPU memory back, so it is the last rung and computes on the CPU.

export interface NodeVersion {
  readonly major: number;
  /** `process.arch` of that Node. */
  readonly arch: string;
}

export interface RuntimeWorld {
  /** This process runs on Electron rather than on Node. */
  readonly electron: boolean;
  readonly execPath: string;
  readonly platform: string;
  readonly arch: string;
  /** The setting; empty: not set. */
  readonly configured: string;
  /** Absolute paths at which the PATH would find `node`, in its order. */
  readonly onPath: readonly string[];
  /** Where the desktop package carries a Node, whether or not this one does. */
  readonly carried: string;
  /** Asks a program for its version; undefined: it is not there, is no Node, or does not answer in time. */
  readonly probe: (command: string) => Promise<NodeVersion | undefined>;
}

export interface NodeRuntime {
  readonly rung: 'host' | 'setting' | 'path' | 'carried' | 'electron';
  readonly command: string;
  /** To add to the environment of the server. */
  readonly env: Readonly<Record<string, string>>;
  /** It can run no WebGPU. */
  readonly noGpu: boolean;
}

export interface RuntimeChoice {
  readonly runtime: NodeRuntime;
  /** The setting names something that is no Node 20 or newer. */
  readonly brokenSetting?: string;
}

const oldest = 20;
const real = (rung: NodeRuntime['rung'], command: string): NodeRuntime => ({ rung, command, env: {}, noGpu: false });

/** The first rung that holds: host's own, setting, PATH, carried, Electron as Node. */
export async function chooseRuntime(world: RuntimeWorld): Promise<RuntimeChoice> {
  if (!world.electron) return { runtime: real('host', world.execPath) };
  const serves = async (command: string): Promise<boolean> => ((await world.probe(command))?.major ?? 0) >= oldest;
  if (world.configured && (await serves(world.configured))) return { runtime: real('setting', world.configured) };
  const broken = world.configured ? { brokenSetting: world.configured } : {};
  for (const command of world.onPath) {
    const version = await world.probe(command);
    if (version && version.major >= oldest && loadsBinary(version.arch, world)) {
      return { runtime: real('path', command), ...broken };
    }
  }
  if (await serves(world.carried)) return { runtime: real('carried', world.carried), ...broken };
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  return { runtime: { rung: 'electron', command: world.execPath, env, noGpu: true }, ...broken };
}

/** The package carries one GPU binary, for the editor's own architecture; on macOS it serves both. */
const loadsBinary = (arch: string, world: RuntimeWorld): boolean => world.platform === 'darwin' || arch === world.arch;

/** Where a PATH would find `node`: absolute folders only, so that no program of the working folder is run. */
export function nodeOnPath(path: string, platform: string): readonly string[] {
  const windows = platform === 'win32';
  const isAbsolute = (folder: string): boolean =>
    windows ? /^([a-z]:[\\/]|\\\\)/i.test(folder) : folder.startsWith('/');
  const folders = path
    .split(windows ? ';' : ':')
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter(isAbsolute)
    .map((folder) => folder.replace(/[\\/]+$/, ''));
  return [...new Set(folders)].map((folder) => (windows ? `${folder}\\node.exe` : `${folder}/node`));
}

/** Reads the answer of `node -p "process.version+' '+process.arch"`: `v22.1.0 x64`. */
export function parseVersion(answer: string): NodeVersion | undefined {
  const [, major, arch] = /^v(\d+)\.\d+\.\d+\S* (\w+)\s*$/.exec(answer) ?? [];
  return major && arch ? { major: Number(major), arch } : undefined;
}
