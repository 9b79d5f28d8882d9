// jax-js on one of its devices.
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';

/** @param {'webgpu' | 'wasm'} device */
export async function open(device) {
  if (!(await init()).includes(device)) return undefined;
  return {
    name: `jax-js ${device}`,
    close: () => undefined,
    async prepare(work, [rows, columns], { x, p, t, y }) {
      defaultDevice(device);
      const floats = (values, sizes = [rows, columns]) =>
        np.array(values.slice(), { dtype: np.float32 }).reshape(sizes);
      const hot = () => nn.oneHot(np.array(y.slice(), { dtype: np.int32 }), columns);
      const loss = (logits, truth) =>
        nn
          .logSoftmax(logits, -1)
          .mul(truth)
          .sum()
          .mul(-1 / rows);
      const forms = {
        'softmax dim -1': [(a) => nn.softmax(a, -1), () => [floats(x)]],
        'softmax dim 0': [(a) => nn.softmax(a, 0), () => [floats(x)]],
        'log_softmax dim -1': [(a) => nn.logSoftmax(a, -1), () => [floats(x)]],
        cross_entropy: [loss, () => [floats(x), hot()]],
        'cross_entropy + gradient': [valueAndGrad(loss), () => [floats(x), hot()]],
        binary_cross_entropy: [
          (q, truth) => {
            const one = truth.ref.mul(np.log(q.ref));
            return one
              .add(np.subtract(1, truth).mul(np.log(np.subtract(1, q))))
              .mean()
              .mul(-1);
          },
          () => [floats(p), floats(t)],
        ],
        layer_norm: [(a) => nn.standardize(a, -1, { epsilon: 1e-5 }), () => [floats(x)]],
        matmul: [(a) => np.matmul(a.ref, np.transpose(a)), () => [floats(x)]],
      };
      const [form, inputs] = forms[work];
      const compiled = jit(form);
      const args = inputs();
      return async () => {
        defaultDevice(device);
        const made = compiled(...args.map((arg) => arg.ref));
        let value = 0;
        for (const result of [made].flat().toReversed()) value = (await result.data())[0];
        return value;
      };
    },
  };
}
