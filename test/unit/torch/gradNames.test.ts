import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import { gradName } from '../../../src/torch/autograd/gradNames';
import { bindRecorded } from '../ops/bindRecorded';
import { cases } from '../ops/runSamples';

test('every sample leaves the node that PyTorch leaves', () => {
  const differing = cases.flatMap((recorded) => {
    if (!recorded.node) return [];
    for (const op of functions.get(recorded.op) ?? []) {
      const args = bindRecorded(op, recorded);
      const node = args && gradName(op.names[0]!, args);
      // What gives back its input makes no node.
      if (args)
        return node === undefined || node === recorded.node ? [] : [[recorded.op, recorded.args, node, recorded.node]];
    }
    return [];
  });
  assert.deepEqual(differing, []);
});
