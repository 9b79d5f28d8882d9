// Views as the server sends them, for looking at and testing the pages without an editor. Numbers are PyTorch 2.13's.
import { crossEntropySteps } from './derivation.mjs';

const uri = 'file:///examples/bce.py';
const range = (line) => ({ start: { line, character: 4 }, end: { line, character: 60 } });
const webgpu = {
  name: 'webgpu',
  label: 'google swiftshader',
  why: 'WebGPU is chosen in the settings; the self-test passed.',
};
const cpu = { name: 'cpu', label: 'CPU', why: 'Small tensors are faster on the CPU.' };

export function statsOf(values) {
  const finite = Array.from(values).filter(Number.isFinite);
  const sum = finite.reduce((a, b) => a + b, 0);
  const count = (test) => Array.from(values).filter(test).length;
  return {
    count: values.length,
    min: finite.length ? finite.reduce((a, b) => Math.min(a, b)) : Number.NaN,
    max: finite.length ? finite.reduce((a, b) => Math.max(a, b)) : Number.NaN,
    mean: finite.length ? sum / finite.length : Number.NaN,
    nan: count(Number.isNaN),
    posInf: count((v) => v === Infinity),
    negInf: count((v) => v === -Infinity),
  };
}

export function tensor(label, shape, values, extra = {}) {
  const integer = extra.dtype === 'int64';
  const typed = integer ? Float64Array.from(values) : Float32Array.from(values);
  const stats = statsOf(typed);
  const scale = integer || extra.dtype === 'bool' ? 'categorical' : stats.min < 0 ? 'diverging' : 'sequential';
  const format = integer ? 'int' : extra.dtype === 'bool' ? 'bool' : 'float32';
  return { label, shape, shown: shape, dtype: 'float32', format, values: typed, stats, scale, ...extra };
}

const loss = (source, valueText, value, more = {}) => ({
  kind: 'loss',
  uri,
  version: 1,
  range: range(11),
  source,
  valueText,
  value,
  backend: webgpu,
  inputs: [],
  gradients: [],
  controls: [],
  messages: [],
  assumptions: [],
  milliseconds: 1.84,
  ...more,
});
const scalar = (value) => tensor('value', [], [value]);

const bceInput = tensor('input', [2, 3], [0.5, 1, 0.8, 0.2, 0.4, 0.6], {
  kind: 'probabilities',
  dimNames: ['batch', 'class'],
});
const bce = loss('F.binary_cross_entropy(input, target, weight=weight)', '0.12723307', scalar(0.12723307311534882), {
  signature:
    "torch.nn.functional.binary_cross_entropy(input, target, weight=weight, size_average=None, reduce=None, reduction='mean')",
  perElement: tensor(
    'loss',
    [2, 3],
    [0.06931471824645996, -0, 0.16094379127025604, 0.02231435663998127, 0.051082562655210495, 0.4597429931163788],
  ),
  worst: { index: [1, 2], text: '0.4597' },
  inputs: [
    bceInput,
    tensor('target', [2, 3], [0, 1, 0, 0, 0, 1], { dimNames: ['batch', 'class'] }),
    tensor('weight', [2, 3], [0.1, 0.9, 0.1, 0.1, 0.1, 0.9]),
  ],
});

const logits = [
  -1.1258398294448853, -1.152360200881958, -0.2505785822868347, -0.4338788092136383, 0.8487103581428528,
  0.6920091509819031, -0.31601276993751526, -2.1152193546295166, 0.32227492332458496, -1.2633347511291504,
  0.34998318552970886, 0.30813392996788025, 0.11984150856733322, 1.237657904624939, 1.1167771816253662,
  -0.2472781538963318, -1.3526537418365479, -1.6959311962127686, 0.5666506290435791, 0.7935083508491516,
  0.5988394618034363, -1.5550950765609741, -0.3413603901863098, 1.85300612449646, 0.750189483165741,
  -0.5854975581169128, -0.1733967512845993, 0.18347793817520142, 1.3893661499023438, 1.586334228515625,
  0.946298360824585, -0.843676745891571, -0.6135830879211426, 0.03159274160861969, 1.0553574562072754,
  0.17784371972084045, -0.23033547401428223, -0.3917543888092041, 0.5432947278022766, -0.3951575458049774,
  0.20552566647529602, -0.4503297507762909, 1.5209795236587524, 3.4105026721954346, -1.5311843156814575,
  -1.2341350317001343, 1.8197252750396729, -0.5515286922454834, -1.3253259658813477, 0.1885535717010498,
];
/** softmax of rows of so many logits. */
const shares = (logits, cols) =>
  logits.map((x, i) => {
    const row = logits.slice(i - (i % cols), i - (i % cols) + cols);
    return Math.exp(x) / row.reduce((sum, other) => sum + Math.exp(other), 0);
  });
