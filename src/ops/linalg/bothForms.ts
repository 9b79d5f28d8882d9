// Functions of one matrix that PyTorch has twice: in torch.linalg, where the matrix is called A, and in torch, where it is called
// input and is a method as well. Knows no function.
import { say, type Text } from '../../base/text';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import type { Op, OpContext, OpResult } from '../op';
import { tensor } from '../params';

interface MatrixFunction extends Pick<Op, 'samples' | 'errors' | 'layout'> {
  /** In torch.linalg. */
  readonly name: string;
  /** In torch, where it has another name. */
  readonly older?: string;
  readonly doc: Text;
  /** The names of several results. */
  readonly fields?: readonly string[];
  readonly run: (x: Tensor, context: OpContext) => OpResult | Promise<OpResult>;
}

export function bothForms({ name, older = name, doc, fields, run, ...tested }: MatrixFunction): readonly Op[] {
  const form = (names: readonly string[], param: string, tuple: string): Op =>
    defineOp({
      ...tested,
      names,
      family: 'other',
      doc,
      ...(fields && { returns: { name: tuple, fields } }),
      params: [tensor(param, say('A square matrix, or a batch of them.'))],
      run: (args, context) => run((args as Readonly<Record<string, Tensor>>)[param]!, context),
    });
  return [
    form([`torch.linalg.${name}`], 'A', `linalg_${name}`),
    { ...form([`torch.${older}`], 'input', older), methods: [older] },
  ];
}
