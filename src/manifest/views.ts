// Every view and the container that holds it, once. Knows no `vscode`.

export const viewContainer = {
  id: 'tensorInspector',
  title: 'Tensor Inspector',
  icon: 'media/dims.svg',
} as const;

export const viewRows = {
  dims: { name: 'Dims', icon: 'media/dims.svg', type: 'webview' },
} as const;

export type ViewName = keyof typeof viewRows;

export const viewId = <Name extends ViewName>(name: Name) => `tensorInspector.${name}` as const;