/** softmax less the one-hot target, divided by the rows. */
const slopes = (rows, targets) => {
  const cols = rows.length / targets.length;
  const isTarget = (i) => targets[Math.floor(i / cols)] === i % cols;
  return shares(rows, cols).map((share, i) => (share - (isTarget(i) ? 1 : 0)) / targets.length);
};
const ceControls = [
  { name: 'weight', kind: 'expression', text: 'None', about: 'A factor for each class.' },
  { name: 'ignore_index', kind: 'integer', text: '-100', value: -100, about: 'Targets of this class do not count.' },
  {
    name: 'reduction',
    kind: 'choice',
    text: "'mean'",
    choices: ["'none'", "'mean'", "'sum'"],
    about: 'none keeps the loss of each element, mean and sum make one number.',
  },
  {
    name: 'label_smoothing',
    kind: 'number',
    text: '0.0',
    value: 0,
    usual: [0, 1],
    about: 'How much of the target is spread evenly over the classes, from 0 to 1.',
  },
  {
    name: 'temperature',
    kind: 'number',
    text: '1.0',
    value: 1,
    usual: [0.1, 10],
    log: true,
    about: 'Divides the logits: below 1 the largest stands out more, above 1 less.',
  },
];
const ce = loss('F.cross_entropy(logits, y)', '2.4792521', scalar(2.4792520999908447), {
  signature:
    "torch.nn.functional.cross_entropy(logits, y, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
  backend: cpu,
  perElement: tensor(
    'loss',
    [5],
    [2.621457099914551, 2.3976829051971436, 1.5375924110412598, 1.4713952541351318, 4.3681321144104],
  ),
  worst: { index: [4], text: '4.368' },
  inputs: [
    tensor('logits', [5, 10], logits, { kind: 'logits', dimNames: ['batch', 'class'] }),
    tensor('y', [5], [3, 0, 9, 4, 7], { dtype: 'int64', kind: 'class indices', dimNames: ['batch'] }),
  ],
  picks: { dim: 1, ignored: -100 },
  probabilities: tensor('logits', [5, 10], shares(logits, 10), {
    kind: 'probabilities',
    dimNames: ['batch', 'class'],
  }),
  gradients: [tensor('logits', [5, 10], slopes(logits, [3, 0, 9, 4, 7]), { dimNames: ['batch', 'class'] })],
  controls: ceControls,
  assumptions: ['x is random: torch.manual_seed(0) is set on line 3'],
});

const wavy = (shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const cols = shape.at(-1) ?? 1;
  return Array.from({ length: size }, (_, i) => Math.sin((i % cols) / 7) * Math.cos(Math.floor(i / cols) / 9) * 2.5);
};
const odd = [0.5, Number.NaN, Infinity, -Infinity, -2.25, 1e-7, 123456.789, -0, 3];
const odder = loss('F.mse_loss(x, x)', 'nan', scalar(Number.NaN), {
  inputs: [
    tensor('x', [3, 3], odd),
    tensor('mask', [3, 3], [0, 1, 1, 0, 0, 1, 1, 1, 0], {
      dtype: 'bool',
      values: Uint8Array.from([0, 1, 1, 0, 0, 1, 1, 1, 0]),
    }),
  ],
  messages: [
    {
      severity: 'warning',
      type: 'UserWarning',
      message:
        'Using a target size (torch.Size([4])) that is different to the input size (torch.Size([4, 1])). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.',
      range: range(7),
      line: 'line 8',
    },
  ],
});
const big = Array.from({ length: 60000 }, (_, i) =>
  i === 301 ? Number.NaN : i === 650 ? Infinity : Math.sin((i % 300) / 20) + Math.cos(Math.floor(i / 300) / 15),
);
const bigLoss = loss('net(x)', 'tensor(200, 300)', tensor('value', [200, 300], big), {
  inputs: [
    tensor('cut', [4096, 4096], wavy([64, 64]), { shown: [64, 64] }),
    tensor('wide', [4, 1000], wavy([4, 1000])),
    tensor('long', [700], wavy([700])),
    tensor('none', [0, 3], []),
  ],
});
const many = loss(
  'x',
  'tensor',
  tensor('value', [2, 3, 4, 3, 4], wavy([2, 3, 4, 3, 4]), {
    dimNames: ['batch', 'head', 'time', undefined, 'feature'],
  }),
  {
    inputs: [
      tensor('rank3', [4, 5, 24], wavy([4, 5, 24])),
      tensor('vector', [12], wavy([12])),
      tensor(
        'ids',
        [3, 8],
        Array.from({ length: 24 }, (_, i) => i * 37),
        { dtype: 'int64' },
      ),
    ],
  },
);
/** More facets than are drawn at a time, each of one number throughout. */
const numbered = Array.from({ length: 200 * 4 * 8 }, (_, i) => Math.floor(i / 32));
const manyFacets = loss('x', 'tensor', tensor('value', [200, 4, 8], numbered, { dimNames: ['sample'] }));

