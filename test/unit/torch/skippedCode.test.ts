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

const drawn: readonly string[] = `F.dropout(thing(), 0.5)
F.dropout(x, thing.p)
F.dropout(x, 0.5, thing.training)
F.scaled_dot_product_attention(thing(), x3, x3, dropout_p=0.5)
F.scaled_dot_product_attention(x3, x3, x3, None, thing.p)
nn.Dropout(0.5)(thing())
nn.Dropout(thing.p)(x)
nn.Dropout2d()(thing())
nn.AlphaDropout()(thing())
nn.FeatureAlphaDropout()(thing())
nn.RReLU()(thing())
F.rrelu(thing(), training=True)
F.gumbel_softmax(thing())
F.fractional_max_pool2d(thing(), 2, output_size=2)
torch.bernoulli(thing())
torch.multinomial(thing(), 2)
torch.multinomial(x, thing.n, True)
torch.normal(thing(), 1.0)
torch.normal(0.0, thing())
torch.poisson(thing())
torch.binomial(thing(), thing())
torch.rand(thing.n)
torch.rand_like(thing())
torch.randn_like(thing())
torch.randint_like(thing(), 5)
torch.randint(thing.n, (2,))
torch.randperm(thing.n)
torch.randn(2, thing.n)
x.clone().uniform_(thing.a, 1)
x.clone().normal_(0, thing.a)
x.clone().bernoulli_(thing.a)
x.clone().exponential_(thing.a)
x.clone().random_(thing.n)
thing().normal_()
nn.init.normal_(thing())
nn.init.xavier_uniform_(thing())
nn.init.trunc_normal_(thing())
nn.Linear(thing.n, 3)
nn.Linear(3, 4, bias=thing.b)
nn.Embedding(thing.n, 3)
nn.LSTM(3, 4, 2, dropout=0.5)(thing())
nn.MultiheadAttention(4, 2, dropout=0.5)(thing(), thing(), thing())
nn.TransformerEncoderLayer(4, 2)(thing())
nn.Conv2d(thing.n, 3, 3)
nn.BatchNorm2d(thing.n), nn.Linear(thing.n, 2)
list(torch.utils.data.DataLoader(thing(), shuffle=True))
list(torch.utils.data.RandomSampler(thing()))
torch.utils.data.random_split(thing(), [2, 3])
torch.distributions.Normal(thing(), 1.).sample()
torch.distributions.Categorical(thing()).sample()
torch.rrelu(thing(), training=True)
torch.dropout(thing(), 0.5, True)
torch.alpha_dropout(x, 0.5, True)
torch.dropout_(x.clone(), 0.5, True)
torch.set_rng_state(thing())`.split('\n');

for (const call of drawn)
  test(`after ${call}, of which an argument is not known, no random number is known`, async () => {
    const source = `${start}from somewhere import thing
x3 = torch.ones(1, 2, 2)
${call}
wanted = torch.rand(1).item()`;
    const { globals } = await run(source, { mode: 'explore', library: createTorchLibrary(createCpuEngine()) });
    assert.match(brief(globals.get('wanted')) ?? '', /^unknown: /);
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

const unknownMode: readonly (readonly [code: string, wanted: string, answer: RegExp])[] = [
  ['drop.train(other.flag)', 'drop.training', /^unknown: /],
  ['drop.train(other.flag)', 'drop(x).tolist()', /^unknown: /],
  ['drop.train(other.flag)(x)', 'torch.rand(1).item()', /^unknown: /],
  ['drop.train(other.flag).eval()', 'drop(x)[0].tolist()', /^\[1, 1\]$/],
  ['bn = nn.BatchNorm1d(2).train(other.flag); bn(x)', 'bn.running_mean.tolist()', /^unknown: /],
  ['m.train(other.flag)', 'm(x).shape', /4, 3/],
  ['m.train(other.flag)', 'len(list(m.parameters()))', /^2$/],
];

for (const [code, wanted, answer] of unknownMode)
  test(`with ${JSON.stringify(code)}, ${wanted} is ${answer}`, async () => {
    const { globals } = await run(`${start}${code}\nwanted = ${wanted}`, {
      mode: 'explore',
      library: createTorchLibrary(createCpuEngine()),
    });
    assert.match(brief(globals.get('wanted')) ?? '', answer);
  });
