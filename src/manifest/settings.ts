// Every setting, once: type, default, words. Knows no `vscode`; src/vscode/settings.ts reads them by these rows.

export interface SettingRow {
  readonly default: string | number;
  readonly description: string;
  /** Allowed values and what each means; absent: any text. */
  readonly values?: Readonly<Record<string, string>>;
  /** Bounds of a number. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** `machine`: never from a workspace, so that a folder cannot name a program to run. */
  readonly scope: 'window' | 'machine';
}

export const settingRows = {
  backend: {
    default: 'auto',
    description: 'What computes tensors.',
    values: {
      auto: 'WebGPU on a hardware adapter for large tensors, the CPU for the rest.',
      webgpu: 'WebGPU for everything that it supports, on any adapter.',
      cpu: 'The CPU alone; the GPU is never opened.',
    },
    scope: 'window',
  },
  'webgpu.reduction': {
    default: 'auto',
    description:
      'How threads of the GPU that share a row find its sum or its largest number, and how softmax reads it. The command "Compare softmax reductions" measures each on your adapter.',
    values: {
      auto: 'Sequential halves in two stages, by as many threads as pay off for the size.',
      pairs:
        'Interleaved pairs, two stages: every second thread takes over from its neighbour, then every fourth, and so on.',
      halves:
        'Sequential halves, two stages: the first half of the threads takes over from the second, again and again.',
      shuffle:
        "Subgroup shuffle, two stages: threads read each other's registers. Where the adapter has no subgroups: auto.",
      'pairs-one-stage': 'Interleaved pairs; softmax finds the largest number and the sum in one pass over a row.',
      'halves-one-stage': 'Sequential halves; softmax finds the largest number and the sum in one pass over a row.',
      'shuffle-one-stage':
        'Subgroup shuffle; softmax finds the largest number and the sum in one pass over a row. Where the adapter has no subgroups: auto.',
    },
    scope: 'window',
  },
  'panel.update': {
    default: 'whileTyping',
    description: 'When the open loss panel and the value at the line end follow the code.',
    values: {
      whileTyping: 'A moment after the last key.',
      onEvaluate: 'Only when "Evaluate loss" is run again.',
    },
    scope: 'window',
  },
  inlineValues: {
    default: 'onEvaluate',
    description: 'Which values stand at line ends.',
    values: {
      off: 'None; the panel shows them.',
      onEvaluate: 'Those of lines on which "Evaluate loss" was run.',
      always: 'Those of all lines with a tensor, a moment after the last key, and what Python would raise.',
    },
    scope: 'window',
  },
  inlayHints: {
    default: 'shapes',
    description: 'What stands after an assigned name while `editor.inlayHints.enabled` allows it.',
    values: { shapes: 'Shape and dtype of its tensor.', off: 'Nothing.' },
    scope: 'window',
  },
  nodePath: {
    default: '',
    description:
      'Path of a Node.js 20 or newer that runs the language server. Empty: Node.js on the PATH, or the one that comes with the extension.',
    scope: 'machine',
  },
  'limits.seconds': {
    default: 1.5,
    minimum: 0.1,
    maximum: 3600,
    description: 'How many seconds an evaluation may take. Past that it ends with a message.',
    scope: 'window',
  },
  'limits.steps': {
    default: 2_000_000,
    minimum: 1000,
    maximum: 1e12,
    description:
      'How many steps an evaluation may take: an expression or a turn of a loop is one, and so are about a thousand numbers of a tensor.',
    scope: 'window',
  },
  'limits.memory': {
    default: 1000,
    minimum: 50,
    maximum: 1_000_000,
    description: 'How many MB the values of an evaluation may take, tensors on the CPU included.',
    scope: 'window',
  },
  'trace.server': {
    default: 'off',
    description: 'Writes the messages between VS Code and the language server to the output.',
    values: { off: 'Nothing.', messages: 'Names of the messages.', verbose: 'Whole messages.' },
    scope: 'window',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof settingRows;

/** What a setting may hold: a number, one of its values, or any text. */
export type SettingValue<Name extends SettingName> = (typeof settingRows)[Name] extends {
  readonly values: infer Values;
}
  ? keyof Values & string
  : (typeof settingRows)[Name] extends { readonly default: number }
    ? number
    : string;

export const settingPrefix = 'tensorInspector';

export const settingId = <Name extends SettingName>(name: Name) => `${settingPrefix}.${name}` as const;

/** What stands before the first dot of settings that belong together. */
export type SettingGroup = SettingName extends infer Name
  ? Name extends `${infer Group}.${string}`
    ? Group
    : never
  : never;