const failed = (type, message, more = {}) =>
  loss('F.binary_cross_entropy(x, target)', `${type}: ${message}`, undefined, {
    messages: [{ severity: 'error', type, message, range: range(11), line: 'line 12' }],
    ...more,
  });
const unknown = loss('loss', 'The value of net(x) is not known', undefined, {
  messages: [
    {
      severity: 'unknown',
      message: 'net is not defined in this file: its weights are not known here.',
      range: range(4),
      line: 'line 5',
    },
  ],
});

function softmaxAlong(values, shape, dim) {
  const inner = shape.slice(dim + 1).reduce((a, b) => a * b, 1);
  const size = shape[dim];
  const out = new Float32Array(values.length);
  const sums = new Float32Array(values.length / size);
  for (let i = 0; i < sums.length; i++) {
    const at = (k) => (Math.floor(i / inner) * size + k) * inner + (i % inner);
    const exps = Array.from({ length: size }, (_, k) => Math.exp(values[at(k)]));
    const total = exps.reduce((a, b) => a + b, 0);
    exps.forEach((e, k) => {
      out[at(k)] = e / total;
      sums[i] += out[at(k)];
    });
  }
  return { out, sums };
}
const softmaxForms = [
  ['softmax', 'One label per sample: the classes compete, and their probabilities sum to 1.'],
  ['softmin', 'One label per sample, told by distances or costs: the smallest value gets the most.'],
  [
    'log_softmax',
    'One label per sample, as logarithms: what nll_loss and kl_div take. cross_entropy does this itself and takes the logits.',
  ],
  [
    'gumbel_softmax',
    'One label per sample, drawn at random in a way that gradients can pass: noise is added, tau makes the draw sharp, hard makes it one-hot.',
  ],
  ['sigmoid', 'Several labels per sample: each element is a yes or no of its own, and no sum has to be 1.'],
].map(([name, about]) => ({ name, about }));
const slider = { kind: 'number', usual: [0.1, 10], log: true };
const temperatureControl = (value) => ({
  ...slider,
  name: 'temperature',
  text: value.toFixed(1),
  value,
  about: 'Divides the logits: below 1 the largest stands out more, above 1 less.',
});
/** What writes `after` in place of `before` into line 6. */
const codeChange = (before, after) => ({
  edits: [{ uri, range: range(5), text: after }],
  lines: [{ line: 6, before, after }],
});
const softmaxSlice = (form, label, shape, values, dim, extra) => ({
  form,
  dim,
  title: `${form}(dim=${dim})`,
  sumsDim: dim,
  ends: [0, 1],
  used: false,
  probabilities: tensor(form, shape, values, { kind: 'probabilities', scale: 'sequential', ...label }),
  ...extra,
});
const softmax = (label, shape, values, used, proofs, names = {}) => ({
  kind: 'softmax',
  assumptions: [],
  uri,
  version: 1,
  range: range(5),
  source: `F.softmax(${label}, dim=${used})`,
  backend: webgpu,
  forms: softmaxForms,
  settings: { form: 'softmax', temperature: 1 },
  own: { form: 'softmax', temperature: 1 },
  controls: [temperatureControl(1)],
  input: tensor(label, shape, values, { kind: 'logits', ...names }),
  slices: shape.map((size, dim) => {
    const { out, sums } = softmaxAlong(values, shape, dim);
    const before = `p = F.softmax(${label}, dim=${used})`;
    return softmaxSlice('softmax', names, shape, out, dim, {
      proof: proofs[dim],
      meaning:
        shape.length > 2
          ? `For each index of ${shape.flatMap((_, at) => (at === dim ? [] : [`dim ${at}`])).join(' × ')}, the probabilities along dim ${dim} sum to 1.`
          : `For each ${['column', 'row'][dim]}, the probabilities of its ${size} ${['rows', 'columns'][dim]} sum to 1.`,
      used: dim === used,
      ...(dim === used ? {} : { change: codeChange(before, before.replace(/dim=\d/, `dim=${dim}`)) }),
      sums: tensor('sums', shape.with(dim, 1), sums),
      worst: Math.max(...Array.from(sums, (s) => Math.abs(s - 1))),
    });
  }),
});
const plainSoftmax = softmax('a', [2, 3], [4, 0, 0, 1, 2, 3], 1, ['Every column sums to 1', 'Every row sums to 1'], {
  dimNames: ['batch', 'class'],
});
const warm = softmax('a', [2, 3], [2, 0, 0, 0.5, 1, 1.5], 1, ['Every column sums to 1', 'Every row sums to 1'], {
  dimNames: ['batch', 'class'],
});
const softmaxWarm = {
  ...warm,
  input: plainSoftmax.input,
  settings: { form: 'softmax', temperature: 2 },
  controls: [temperatureControl(2)],
  change: codeChange('p = F.softmax(a, dim=1)', 'p = F.softmax(a / 2.0, dim=1)'),
  slices: warm.slices.map((slice) =>
    slice.used
      ? slice
      : {
          ...slice,
          doubt: 'Along this dim the samples of the batch share one probability, which is hardly ever meant.',
        },
  ),
};
const softmaxLog = {
  ...plainSoftmax,
  source: 'F.log_softmax(a, dim=1)',
  settings: { form: 'log_softmax', temperature: 1 },
  own: { form: 'log_softmax', temperature: 1 },
  slices: plainSoftmax.slices.map((slice) => ({
    ...slice,
    form: 'log_softmax',
    title: `log_softmax(dim=${slice.dim})`,
    ends: [-4.0363, 0],
    proof: `After exp: ${slice.proof}`,
    probabilities: tensor('log_softmax', [2, 3], Array.from(slice.probabilities.values, Math.log), {
      kind: 'log-probabilities',
      scale: 'sequential',
      dimNames: ['batch', 'class'],
    }),
  })),
};
const gumbelControls = [
  temperatureControl(1),
  { ...slider, name: 'tau', text: '0.5', value: 0.5, about: 'Divides the noisy logits.' },
  { name: 'hard', kind: 'switch', text: 'True', about: 'Whether the largest becomes 1 and the others 0.' },
  { name: 'seed', kind: 'integer', text: '', about: 'The seed that the noise is drawn from.' },
];
const softmaxGumbel = {
  ...plainSoftmax,
  source: 'F.gumbel_softmax(a, tau=0.5, hard=True)',
  settings: { form: 'gumbel_softmax', temperature: 1, tau: 0.5, hard: true },
  own: { form: 'gumbel_softmax', temperature: 1, tau: 0.5, hard: true },
  controls: gumbelControls,
  noise: 'The noise is what this line draws.',
  slices: [
    [1, 0, 0, 0, 1, 1],
    [1, 0, 0, 0, 0, 1],
  ].map((values, dim) =>
    softmaxSlice('gumbel_softmax', {}, [2, 3], values, dim, {
      proof: plainSoftmax.slices[dim].proof,
      meaning: plainSoftmax.slices[dim].meaning,
      used: dim === 1,
      change: codeChange(
        'p = F.gumbel_softmax(a, tau=0.5, hard=True)',
        `p = F.gumbel_softmax(a, tau=0.5, hard=True, dim=${dim})`,
      ),
      sums: tensor('sums', dim === 0 ? [3] : [2], dim === 0 ? [1, 1, 1] : [1, 1]),
      worst: 0,
    }),
  ),
};
const sigmoids = [0.9820137619972229, 0.5, 0.5, 0.7310585975646973, 0.8807970285415649, 0.9525741338729858];
const softmaxSigmoid = {
  ...plainSoftmax,
  source: 'torch.sigmoid(a)',
  settings: { form: 'sigmoid', temperature: 1 },
  own: { form: 'sigmoid', temperature: 1 },
  slices: [
    {
      form: 'sigmoid',
      title: 'sigmoid(x)',
      sumsDim: 1,
      ends: [0, 1],
      used: true,
      probabilities: tensor('sigmoid', [2, 3], sigmoids, {
        kind: 'independent probabilities',
        dimNames: ['batch', 'class'],
      }),
      sums: tensor('sums', [2], [1.9820137619972229, 2.564429759979248]),
      worst: 0,
      proof: 'Each element and its opposite, sigmoid(−x), sum to 1',
      meaning: 'Each element is a probability of its own: the sums at the side need not be 1.',
    },
    ...plainSoftmax.slices.map(({ change, ...slice }) => ({ ...slice, used: false })),
  ],
  twoClasses: {
    x: tensor('x', [6], [4, 0, 0, 1, 2, 3]),
    sigmoid: tensor('sigmoid(x)', [6], sigmoids),
    softmax: tensor('softmax([0, x])[1]', [6], [...sigmoids.slice(0, 5), 0.9525741934776306]),
    worst: 5.96e-8,
  },
};

