// The forms that a reduction shared by threads may take, and the settings that name them. Knows no kernel and no device.

/** How threads bring together what they found: gatherPairs.wgsl, gatherHalves.wgsl, gatherShuffle.wgsl. */
export type ReductionShape = 'pairs' | 'halves' | 'shuffle';

export interface ReductionForm {
  readonly shape: ReductionShape;
  /** How often softmax reads a row before it writes: for its largest logit and the sum apart (2), or together (1). */
  readonly stages: 1 | 2;
  /** Every thread of a group shares its row with the others, also where a thread had better take a row alone. */
  readonly wide: boolean;
}

/** `auto`, or a form by its name; names without an ending have two stages. */
export type ReductionSetting = 'auto' | ReductionShape | `${ReductionShape}-one-stage`;

const form = (shape: ReductionShape, stages: 1 | 2): ReductionForm => ({ shape, stages, wide: true });

/** The form behind each setting. */
export const reductionForms: Readonly<Record<ReductionSetting, ReductionForm>> = {
  auto: { shape: 'halves', stages: 2, wide: false },
  pairs: form('pairs', 2),
  halves: form('halves', 2),
  shuffle: form('shuffle', 2),
  'pairs-one-stage': form('pairs', 1),
  'halves-one-stage': form('halves', 1),
  'shuffle-one-stage': form('shuffle', 1),
};
