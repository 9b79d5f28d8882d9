import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allocate, type DType } from '../../../src/tensor/dtype';
import { defaultPrintOptions, type PrintOptions } from '../../../src/torch/print/printOptions';
import { printTensor } from '../../../src/torch/print/printTensor';

interface Recorded {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: readonly (number | string)[];
  readonly options: Partial<PrintOptions>;
  readonly suffix: string | null;
  readonly text: string;
}

const names: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 };

test('tensors of every dtype print as PyTorch 2.13 prints them', () => {
  const recorded = readFileSync('test/parity/golden/printing.jsonl', 'utf8').trim().split('\n');
  assert.ok(recorded.length >= 400);
  for (const line of recorded) {
    const { shape, dtype, values, options, suffix, text } = JSON.parse(line) as Recorded;
    const host = allocate(
      dtype,
      shape.reduce((product, n) => product * n, 1),
    );
    values.forEach((value, i) => {
      host[i] = dtype === 'int64' ? BigInt(value) : (names[value] ?? Number(value));
    });
    const printed = printTensor(
      { values: host, shape, dtype, defaultDtype: 'float32', ...(suffix && { gradSuffix: suffix }) },
      { ...defaultPrintOptions, ...options },
    );
    assert.equal(printed, text);
  }
});

test('no edge items leave only dots', () => {
  const host = Float32Array.from([1, 2, 3]);
  const printable = { values: host, shape: [3], dtype: 'float32', defaultDtype: 'float32' } as const;
  assert.equal(
    printTensor(printable, { ...defaultPrintOptions, threshold: 1, edgeItems: 0 }),
    'tensor([...], size=(3,))',
  );
});
