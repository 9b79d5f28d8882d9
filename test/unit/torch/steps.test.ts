// The nodes behind the node of every sample, as PyTorch's graph has them, or not known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import { Tensor } from '../../../src/tensor/tensor';
import { gradName } from '../../../src/torch/autograd/gradNames';
import { type Step, stepsBehind } from '../../../src/torch/autograd/steps';
import { bindRecorded } from '../ops/bindRecorded';
import { floatsIn } from '../ops/runGradients';
import { cases } from '../ops/runSamples';

/** `-` where no way leads to an argument that requires a gradient. */
function written(step: Step, ends: readonly string[]): string {
  if (typeof step !== 'object') return step === undefined ? '-' : (ends[step] ?? '-');
  const next = step.next.map((behind) => written(behind, ends));
  return next.every((text) => text === '-') ? '-' : `${step.name}(${next.join(' ')})`;
}

let [known, all] = [0, 0];
test('what stands behind a node is what PyTorch has there, or not known', () => {
  const differing = cases.flatMap((recorded) => {
    const { graph, gradients = [] } = recorded;
    if (!graph) return [];
    for (const op of functions.get(recorded.op) ?? []) {
      const args = bindRecorded(op, recorded);
      const node = args && gradName(op.names[0]!, args);
      if (!args || node === undefined) continue;
      const sources = op.params.flatMap(({ name }) => {
        const value = args[name];
        return (Array.isArray(value) ? value : [value]).filter((item) => item instanceof Tensor);
      });
      all++;
      const steps = stepsBehind(op, node, args, sources);
      if (!steps) return [];
      known++;
      // The float arguments are counted as they were written.
      const order = floatsIn(op, args, recorded);
      const ends = sources.map((source) =>
        gradients[order.indexOf(source)]?.values ? String(order.indexOf(source)) : '-',
      );
      const text = written({ name: node, next: steps }, ends);
      return text === graph ? [] : [`${recorded.op}(${recorded.args}): ${text}, not ${graph}`];
    }
    return [];
  });
  assert.deepEqual(differing, []);
  assert.ok(known > 0.85 * all, `${known} of ${all}`);
});
