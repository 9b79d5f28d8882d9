// Every setting, once: type, default, words. Knows no `vscode`; src/vscode/settings.ts reads them by these rows.

export interface SettingRow {
  readonly default: string;
  readonly description: string;
  /** Allowed values and what each means; absent: any text. */
  readonly values?: Readonly<Record<string, string>>;
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
  nodePath: {
    default: '',
    description:
      'Path of a Node.js 20 or newer that runs the language server. Empty: Node.js on the PATH, or the one that comes with the extension.',
    scope: 'machine',
  },
  'trace.server': {
    default: 'off',
    description: 'Writes the messages between VS Code and the language server to the output.',
    values: { off: 'Nothing.', messages: 'Names of the messages.', verbose: 'Whole messages.' },
    scope: 'window',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof settingRows;

/** What a setting may hold: one of its values, or any text. */
export type SettingValue<Name extends SettingName> = (typeof settingRows)[Name] extends {
  readonly values: infer Values;
}
  ? keyof Values & string
  : string;

export const settingId = <Name extends SettingName>(name: Name) => `tensorInspector.${name}` as const;
