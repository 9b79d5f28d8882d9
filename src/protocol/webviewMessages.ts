// Messages between the extension and its webviews. Nothing is interpolated into HTML: data follows `ready`, as bytes of
// codec.ts towards the page and as plain objects from it.
import type { DimsView, PanelView, RangeView, ReductionSetting } from './views';

export type ToWebview =
  /** Texts of the webview in the user's language (template → sentence). */
  | { readonly type: 'init'; readonly translations: Readonly<Record<string, string>> }
  | { readonly type: 'panel'; readonly view: PanelView }
  | { readonly type: 'dims'; readonly view: DimsView }
  | { readonly type: 'busy'; readonly busy: boolean };

export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly uri: string; readonly range: RangeView }
  | { readonly type: 'copy'; readonly text: string }
  /** `prints`: with what prints above; absent: as the last time. */
  | { readonly type: 'evaluateAgain'; readonly prints?: boolean }
  | { readonly type: 'openSoftmax'; readonly uri: string; readonly range: RangeView }
  | { readonly type: 'compareReductions' }
  | { readonly type: 'useReduction'; readonly setting: ReductionSetting };
