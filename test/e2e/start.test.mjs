// `npm start` as on a machine without a display: it builds, says an address, that address shows the examples with the
// extension at work, and ending it ends everything.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/steps.mjs';
import { Workbench } from './workbench.mjs';

/** Starts it and waits for the address; `ended` gives its exit code. */
async function start() {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--web'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    const onText = (text) => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\S+/.exec(output);
      if (found) resolve(new URL(found[0]));
    };
    child.stdout.on('data', onText);
    child.stderr.on('data', onText);
    ended.then((code) => reject(new Error(`it ended with ${code}\n${output}`)));
  });
  return { child, ended, address, output };
}

test('npm start serves VS Code with the extension, behind a token, until it is interrupted', async () => {
  const { child, ended, address, output } = await start();
  try {
    assert.match(output, /Building/);
    const { host, origin, searchParams } = address;
    assert.equal((await fetch(origin)).status, 403, 'without the token');
    const server = { authority: host, origin };
    const folder = path.join(root, 'examples');
    const workbench = await Workbench.open(server, { folder, file: 'bce.py', token: searchParams.get('tkn') });
    try {
      await workbench.goTo(1);
      await workbench.palette('Tensor Inspector: Show output');
    } finally {
      await workbench.close();
    }
  } finally {
    child.kill('SIGINT');
  }
  assert.equal(await ended, 130);
  await assert.rejects(fetch(address.origin), 'the port is closed');
});
