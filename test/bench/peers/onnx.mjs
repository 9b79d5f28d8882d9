// ONNX Runtime for the web, on one thread of WebAssembly; the models are written here, a node or a few each.
import * as ort from 'onnxruntime-web/wasm';

// Protocol buffers: a field is its number and kind, then a varint or a length and bytes.
const varint = (n) => {
  const bytes = [];
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
};
const number = (field, n) => [...varint(field * 8), ...varint(n)];
const bytes = (field, content) => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field, s) => bytes(field, [...new TextEncoder().encode(s)]);

const attribute = (name, value) =>
  typeof value === 'string'
    ? [...text(1, name), ...text(4, value), ...number(20, 3)]
    : [...text(1, name), ...number(3, value < 0 ? 2 ** 32 + value : value), ...number(20, 2)];
const node = (op, inputs, output, attributes = {}) => [
  ...inputs.flatMap((name) => text(1, name)),
  ...text(2, output),
  ...text(4, op),
  ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
];
const [float, long] = [1, 7];
const port = (name, type, sizes) => {
  const shape = (sizes ?? []).flatMap((size) => bytes(1, number(1, size)));
  const tensor = [...number(1, type), ...(sizes ? bytes(2, shape) : [])];
  return [...text(1, name), ...bytes(2, bytes(1, tensor))];
};
const model = (nodes, inputs, output) => {
  const graph = [
    ...nodes.flatMap((each) => bytes(1, each)),
    ...text(2, 'work'),
    ...inputs.flatMap((each) => bytes(11, each)),
    ...bytes(12, port(output, float)),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, [...text(1, ''), ...number(2, 17)])]);
};

export async function open() {
  ort.env.wasm.numThreads = 1;
  return {
    name: 'onnxruntime wasm 1T',
    close: () => undefined,
    async prepare(work, [rows, columns], { x, p, t, y }) {
      const sizes = [rows, columns];
      const a = port('a', float, sizes);
      const floats = (values) => new ort.Tensor('float32', values, sizes);
      const forms = {
        'softmax dim -1': () => [[node('Softmax', ['a'], 'out', { axis: 1 })], [a], { a: floats(x) }],
        'softmax dim 0': () => [[node('Softmax', ['a'], 'out', { axis: 0 })], [a], { a: floats(x) }],
        'log_softmax dim -1': () => [[node('LogSoftmax', ['a'], 'out', { axis: 1 })], [a], { a: floats(x) }],
        cross_entropy: () => [
          [node('SoftmaxCrossEntropyLoss', ['a', 'b'], 'out', { reduction: 'mean' })],
          [a, port('b', long, [rows])],
          { a: floats(x), b: new ort.Tensor('int64', BigInt64Array.from(y, BigInt), [rows]) },
        ],
        binary_cross_entropy: () => [
          [
            node('Log', ['a'], 'l'),
            node('Mul', ['b', 'l'], 'one'),
            node('Sub', ['k', 'a'], 'q'),
            node('Log', ['q'], 'm'),
            node('Sub', ['k', 'b'], 'u'),
            node('Mul', ['u', 'm'], 'two'),
            node('Add', ['one', 'two'], 's'),
            node('Neg', ['s'], 'n'),
            node('ReduceMean', ['n'], 'out', { keepdims: 0 }),
          ],
          [a, port('b', float, sizes), port('k', float, [1])],
          { a: floats(p), b: floats(t), k: new ort.Tensor('float32', Float32Array.of(1), [1]) },
        ],
        layer_norm: () => [
          [node('LayerNormalization', ['a', 'w'], 'out')],
          [a, port('w', float, [columns])],
          { a: floats(x), w: new ort.Tensor('float32', new Float32Array(columns).fill(1), [columns]) },
        ],
        matmul: () => [[node('Transpose', ['a'], 'b'), node('MatMul', ['a', 'b'], 'out')], [a], { a: floats(x) }],
      };
      if (!forms[work]) return undefined;
      const [nodes, inputs, feeds] = forms[work]();
      const session = await ort.InferenceSession.create(model(nodes, inputs, 'out'));
      return async () => (await session.run(feeds)).out.data[0];
    },
  };
}
