// Messages between the extension and its webviews. Nothing of the user's is interpolated into HTML: data are messages, as bytes
// of codec.ts towards the page and as plain objects from it.
import type { DocumentEdit } from './textEdits';
import type { HeldRequests } from './tiles';
import type { DimsView, PanelView, RangeView, ReductionSetting, SoftmaxSettings, WhatIfView } from './views';

export type ToWebview =
  /** Texts of the webview in the user's language (template → sentence). */
  | { readonly type: 'init'; readonly translations: Readonly<Record<string, string>> }
  | { readonly type: 'panel'; readonly view: PanelView }
  | { readonly type: 'dims'; readonly view: DimsView }
  /** The answer to the `whatIf` of this number; `found` is absent where it came to nothing. */
  | { readonly type: 'whatIf'; readonly number: number; readonly found?: WhatIfView }
  | { readonly type: 'busy'; readonly busy: boolean }
  /** To the `ask` of this number; absent where it failed. */
  | { readonly type: 'answer'; readonly number: number; readonly result?: unknown };

/** A question about a tensor that the server holds. */
type Ask = {
  [K in keyof HeldRequests]: {
    readonly type: 'ask';
    readonly number: number;
    readonly method: K;
    readonly params: HeldRequests[K]['params'];
  };
}[keyof HeldRequests];

/** What a page asks of the server by way of the extension, and takes back. */
export type Asking = Ask | { readonly type: 'unask'; readonly number: number };

export type FromWebview =
  /** `place`: of the view that the page kept from before the window was reloaded. */
  | { readonly type: 'ready'; readonly place?: { readonly uri: string; readonly range: RangeView } }
  | Asking
  | { readonly type: 'reveal'; readonly uri: string; readonly range: RangeView }
  | { readonly type: 'copy'; readonly text: string }
  /** `prints`: with what prints above; `sample`: the element whose loss is derived; absent: as the last time. */
  | { readonly type: 'evaluateAgain'; readonly prints?: boolean; readonly sample?: readonly number[] }
  /** `number` grows: an older question than the last one need not be answered. */
  | {
      readonly type: 'whatIf';
      readonly number: number;
      readonly uri: string;
      readonly range: RangeView;
      readonly changes: Readonly<Record<string, string>>;
      /** The element whose loss is derived. */
      readonly sample?: readonly number[];
    }
  /** Writes edits into a document of this version, as one step to undo. */
  | {
      readonly type: 'apply';
      readonly uri: string;
      readonly version: number;
      readonly edits: readonly DocumentEdit[];
    }
  /** The softmax panel's view again, with other settings. */
  | { readonly type: 'softmaxSettings'; readonly settings: SoftmaxSettings }
  /** To a file that the user names: what the page made, or the whole tensor that the server holds. */
  | {
      readonly type: 'save';
      readonly name: string;
      readonly format: 'png' | 'svg' | 'npy';
      readonly base64: string;
    }
  | { readonly type: 'save'; readonly name: string; readonly format: 'npy' | 'csv'; readonly source: string }
  | { readonly type: 'compareReductions' }
  | { readonly type: 'useReduction'; readonly setting: ReductionSetting };
