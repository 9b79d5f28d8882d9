// Makes the VSIX of one target, from a folder of its own that holds nothing else, and checks what is in it.
//   node scripts/package.mjs [--target linux-x64|linux-arm64|darwin-x64|darwin-arm64|win32-x64|win32-arm64]
//                            [--no-runtime] [--out FOLDER]
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expectedFiles, packedFiles, portableFiles } from './package/contents.mjs';
import { putRuntime } from './package/nodeRuntime.mjs';
import { targets, thisTarget } from './package/targets.mjs';
import { Missing, main, mustRun, root, step } from './steps.mjs';

const megabytes = (file) => `${(statSync(file).size / 2 ** 20).toFixed(1)} MB`;

/** package.json as it ships: without what only development needs. */
function shippedManifest() {
  const {
    scripts: _,
    devDependencies: __,
    private: ___,
    bin: ____,
    ...shipped
  } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return `${JSON.stringify(shipped, null, 2)}\n`;
}

async function stage(folder, target, runtime) {
  rmSync(folder, { recursive: true, force: true });
  const made = {
    'package.json': shippedManifest(),
    'ThirdPartyNotices.txt': await (await import('./package/notices.mjs')).thirdPartyNotices(),
  };
  for (const [file, text] of Object.entries(made)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const copied = portableFiles.filter((file) => !(file in made));
  const missing = copied.filter((file) => !existsSync(path.join(root, file)));
  if (missing.length) throw new Missing(`These files are to be packed but are not there: ${missing.join(', ')}.`);
  for (const file of [...copied, '.vscodeignore']) cpSync(path.join(root, file), path.join(folder, file));
  for (const file of targets[target].dawn) {
    cpSync(path.join(root, 'dist/dist', file), path.join(folder, 'dist/dist', file));
  }
  if (runtime) await step(`the Node for ${target}`, (note) => putRuntime(target, path.join(folder, 'runtime'), note));
}

function check(vsix, target, runtime) {
  const expected = expectedFiles(target, { runtime });
  const packed = packedFiles(vsix);
  const extra = packed.filter((file) => !expected.includes(file));
  const absent = expected.filter((file) => !packed.includes(file));
  if (extra.length || absent.length) {
    throw new Missing(`The package differs from what it should hold. Extra: ${extra}. Absent: ${absent}.`);
  }
  return packed.length;
}

await main(async () => {
  const { values } = parseArgs({
    options: { target: { type: 'string' }, 'no-runtime': { type: 'boolean' }, out: { type: 'string' } },
  });
  const { target = thisTarget, out = root } = values;
  const runtime = !values['no-runtime'];
  if (!(target in targets)) {
    throw new Missing(`There is no package for ${target}. Targets: ${Object.keys(targets).join(', ')}.`);
  }
  const folder = path.join(root, 'node_modules/.cache/package', target);
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.resolve(out, `${name}-${target}-${version}.vsix`);
  await step('bundles', (note) =>
    mustRun(process.execPath, ['scripts/build.mjs', '--production', '--target', target], { note }),
  );
  await stage(folder, target, runtime);
  await step('VSIX', async () => {
    const { createVSIX } = await import('@vscode/vsce');
    mkdirSync(path.dirname(vsix), { recursive: true });
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  });
  const files = check(vsix, target, runtime);
  rmSync(folder, { recursive: true });
  console.log(`${path.relative(process.cwd(), vsix)}: ${megabytes(vsix)}, ${files} files`);
});
