// Prints the samples of the op registry as JSON, for recordOps.py.
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, root } from '../../scripts/bundle.mjs';

const outfile = path.join(os.tmpdir(), `ops-${process.pid}.cjs`);
await esbuild.build({ ...forNode(), sourcemap: false, entryPoints: [path.join(root, 'src/ops/index.ts')], outfile });
const { ops } = createRequire(import.meta.url)(outfile);
const samples = ops.flatMap((op) =>
  [...op.samples, ...(op.errors ?? [])].map(({ args, setup }) => ({ op: op.names[0], args, ...(setup && { setup }) })),
);
process.stdout.write(JSON.stringify(samples));
