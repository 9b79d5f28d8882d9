import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseRuntime, nodeOnPath, parseVersion, type RuntimeWorld } from '../../../src/vscode/nodeRuntime';
import { probeNode } from '../../../src/vscode/nodeWorld';

/** A desktop whose programs answer by this table: path → version and architecture. */
function desktop(programs: Readonly<Record<string, readonly [number, string]>>, more: Partial<RuntimeWorld> = {}) {
  const probed: string[] = [];
  const world: RuntimeWorld = {
    electron: true,
    execPath: '/app/code',
    platform: 'linux',
    arch: 'x64',
    configured: '',
    onPath: ['/usr/local/bin/node', '/usr/bin/node'],
    carried: '/ext/runtime/node',
    probe: async (command) => {
      probed.push(command);
      const [major, arch] = programs[command] ?? [];
      return major && arch ? { major, arch } : undefined;
    },
    ...more,
  };
  return { world, probed };
}

const everything = {
  '/mine/node': [22, 'x64'],
  '/usr/bin/node': [20, 'x64'],
  '/ext/runtime/node': [22, 'x64'],
} as const;

test("a remote host's own Node comes first and nothing else is run", async () => {
  const { world, probed } = desktop(everything, {
    electron: false,
    execPath: '/server/node',
    configured: '/mine/node',
  });
  const choice = await chooseRuntime(world);
  assert.deepEqual(choice, { runtime: { rung: 'host', command: '/server/node', env: {}, noGpu: false } });
  assert.deepEqual(probed, []);
});

test('the desktop takes the setting, and never its own Electron while a Node is there', async () => {
  const { runtime } = await chooseRuntime(desktop(everything, { configured: '/mine/node' }).world);
  assert.deepEqual(runtime, { rung: 'setting', command: '/mine/node', env: {}, noGpu: false });
});

test('without a setting it takes the PATH, in its order', async () => {
  const { runtime } = await chooseRuntime(desktop(everything).world);
  assert.equal(runtime.rung, 'path');
  assert.equal(runtime.command, '/usr/bin/node');
});

test('a Node on the PATH that is too old or of another architecture is passed over', async () => {
  const old = desktop({ ...everything, '/usr/bin/node': [18, 'x64'] });
  assert.equal((await chooseRuntime(old.world)).runtime.rung, 'carried');
  const foreign = desktop({ ...everything, '/usr/bin/node': [22, 'arm64'] });
  assert.equal((await chooseRuntime(foreign.world)).runtime.rung, 'carried');
  const mac = desktop({ '/usr/bin/node': [22, 'x64'] }, { platform: 'darwin', arch: 'arm64' });
  assert.equal((await chooseRuntime(mac.world)).runtime.rung, 'path');
});

test('the Node that the package carries comes next', async () => {
  const { runtime } = await chooseRuntime(desktop({ '/ext/runtime/node': [22, 'x64'] }).world);
  assert.deepEqual(runtime, { rung: 'carried', command: '/ext/runtime/node', env: {}, noGpu: false });
});

test('Electron as Node is last, and computes on the CPU', async () => {
  const { runtime } = await chooseRuntime(desktop({}).world);
  assert.deepEqual(runtime, {
    rung: 'electron',
    command: '/app/code',
    env: { ELECTRON_RUN_AS_NODE: '1' },
    noGpu: true,
  });
});

test('a setting that does not serve is named, and the next rung is taken', async () => {
  for (const configured of ['/nowhere', '/old/node']) {
    const { world } = desktop({ ...everything, '/old/node': [16, 'x64'] }, { configured });
    const choice = await chooseRuntime(world);
    assert.equal(choice.brokenSetting, configured);
    assert.equal(choice.runtime.rung, 'path');
  }
  const electron = await chooseRuntime(desktop({}, { configured: '/nowhere' }).world);
  assert.equal(electron.brokenSetting, '/nowhere');
  assert.equal(electron.runtime.rung, 'electron');
});

test('only absolute folders of the PATH count', () => {
  assert.deepEqual(nodeOnPath('.:/usr/bin/::bin:/opt/x:/usr/bin', 'linux'), ['/usr/bin/node', '/opt/x/node']);
  assert.deepEqual(nodeOnPath('.;C:\\node\\;"D:\\my node";tools;\\\\share\\bin', 'win32'), [
    'C:\\node\\node.exe',
    'D:\\my node\\node.exe',
    '\\\\share\\bin\\node.exe',
  ]);
});

test("a Node's answer is read, anything else is not", () => {
  assert.deepEqual(parseVersion('v22.23.2 arm64\n'), { major: 22, arch: 'arm64' });
  assert.deepEqual(parseVersion('v25.0.0-nightly20250101 x64'), { major: 25, arch: 'x64' });
  assert.equal(parseVersion('Python 3.12.1'), undefined);
  assert.equal(parseVersion(''), undefined);
});

test('this Node answers; a missing program, another program and a relative path do not', async () => {
  assert.equal((await probeNode(process.execPath))?.arch, process.arch);
  assert.equal(await probeNode('/nowhere/node'), undefined);
  assert.equal(await probeNode('/bin/false'), undefined);
  assert.equal(await probeNode('node'), undefined);
});
