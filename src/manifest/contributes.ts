// Turns the tables into the sections of package.json that VS Code reads, and the English texts they refer to.
import { type CommandRow, commandId, commandNames, commandRows } from './commands';
import { type SettingRow, settingId, settingRows } from './settings';
import { viewContainer, viewId, viewRows } from './views';

const category = 'Tensor Inspector';

type Texts = Readonly<Record<string, string>>;

export interface Manifest {
  /** Top-level sections of package.json. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** package.nls.json: key → English text. */
  readonly texts: Texts;
}

const commands: readonly (readonly [(typeof commandNames)[number], CommandRow])[] = commandNames.map((name) => [
  name,
  commandRows[name],
]);
const settings: readonly (readonly [keyof typeof settingRows, SettingRow])[] = Object.entries(
  settingRows,
) as readonly (readonly [keyof typeof settingRows, SettingRow])[];

const titleKey = (name: string): string => `command.${name}.title`;
const settingKey = (name: string): string => `setting.${name}.description`;
const valueKey = (name: string, value: string): string => `setting.${name}.${value}`;
const viewKey = (name: string): string => `view.${name}.name`;
const reference = (key: string): string => `%${key}%`;

function contributedSetting(name: string, row: SettingRow): object {
  const values = row.values && Object.keys(row.values);
  return {
    type: typeof row.default,
    default: row.default,
    ...(row.minimum === undefined ? {} : { minimum: row.minimum, maximum: row.maximum }),
    ...(values && { enum: values, enumDescriptions: values.map((value) => reference(valueKey(name, value))) }),
    scope: row.scope,
    markdownDescription: reference(settingKey(name)),
  };
}

function settingTexts(name: string, row: SettingRow): Texts {
  const values = Object.entries(row.values ?? {}).map(([value, text]) => [valueKey(name, value), text] as const);
  return { [settingKey(name)]: row.description, ...Object.fromEntries(values) };
}

/** What package.json and package.nls.json must hold. */
export function manifest(): Manifest {
  const contributes = {
    commands: commands.map(([name, { title: _, icon }]) => ({
      command: commandId(name),
      title: reference(titleKey(name)),
      category,
      ...(icon && { icon }),
    })),
    menus: {
      commandPalette: commands.flatMap(([name, { palette }]) =>
        palette ? [{ command: commandId(name), when: palette }] : [],
      ),
      'editor/context': commands.flatMap(([name, { editorMenu }]) =>
        editorMenu ? [{ command: commandId(name), ...editorMenu }] : [],
      ),
      'editor/title': commands.flatMap(([name, { panelMenu }]) =>
        panelMenu ? [{ command: commandId(name), group: 'navigation', when: panelMenu }] : [],
      ),
    },
    keybindings: commands.flatMap(([name, { key }]) => (key ? [{ command: commandId(name), ...key }] : [])),
    configuration: {
      title: category,
      properties: Object.fromEntries(settings.map(([name, row]) => [settingId(name), contributedSetting(name, row)])),
    },
    viewsContainers: { activitybar: [viewContainer] },
    views: {
      [viewContainer.id]: Object.entries(viewRows).map(([name, row]) => ({
        id: viewId(name as keyof typeof viewRows),
        contextualTitle: category,
        ...row,
        name: reference(viewKey(name)),
      })),
    },
  };
  return {
    sections: {
      description: reference('description'),
      categories: ['Machine Learning', 'Data Science', 'Visualization', 'Education'],
      keywords: ['pytorch', 'tensor', 'loss', 'softmax', 'cross entropy', 'heatmap', 'webgpu', 'python'],
      icon: 'media/icon.png',
      galleryBanner: { color: '#14213d', theme: 'dark' },
      extensionKind: ['workspace'],
      activationEvents: [
        'onLanguage:python',
        'onLanguage:markdown',
        // A window that is reloaded brings its panels back.
        ...['loss', 'softmax', 'reductions'].map((panel) => `onWebviewPanel:tensorInspector.${panel}`),
      ],
      capabilities: {
        // Nothing of the workspace is run: Python source is read, not executed.
        untrustedWorkspaces: { supported: true, restrictedConfigurations: [settingId('nodePath')] },
        virtualWorkspaces: true,
      },
      l10n: './l10n',
      contributes,
    },
    texts: {
      description:
        'PyTorch losses, softmax and tensors, evaluated where you read them: values, dims and heatmaps without Python.',
      ...Object.fromEntries(commands.map(([name, { title }]) => [titleKey(name), title])),
      ...Object.assign({}, ...settings.map(([name, row]) => settingTexts(name, row))),
      ...Object.fromEntries(Object.entries(viewRows).map(([name, row]) => [viewKey(name), row.name])),
    },
  };
}