const dims = {
  kind: 'dims',
  assumptions: [],
  uri,
  version: 1,
  range: range(14),
  tensor: tensor(
    'probs',
    [2, 3],
    [
      0.9646630883216858, 0.01766842044889927, 0.01766842044889927, 0.09003057330846786, 0.2447284758090973,
      0.6652409434318542,
    ],
    { kind: 'probabilities', dimNames: ['batch', 'class'] },
  ),
  dims: [
    {
      index: 0,
      size: 2,
      role: 'batch',
      why: "x's first dim",
      sums: ['1.0546937', '0.26239690', '0.68290936'],
      sumCount: 3,
      sumsToOne: false,
      normalised: false,
    },
    {
      index: 1,
      size: 3,
      role: 'class',
      why: 'cross_entropy on line 14 reads dim 1 as classes',
      sums: ['0.99999994', '1.0'],
      sumCount: 2,
      sumsToOne: true,
      normalised: true,
    },
  ],
  normalisation: 'softmax(dim=1) on line 15 normalises dim 1: each row sums to 1.',
};

/** Name → entry page and view. */
const about = 'Every second thread takes over from its neighbour, then every fourth from the one two further.';
const form = (setting, name, stages, more = {}) => ({ setting, name, stages, about, ...more });
const forms = [
  form('auto', 'Automatic', 2),
  form('pairs', 'Interleaved pairs', 2),
  form('halves', 'Sequential halves', 2),
  form('shuffle', 'Subgroup shuffle', 2),
  form('pairs-one-stage', 'Interleaved pairs', 1),
  form('halves-one-stage', 'Sequential halves', 1),
  form('shuffle-one-stage', 'Subgroup shuffle', 1),
];
const measured = (shape, dim, copyMilliseconds, ratios, more = {}) => ({
  shape,
  dim,
  copyMilliseconds,
  results: ratios.map((ratio, i) => ({
    setting: forms[i].setting,
    ratio,
    milliseconds: ratio * copyMilliseconds,
    ulps: 3 + (i % 2),
    difference: 3.7252903e-9 * (1 + (i % 3)),
    ...more,
  })),
});
const reductions = {
  kind: 'reductions',
  adapter: 'nvidia ampere',
  forms,
  used: 'auto',
  total: 4,
  notes: [
    'Times are multiples of a plain copy of the same tensor on the same adapter: medians of runs that take turns. Differences are to the CPU’s result.',
    'In all forms but Automatic, as many threads of a workgroup of 128 share a row as the row has elements for.',
  ],
  cases: [
    measured([64, 1000], 1, 0.0061, [1.31, 1.62, 1.44, 1.27, 1.38, 1.251, 1.12]),
    measured([64, 1000], 0, 0.0064, [1.72, 9.83, 8.46, 6.1, 8.9, 7.75, 5.88]),
    measured([4096, 2048], 1, 0.0934, [1.18, 1.34, 1.25, 1.21, 1.09, 1.06, 1.0241]),
    measured([32, 64, 512], 2, 0.0213, [1.11, 1.4, 1.3, 1.2, 1.2, 1.1, 1.05], { ulps: 0, difference: 0 }),
  ],
};
const reductionsPart = {
  ...reductions,
  adapter: 'google swiftshader',
  notes: ['This adapter computes on the CPU: its times say nothing about a graphics card.', ...reductions.notes],
  used: 'halves-one-stage',
  cases: reductions.cases.slice(0, 2),
  stopped: true,
};
const missing = 'Not available: this adapter has no subgroups.';
const reductionsOdd = {
  ...reductions,
  forms: forms.map((one) => (one.setting.startsWith('shuffle') ? { ...one, missing } : one)),
  cases: reductions.cases.slice(0, 1).map((one) => ({
    ...one,
    results: one.results
      .filter(({ setting }) => !setting.startsWith('shuffle'))
      .map((result) => {
        if (result.setting === 'pairs') return { setting: 'pairs', failed: 'the driver refused the kernel' };
        return result.setting === 'halves' ? { ...result, ulps: Infinity, difference: Infinity } : result;
      }),
  })),
};
const reductionsNone = {
  kind: 'reductions',
  forms: [],
  used: 'auto',
  cases: [],
  total: 0,
  notes: [],
  empty:
    'No WebGPU adapter was found: the CPU computes. A graphics driver with Vulkan, Metal or Direct3D 12 brings one.',
};

