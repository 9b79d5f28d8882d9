// Plays the extension's and the server's part for a large tensor: holds it in this process, and answers a page's questions with
// the server's own code, as bytes.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { forNode, root } from '../../../scripts/bundle.mjs';

const entry = `
export { decode, encode } from './src/protocol/codec';
export { cellView, spreadView, tileView } from './src/present/held/answers';
export { HeldTensors } from './src/present/held/heldTensors';
export { tensorView } from './src/present/tensorView';
export { Meter } from './src/tensor/meter';`;

async function serverCode() {
  const outfile = path.join(root, 'out-test', 'preview', 'held.cjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await esbuild.build({ ...forNode(), stdin: { contents: entry, resolveDir: root, loader: 'ts' }, outfile });
  return (await import(pathToFileURL(outfile).href)).default;
}

/** `hold(tensor, facts)` gives a view with its source; `answer(bytes)` the bytes of a page's answer, and keeps their sizes. */
export async function heldTensors() {
  const code = await serverCode();
  const held = new code.HeldTensors('preview', { views: 4, bytes: 2 ** 30 });
  const live = new AbortController().signal;
  const answers = {
    'tensorInspector/tile': code.tileView,
    'tensorInspector/cell': code.cellView,
    'tensorInspector/spread': code.spreadView,
  };
  const sizes = [];
  return {
    sizes,
    encode: code.encode,
    hold: (label, tensor, facts) => held.hold(label, { value: code.tensorView(label, tensor, facts) }).value,
    release: () => held.clear(),
    async answer(bytes) {
      const { number, method, params } = JSON.parse(bytes.toString());
      // As the extension does: every other request has its turn in between.
      const meter = new code.Meter();
      meter.bind({ work: () => undefined, due: true, pause: () => new Promise((done) => setImmediate(done)) });
      const result = await answers[method](held, params, () => meter, live);
      const message = code.encode({ type: 'answer', number, result });
      sizes.push(message.byteLength);
      return message;
    },
  };
}

/** Numbers of a normal distribution, the same each time. */
export function normal(length) {
  const values = new Float32Array(length);
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  for (let i = 0; i < length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
