// PyTorch on one thread as a peer, in a Python process of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Peer } from './work';

/** Undefined where this Python has no PyTorch. */
export async function torchPeer(python: string): Promise<Peer | undefined> {
  const script = path.join(process.cwd(), 'test/bench/engines/onPytorch.py');
  const child = spawn(python, ['-W', 'ignore', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<undefined>((resolve) => {
    child.on('error', () => resolve(undefined));
    child.on('exit', () => resolve(undefined));
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (question: string) => {
    child.stdin.write(`${question}\n`);
    const answer = await Promise.race([lines.next(), gone]);
    if (!answer || answer.done) return undefined;
    const [milliseconds, value] = answer.value.split(' ').map(Number);
    return { milliseconds: milliseconds!, value: value! };
  };
  child.stdin.on('error', () => undefined);
  if (!(await ask('softmax dim -1|2|3|1'))) return undefined;
  return {
    name: 'PyTorch 1T',
    measure: (work, [rows, columns], milliseconds) => ask(`${work}|${rows}|${columns}|${milliseconds}`),
    close: () => void child.kill(),
  };
}
