// TensorFlow.js on one of its backends.
import * as tf from '@tensorflow/tfjs-core';

/** @param {'webgpu' | 'wasm'} backend */
export async function open(backend) {
  await import(`@tensorflow/tfjs-backend-${backend}`);
  return {
    name: `tfjs ${backend}`,
    close: () => undefined,
    /** What runs a piece of work on data that lies on the device. */
    async prepare(work, [rows, columns], { x, p, t, y }) {
      await tf.setBackend(backend);
      await tf.ready();
      const input = tf.tensor2d(x, [rows, columns]);
      const loss = (logits) => {
        const hot = tf.oneHot(tf.tensor1d(y, 'int32'), columns);
        return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits, -1), hot), -1)));
      };
      const [probabilities, truths] = [tf.tensor2d(p, [rows, columns]), tf.tensor2d(t, [rows, columns])];
      const gradient = tf.valueAndGrad(loss);
      const layerNorm = () => {
        const { mean, variance } = tf.moments(input, -1, true);
        return tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      };
      const forms = {
        'softmax dim -1': () => tf.softmax(input, -1),
        // Its softmax knows the last dim only.
        'softmax dim 0': () => tf.transpose(tf.softmax(tf.transpose(input), -1)),
        'log_softmax dim -1': () => tf.logSoftmax(input, -1),
        cross_entropy: () => loss(input),
        'cross_entropy + gradient': () => gradient(input),
        binary_cross_entropy: () => {
          const one = tf.mul(truths, tf.log(probabilities));
          const other = tf.mul(tf.sub(1, truths), tf.log(tf.sub(1, probabilities)));
          return tf.neg(tf.mean(tf.add(one, other)));
        },
        layer_norm: layerNorm,
        matmul: () => tf.matMul(input, input, false, true),
      };
      return async () => {
        await tf.setBackend(backend);
        const made = tf.tidy(forms[work]);
        const results = made.value ? [made.value, made.grad] : [made];
        let value = 0;
        for (const result of results.toReversed()) {
          value = (await result.data())[0];
          result.dispose();
        }
        return value;
      };
    },
  };
}
