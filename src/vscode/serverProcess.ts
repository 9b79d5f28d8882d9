// Starts the server's process and ends it. Knows neither `vscode` nor what is said to it.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { codecFlag } from '../protocol/codec';
import type { NodeRuntime } from './nodeRuntime';
import { cleanEnvironment } from './nodeWorld';

/**
 * Room for what is made and dropped, in MB: an evaluation leaves much of it. With V8's own 16 an editor's helper would hold 195 MB
 * instead of 143; with less, what is tried in the panel comes half as soon again.
 */
const nodeFlags = ['--max-semi-space-size=2'];

export type ServerProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** The running server, its error stream given to `log` by lines. Rejects where the program cannot be run. */
export async function startServer(
  runtime: NodeRuntime,
  script: string,
  log: (line: string) => void,
): Promise<ServerProcess> {
  const child = spawn(runtime.command, [...nodeFlags, script, codecFlag], {
    cwd: homedir(),
    env: { ...cleanEnvironment(), ...runtime.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  createInterface({ input: child.stderr }).on('line', log);
  await once(child, 'spawn');
  // A failure to kill, the one error left, must not reach the extension host.
  child.on('error', (error) => log(String(error)));
  return child;
}

export const hasEnded = (child: ServerProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Waits up to `patience` milliseconds for the process to end by itself, then kills it. */
export async function endServer(child: ServerProcess, patience: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

/** A server that does not let go of a request within `patience` milliseconds of its cancellation is killed. */
export async function killWhenStuck<T>(
  child: ServerProcess,
  answer: Promise<T>,
  onCancelled: ((listener: () => void) => { dispose(): void }) | undefined,
  patience: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const listening = onCancelled?.(() => {
    timer = setTimeout(() => child.kill('SIGKILL'), patience);
  });
  try {
    return await answer;
  } finally {
    listening?.dispose();
    clearTimeout(timer);
  }
}
