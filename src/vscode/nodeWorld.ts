// The machine as `chooseRuntime` sees it: runs candidates to ask for their version. Knows no `vscode`.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { type NodeVersion, nodeOnPath, parseVersion, type RuntimeWorld } from './nodeRuntime';

const patience = 3000;

/** Asks for version and architecture; undefined where nothing runnable answers within three seconds. */
export async function probeNode(command: string): Promise<NodeVersion | undefined> {
  if (!path.isAbsolute(command)) return undefined;
  try {
    await access(command, constants.X_OK);
  } catch {
    return undefined;
  }
  return new Promise((resolve) => {
    const question = ['-p', "process.version+' '+process.arch"];
    const options = { timeout: patience, killSignal: 'SIGKILL', windowsHide: true, env: cleanEnvironment() } as const;
    execFile(command, question, options, (error, stdout) => resolve(error ? undefined : parseVersion(stdout)));
  });
}

/** This process's environment without what steers Node or Electron from outside. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('VSCODE_')));
}

/** The world of this process; `configured` is the setting. */
export function nodeWorld(extensionPath: string, configured: string): RuntimeWorld {
  const { platform, arch, execPath, versions } = process;
  const { PATH = '' } = process.env;
  return {
    electron: 'electron' in versions,
    execPath,
    platform,
    arch,
    configured: configured.trim(),
    onPath: nodeOnPath(PATH, platform),
    carried: path.join(extensionPath, 'runtime', platform === 'win32' ? 'node.exe' : 'node'),
    probe: probeNode,
  };
}
