// Layers over what is padded or not known.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Parser } from '../../../src/syntax/parser';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { programLimits, runProgram } from '../../../src/torch/runProgram';
import { parser as openParser } from '../python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

async function printed(code: string): Promise<{ readonly out: string; readonly warnings: readonly string[] }> {
  let out = '';
  const warnings: string[] = [];
  await runProgram(parser.parse(`import torch\nfrom torch import nn\nfrom somewhere import mystery\n${code}`), {
    engine: createCpuEngine(),
    limits: programLimits,
    now: () => performance.now(),
    pause: async () => undefined,
    signal: new AbortController().signal,
    onWrite: (text) => {
      out += text;
    },
    onWarning: ({ message }) => warnings.push(message),
  });
  return { out, warnings };
}

test('an encoder that is done training fills with zeros what is padded', async () => {
  const { out, warnings } = await printed(`
torch.manual_seed(0)
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 1).eval()
x = torch.randn(1, 3, 4)
padding = torch.tensor([[False, False, True]])
with torch.no_grad():
    print(encoder(x, src_key_padding_mask=padding))
`);
  assert.equal(
    out,
    `tensor([[[-1.5573,  1.0707,  0.6369, -0.1503],
         [ 0.6415,  0.8654, -1.6765,  0.1696],
         [ 0.0000,  0.0000,  0.0000,  0.0000]]])\n`,
  );
  assert.match(warnings.join(), /nested tensors is in prototype stage/);
});

test('layers of what is not known give nothing that is known', async () => {
  const { out } = await printed(`
for layer in (nn.LSTM(2, 2), nn.GRUCell(2, 2), nn.TransformerEncoderLayer(2, 1)):
    try:
        print(layer(mystery()))
    except TypeError:
        print("never")
print(nn.MultiheadAttention(2, 1)(mystery(), mystery(), mystery())[0])
`);
  assert.doesNotMatch(out, /tensor|never/);
});
