// Says each step and how long it took, and runs the programs that do the work. Uses Node's own modules only: it also
// runs before `npm ci` has.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const oldestNode = 20;
const live = process.stdout.isTTY && !process.env.CI;

/** What is missing on this machine and how to get it: shown without a stack trace. */
export class Missing extends Error {}

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a script's body; an error ends the process with 1 and a message that a user can act on. */
export async function main(body) {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    console.error(`Node ${oldestNode} or newer is needed; this is ${process.version}. See https://nodejs.org/.`);
    process.exit(1);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  try {
    await body();
  } catch (error) {
    // esbuild has already said what is wrong with the sources.
    const known = error instanceof Missing || error.errors;
    console.error(known ? `\n${error.message}` : error);
    process.exit(1);
  }
}

/** Says a step, does it, says how long it took. While it runs, a terminal shows the seconds and `note`'s last line. */
export async function step(name, work) {
  const start = performance.now();
  let note = '';
  const draw = () => process.stdout.write(`\r\x1b[2K  … ${name} ${seconds(start)} ${note.slice(0, 60)}`);
  if (!live) console.log(`  … ${name}`);
  const timer = live
    ? setInterval(draw, 200)
    : setInterval(() => console.log(`    still at it: ${seconds(start)}`), 20_000);
  const close = (mark) => {
    clearInterval(timer);
    console.log(`${live ? '\r\x1b[2K' : ''}  ${mark} ${name} (${seconds(start)})`);
  };
  try {
    const result = await work((text) => {
      note = text;
    });
    close('✓');
    return result;
  } catch (error) {
    close('✗');
    throw error;
  }
}

/** Runs a program in its own process group, which ends with this process; gives its exit code and all it printed. */
export function run(command, args, { cwd = root, env = {}, onText, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const group = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: group,
      // npm is a .cmd file there, which only a shell runs.
      shell: !group && !command.endsWith('.exe'),
    });
    const end = (signal = 'SIGTERM') => {
      try {
        process.kill(group ? -child.pid : child.pid, signal);
      } catch {
        // Gone already.
      }
    };
    const endOnExit = () => end();
    process.once('exit', endOnExit);
    // First politely, so that it can end what it has started itself.
    const timers = timeoutMs ? [setTimeout(end, timeoutMs), setTimeout(end, timeoutMs + 10_000, 'SIGKILL')] : [];
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        onText?.(text);
      });
    }
    child.on('error', (error) => reject(new Missing(`${command} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      process.off('exit', endOnExit);
      resolve({ code: code ?? 1, signal, output });
    });
  });
}

/** Like `run`, quiet; throws with the end of what the program printed when it fails. */
export async function mustRun(command, args, { note, hint = '', ...options } = {}) {
  const onText = (text) => note?.(text.trim().split('\n').at(-1) ?? '');
  const { code, output } = await run(command, args, { ...options, onText });
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-25).join('\n');
  throw new Missing(`${[command, ...args].join(' ')} failed (exit ${code}).${hint && `\n${hint}`}\n\n${tail}`);
}

/** npm, as this process was started by it or as it is on the PATH. */
export const npm = (args, options) => {
  const script = process.env.npm_execpath;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  return script?.endsWith('.js')
    ? mustRun(process.execPath, [script, ...args, ...quiet], options)
    : mustRun('npm', [...args, ...quiet], options);
};
