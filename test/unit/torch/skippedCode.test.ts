// Which values of tensors, gradients and random numbers are known after code that is not run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from '../../../src/base/text';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { brief, run } from '../python/harness';

const start = `import other, random, torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0)
m = nn.Linear(2, 3)
net = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
x = torch.ones(4, 2)
y = torch.tensor([0, 1, 1, 0])
pred = net(x)
w = torch.zeros(2, requires_grad=True)
loss = (w * 2).sum()
opt = torch.optim.SGD([w], lr=1.0)
drop = nn.Dropout()
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), shuffle=True)
`;

async function after(skipped: string, wanted: string): Promise<string> {
  const source = `${start}if other.flag:\n    ${skipped.replaceAll('\n', '\n    ')}\nwanted = ${wanted}`;
  const { globals } = await run(source, { mode: 'explore', library: createTorchLibrary(createCpuEngine()) });
  return brief(globals.get('wanted')) ?? '';
}

const changed: readonly (readonly [skipped: string, wanted: string])[] = [
  ['loss.backward()', 'w.grad'],
  ['(w * 3).sum().backward()', 'w.grad'],
  ['F.mse_loss(w, w + 1).backward()', 'w.grad'],
  ['opt.step()', 'w.tolist()'],
  ['for o in {"a": opt}.values(): o.step()', 'w.tolist()'],
  ['for p in m.parameters(): p.data.zero_()', 'm.weight.tolist()'],
  ['for p in m.parameters(): nn.init.zeros_(p)', 'm.weight.tolist()'],
  ['with torch.no_grad(): m.weight[0] = 1', 'm.weight.tolist()'],
  ['x[0] = 3', 'x.tolist()'],
  ['x += 1', 'x.tolist()'],
  ['torch.flatten(x)[0] = 4', 'x.tolist()'],
  ['(x if x.sum() > 0 else y).add_(1)', 'x.tolist()'],
  ['v = x.view(8)\nv[0] = 1', 'x.tolist()'],
  ['torch.manual_seed(1)', 'torch.rand(1).item()'],
  ['drop(x)', 'torch.rand(1).item()'],
  ['torch.empty(3).normal_()', 'torch.rand(1).item()'],
  ['nn.Linear(2, 1)', 'torch.rand(1).item()'],
  ['for batch in loader: pass', 'torch.rand(1).item()'],
];

for (const [skipped, wanted] of changed)
  test(`after ${JSON.stringify(skipped)} was skipped, ${wanted} is not known`, async () => {
    assert.match(await after(skipped, wanted), /^unknown: /);
  });

const kept: readonly (readonly [skipped: string, wanted: string])[] = [
  ['print(loss.item(), (pred.argmax(1) == y).float().mean())', 'loss.item() + pred.sum().item() + y.sum().item()'],
  ['other.log({"loss": loss.item(), "right": (pred.argmax(1) == y).sum().item()})', 'loss.item() + pred.sum().item()'],
  ['F.cross_entropy(pred, y).backward()', 'pred.sum().item()'],
  ['for p in net.parameters(): print(p.shape, p.mean())', 'net[0].weight.sum().item() + torch.rand(1).item()'],
  ['z = x * 2\nz.add_(1)', 'x.sum().item()'],
  ['loss.backward()', 'torch.rand(1).item()'],
];

for (const [skipped, wanted] of kept)
  test(`after ${JSON.stringify(skipped)} was skipped, ${wanted} is still known`, async () => {
    assert.doesNotMatch(await after(skipped, wanted), /unknown/);
  });

test('a call of something unknown that stands alone is taken to change nothing, and that is said', async () => {
  const told: string[] = [];
  const library = createTorchLibrary(createCpuEngine(), () => {});
  const source = `${start}import matplotlib.pyplot as plt, torch.nn.utils.prune as prune
other.init_weights(m, x)
plt.plot(x)
other.start()
torch.save(m, 'm.pt')
prune.random_unstructured(net, 'weight', 0.5)
kept = m.weight.sum().item()
lost = net[0].weight.tolist()`;
  const { globals } = await run(source, {
    mode: 'explore',
    library: { ...library, assumed: (text) => told.push(render(text)) },
  });
  assert.deepEqual(told, ['other.init_weights() is not known: it is taken not to change m, x.']);
  assert.doesNotMatch(brief(globals.get('kept')) ?? '', /unknown/);
  assert.match(brief(globals.get('lost')) ?? '', /^unknown: /);
});
