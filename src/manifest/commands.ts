// Every command, once: its words, where it is offered and its key. Knows no `vscode`; handlers are bound in src/vscode.

export interface CommandRow {
  readonly title: string;
  readonly icon?: string;
  /** Where the palette offers it; absent: everywhere. */
  readonly palette?: string;
  /** Place in the editor's context menu: `group@order`, and when. */
  readonly editorMenu?: { readonly group: string; readonly when: string };
  /** When its icon stands above a panel. */
  readonly panelMenu?: string;
  readonly key?: { readonly key: string; readonly mac: string; readonly when: string };
}

/** Where Python stands: files and notebook cells, and the blocks of Markdown. */
const inPython = 'editorLangId =~ /^(python|markdown)$/';
/** The palette does not see the language of a notebook's cell. */
const inPythonOrNotebook = `${inPython} || activeEditor =~ /^workbench.editor.(notebook|interactive)$/`;

/** Set while the loss panel shows the loss under the cursor. */
export const followsKey = 'tensorInspector.follows';
const onLossPanel = "activeWebviewPanelId == 'tensorInspector.loss'";

/** Set while a value stands in an editor. */
export const hasValueKey = 'tensorInspector.hasValue';

export const commandRows = {
  evaluateLoss: {
    title: 'Evaluate loss',
    icon: '$(symbol-operator)',
    palette: inPythonOrNotebook,
    editorMenu: { group: '1_tensorInspector@1', when: inPython },
    // A chord: single strokes with ctrl+alt are AltGr letters on many layouts, and this one is free in text editors.
    key: { key: 'ctrl+k ctrl+e', mac: 'cmd+k cmd+e', when: `editorTextFocus && ${inPython}` },
  },
  evaluateBeside: {
    title: 'Evaluate loss in a new panel',
    palette: inPythonOrNotebook,
    editorMenu: { group: '1_tensorInspector@2', when: inPython },
  },
  openSoftmax: {
    title: 'Show softmax along every dim',
    icon: '$(symbol-array)',
    palette: inPythonOrNotebook,
    editorMenu: { group: '1_tensorInspector@3', when: inPython },
  },
  compareReductions: { title: 'Compare softmax reductions' },
  showDims: { title: 'Show dims of the tensor under the cursor' },
  followCursor: {
    title: 'Follow the cursor with the loss panel',
    icon: '$(pinned)',
    palette: `!${followsKey}`,
    panelMenu: `${onLossPanel} && !${followsKey}`,
  },
  keepPlace: {
    title: 'Keep the loss panel at this loss',
    icon: '$(target)',
    palette: followsKey,
    panelMenu: `${onLossPanel} && ${followsKey}`,
  },
  clearValues: { title: 'Clear values at line ends', palette: hasValueKey },
  copyValue: { title: 'Copy last value', palette: hasValueKey },
  restartServer: { title: 'Restart server' },
  showOutput: { title: 'Show output' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof commandRows;

/** The id under which VS Code knows a command: `tensorInspector.evaluateLoss`. */
export const commandId = <Name extends CommandName>(name: Name) => `tensorInspector.${name}` as const;

export const commandNames = Object.keys(commandRows) as readonly CommandName[];
