// Requests between the extension and its server, beyond the Language Server Protocol's own. Method tables, typed once.
import type { HeldRequests, SpreadParams } from './tiles';
import type {
  BackendView,
  DimsView,
  InlineValuesView,
  LossView,
  RangeView,
  ReductionSetting,
  ReductionsView,
  SoftmaxSettings,
  SoftmaxView,
  WhatIfView,
} from './views';

export interface PlaceParams {
  readonly uri: string;
  readonly range: RangeView;
}

export interface ShownParams {
  /** Which of several panels shows the answer: its large tensors are held until the next one there. */
  readonly panel?: number;
}

export interface EvaluateParams extends PlaceParams, ShownParams {
  /** Also run what prints above the place. */
  readonly prints?: boolean;
  /** The element whose loss is derived; absent: the one that costs most. */
  readonly sample?: readonly number[];
  /** The innermost loss that is called around the place; null where there is none. */
  readonly around?: boolean;
}

export interface WhatIfParams extends PlaceParams, ShownParams {
  /** Arguments by name, as Python spells them. */
  readonly changes: Readonly<Record<string, string>>;
  /** The element whose loss is derived; absent: the one that costs most. */
  readonly sample?: readonly number[];
}

export interface SoftmaxParams extends PlaceParams {
  readonly settings?: SoftmaxSettings;
}

/** Client asks, server answers. `null`: the document is not open on the server. */
export interface ServerRequests extends HeldRequests {
  'tensorInspector/evaluate': { readonly params: EvaluateParams; readonly result: LossView | null };
  /** The same with other arguments: the document stays as it is. */
  'tensorInspector/whatIf': { readonly params: WhatIfParams; readonly result: WhatIfView | null };
  'tensorInspector/dims': { readonly params: PlaceParams; readonly result: DimsView | null };
  'tensorInspector/softmax': { readonly params: SoftmaxParams; readonly result: SoftmaxView | null };
  /** Values of all lines of a document. */
  'tensorInspector/inlineValues': {
    readonly params: { readonly uri: string };
    readonly result: InlineValuesView | null;
  };
  /** A tensor that the server holds, as a file; null: it is held no longer, or has no such file. */
  'tensorInspector/file': {
    readonly params: SpreadParams & { readonly format: 'npy' | 'csv' };
    readonly result: Uint8Array | null;
  };
  'tensorInspector/backend': { readonly params: Record<string, never>; readonly result: BackendView };
  /** Takes seconds; what is there so far follows as `reductionsProgress`. */
  'tensorInspector/compareReductions': { readonly params: Record<string, never>; readonly result: ReductionsView };
}

/** Client tells the server. */
export interface ServerNotifications {
  /** Colours of hover pictures follow the theme. */
  'tensorInspector/theme': { readonly kind: ThemeKind };
  /** For tests of recovery: lose the GPU device. Heeded only where `TENSOR_INSPECTOR_TEST=1` is set. */
  'tensorInspector/loseDevice': Record<string, never>;
}

/** Server tells the client. */
export interface ClientNotifications {
  'tensorInspector/backendChanged': BackendView;
  'tensorInspector/reductionsProgress': ReductionsView;
}

export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** Sent with LSP's `initialize` as initializationOptions. */
export interface InitializeOptions {
  readonly backend: 'auto' | 'webgpu' | 'cpu';
  /** How threads of the GPU share a row; absent: `auto`. */
  readonly reduction?: ReductionSetting;
  readonly theme: ThemeKind;
  /** Translations of the server's sentences (template → sentence); empty for English. */
  readonly translations: Readonly<Record<string, string>>;
  /** Why the server runs on Electron and has no WebGPU, or nothing. */
  readonly noGpu?: boolean;
  /** What an evaluation may use; absent: the defaults. */
  readonly limits?: { readonly seconds: number; readonly steps: number; readonly megabytes: number };
  /** Trusted command links of hovers; absent: no links. */
  readonly commands?: boolean;
}