/** What `ce` comes to with label_smoothing=0.1, as the server answers it. */
export const tried = {
  view: {
    ...ce,
    source: 'F.cross_entropy(logits, y, label_smoothing=0.1)',
    valueText: '2.4816918',
    value: scalar(2.4816918),
    perElement: tensor('loss', [5], [2.5846, 2.4124, 1.5752, 1.5197, 4.3165]),
  },
  edits: [
    {
      uri,
      range: { start: { line: 11, character: 29 }, end: { line: 11, character: 29 } },
      text: ', label_smoothing=0.1',
    },
  ],
  lines: [
    {
      line: 12,
      before: 'loss = F.cross_entropy(logits, y)',
      after: 'loss = F.cross_entropy(logits, y, label_smoothing=0.1)',
    },
  ],
};

export const samples = {
  bce: ['panel', bce],
  ce: ['panel', ce],
  steps: ['panel', { ...ce, derivation: crossEntropySteps() }],
  stepsOfFirst: ['panel', { ...ce, derivation: crossEntropySteps(0) }],
  kl: [
    'panel',
    loss("F.kl_div(log_p, q, reduction='batchmean')", '0.05779626', scalar(0.05779626), {
      perElement: tensor('loss', [1, 3], [-0.02, 0.0778, 0]),
      inputs: [
        tensor('log_p', [1, 3], [-1.2, -0.9, -1.22], { kind: 'log-probabilities' }),
        tensor('q', [1, 3], [0.2, 0.5, 0.3], { kind: 'probabilities' }),
      ],
    }),
  ],
  odd: ['panel', odder],
  big: ['panel', bigLoss],
  many: ['panel', many],
  facets: ['panel', manyFacets],
  error: [
    'panel',
    failed(
      'ValueError',
      'Using a target size (torch.Size([3])) that is different to the input size (torch.Size([3, 1])) is deprecated. Please ensure they have the same size.',
    ),
  ],
  outOfBounds: ['panel', failed('IndexError', 'Target 4 is out of bounds.', { inputs: ce.inputs })],
  unknown: ['panel', unknown],
  number: ['panel', loss('math.log(2)', '0.6931471805599453', undefined, { repr: '0.6931471805599453' })],
  softmax2: ['panel', plainSoftmax],
  softmaxWarm: ['panel', softmaxWarm],
  softmaxLog: ['panel', softmaxLog],
  softmaxGumbel: ['panel', softmaxGumbel],
  softmaxSigmoid: ['panel', softmaxSigmoid],
  softmax3: [
    'panel',
    softmax('x', [2, 3, 4], wavy([2, 3, 4]), 1, [
      'Every slice along dim 0 sums to 1',
      'Every slice along dim 1 sums to 1',
      'Every slice along dim 2 sums to 1',
    ]),
  ],
  softmaxBig: ['panel', softmax('x', [20, 30], wavy([20, 30]), 0, ['Every column sums to 1', 'Every row sums to 1'])],
  softmaxEmpty: [
    'panel',
    {
      kind: 'softmax',
      assumptions: [],
      uri,
      version: 1,
      range: range(5),
      source: 'x',
      slices: [],
      forms: softmaxForms,
      settings: { form: 'softmax', temperature: 1 },
      own: { form: 'softmax', temperature: 1 },
      controls: [],
      backend: cpu,
      empty: 'x is not a tensor: it is a str.',
    },
  ],
  dims: ['dims', dims],
  dimsEmpty: [
    'dims',
    {
      kind: 'dims',
      assumptions: [],
      uri,
      version: 1,
      range: range(5),
      dims: [],
      empty: 'There is no tensor at the cursor. Put it on a tensor’s name or literal.',
    },
  ],
  reductions: ['panel', reductions],
  reductionsPart: ['panel', reductionsPart],
  reductionsOdd: ['panel', reductionsOdd],
  reductionsNone: ['panel', reductionsNone],
  nothing: ['panel', undefined],
  nothingDims: ['dims', undefined],
};
