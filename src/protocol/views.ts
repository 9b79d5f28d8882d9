// What is drawn: plain data, ready to show. Texts are already in the user's language. Knows no DOM and no evaluator.

import type { NumberFormat } from '../base/numberText';
import type { DocumentEdit } from './textEdits';

export type { NumberFormat };
export type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

export interface Stats {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
}

/** A tensor, or the corner of it that fits: `values` is row-major over `shown`, and `shown[i] <= shape[i]`. */
export interface TensorView {
  /** What the code calls it: `logits`, `input`. */
  readonly label: string;
  readonly shape: readonly number[];
  readonly shown: readonly number[];
  /** `float32`, as PyTorch names it. */
  readonly dtype: string;
  readonly format: NumberFormat;
  readonly values: Numbers;
  /** Over the whole tensor, finite values only; NaN where there is none. */
  readonly stats: Stats;
  /** `logits`, `probabilities`, ... in the user's language; absent where not known. */
  readonly kind?: string;
  /** Diverging around 0, sequential from low to high, or categorical. */
  readonly scale: 'sequential' | 'diverging' | 'categorical';
  /** Names of the dims where known: `batch`, `class`. */
  readonly dimNames?: readonly (string | undefined)[];
  /** Under this name the server answers for the parts that are not in `values`. */
  readonly source?: string;
}

export interface BackendView {
  readonly name: 'webgpu' | 'cpu';
  /** `google swiftshader`, or `CPU`. */
  readonly label: string;
  /** Why this one; a sentence. */
  readonly why: string;
}

/** A range in the document, zero-based lines and UTF-16 columns. */
export interface RangeView {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A frame of the user's code that an exception came through. */
export interface FrameView {
  /** `<module>`, or the function. */
  readonly name: string;
  /** In Python's words: `File "a.py", line 3, in f`; in Jupyter's: `Cell In[2], line 3`. */
  readonly place: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line of source. */
  readonly source: string;
  readonly uri: string;
  readonly range: RangeView;
  /** How often more the same frame was there in a row. */
  readonly repeated?: number;
}

/** An exception and its way, the outermost frame first. */
export interface TracebackView {
  readonly frames: readonly FrameView[];
  readonly notes: readonly string[];
  readonly type: string;
  readonly message: string;
  /** How the next exception came of this one, and Python's sentence about that. */
  readonly next?: { readonly how: 'cause' | 'context'; readonly sentence: string };
}

/** An exception or warning in PyTorch's words, or our own reason for not knowing. */
export interface MessageView {
  readonly severity: 'error' | 'warning' | 'unknown';
  /** `ValueError`; absent for our own words. */
  readonly type?: string;
  readonly message: string;
  readonly range?: RangeView;
  /** Names the line of `range`: `line 3`, `line 3 of cell 2`. */
  readonly line?: string;
  /** The document of `range` where it is another than the view's: an earlier cell of the notebook. */
  readonly uri?: string;
  /** How the exception came about, where that is more than `range`: by calls, or after another one. */
  readonly traceback?: readonly TracebackView[];
}

/** The element of a tensor that a number is: of an input by its label, of the loss per element by ''. */
export interface CellView {
  readonly label: string;
  readonly index: readonly number[];
  /** Where the number stands in the code, where it is written there. */
  readonly place?: { readonly uri: string; readonly range: RangeView };
}

/** Mathematics as data: MathML's own elements. */
export type MathView =
  | {
      readonly tag: 'mi' | 'mn' | 'mo' | 'mtext';
      readonly text: string;
      /** Of a number that was read from a tensor. */
      readonly cell?: CellView;
    }
  | { readonly tag: 'mrow' | 'mfrac' | 'msub' | 'msup' | 'msqrt' | 'munder'; readonly of: readonly MathView[] };

/** `left = symbols = numbers = value`; what says no more than the part after it is left out. */
export interface DerivationStep {
  readonly title: string;
  readonly left: MathView;
  readonly symbols?: MathView;
  readonly numbers?: MathView;
  /** Absent of a row of numbers. */
  readonly value?: { readonly text: string; readonly cell?: CellView };
  /** Why the value differs from what the numbers give. */
  readonly note?: string;
}

/** How the loss of one element comes about, and from all of them the value. */
export interface DerivationView {
  /** Of the elements. */
  readonly shape: readonly number[];
  /** The letter of each dim in the formulas. */
  readonly letters: readonly string[];
  /** The element that the steps are about. */
  readonly index: readonly number[];
  /** The inputs by their letters in the formulas. */
  readonly names: readonly { readonly symbol: string; readonly label: string }[];
  readonly element: readonly DerivationStep[];
  /** Empty where each loss stays. */
  readonly total: readonly DerivationStep[];
}

/** An argument of the call that can be tried with another value. */
export interface ControlView {
  /** `label_smoothing`; `temperature` divides the logits. */
  readonly name: string;
  readonly kind: 'choice' | 'number' | 'integer' | 'switch' | 'expression';
  /** As it is written in the code, or would be. */
  readonly text: string;
  /** Its number, where it is one. */
  readonly value?: number;
  /** In Python's spelling. */
  readonly choices?: readonly string[];
  /** The ends of a slider. */
  readonly usual?: readonly [from: number, to: number];
  /** Equal steps of the slider multiply. */
  readonly log?: boolean;
  readonly about: string;
}

/** What writes something into the code. */
export interface CodeChange {
  readonly edits: readonly DocumentEdit[];
  /** Lines of the code before and after, counted from 1. */
  readonly lines: readonly { readonly line: number; readonly before: string; readonly after: string }[];
}

/** What the call would be worth with other arguments, and what that changes in the code. */
export interface WhatIfView extends CodeChange {
  readonly view: LossView;
}

export interface LossView {
  readonly kind: 'loss';
  readonly uri: string;
  /** Document version it was computed from. */
  readonly version: number;
  readonly range: RangeView;
  /** The evaluated source, on one line. */
  readonly source: string;
  /** What stands at the line's end and on top of the panel: `0.12723307`, or a short form of a tensor. */
  readonly valueText: string;
  /** Absent where there is no value: see `messages`. */
  readonly value?: TensorView;
  /** How often the expression was evaluated, where more than once: the value is the last one. */
  readonly runs?: number;
  /** What the code wrote to `sys.stdout` until then, its end where it is long. */
  readonly printed?: string;
  /** Says what prints above and was not run; absent: nothing was left out. */
  readonly unprinted?: string;
  /** Python repr for values that are no tensors. */
  readonly repr?: string;
  /** The call as PyTorch signs it, every argument named. */
  readonly signature?: string;
  readonly backend: BackendView;
  /** Loss per element (reduction='none'), where the call has one. */
  readonly perElement?: TensorView;
  /** The element that costs most: index and value text. */
  readonly worst?: { readonly index: readonly number[]; readonly text: string };
  /** In steps, where the loss can be said so. */
  readonly derivation?: DerivationView;
  /** What the scores of the loss stand for, labelled as they are; absent where it reads no scores. */
  readonly probabilities?: TensorView;
  readonly inputs: readonly TensorView[];
  /** Where each example's class is said: in the second input, of the scores' dim `dim`; `ignored` is taken out of the loss. */
  readonly picks?: { readonly dim: number; readonly ignored?: number };
  /** The gradient of the value, or of its sum, with respect to the float inputs: labelled as these are. */
  readonly gradients: readonly TensorView[];
  /** What can be tried. */
  readonly controls: readonly ControlView[];
  readonly messages: readonly MessageView[];
  /** Inputs that were assumed rather than read from the code. */
  readonly assumptions: readonly string[];
  readonly milliseconds: number;
}

export interface DimView {
  readonly index: number;
  readonly size: number;
  /** `batch`, `class`, ...; absent: not known. */
  readonly role?: string;
  readonly why?: string;
  /** Sums along this dim, first few, as text; `1` sums carry the proof. */
  readonly sums: readonly string[];
  /** How many sums there are in all. */
  readonly sumCount: number;
  readonly sumsToOne: boolean;
  /** The softmax of this line normalises this dim. */
  readonly normalised: boolean;
}

export interface DimsView {
  readonly kind: 'dims';
  readonly uri: string;
  readonly version: number;
  readonly range: RangeView;
  readonly tensor?: TensorView;
  readonly dims: readonly DimView[];
  /** Which dim the softmax on this line normalises, as a sentence. */
  readonly normalisation?: string;
  /** Inputs that were assumed rather than read from the code. */
  readonly assumptions: readonly string[];
  /** Says why there is nothing to show, and what to do. */
  readonly empty?: string;
}

/** What stands at the end of a line: a value, what Python would raise there, or why there is no value. */
export interface InlineValueView {
  /** The statement. */
  readonly range: RangeView;
  readonly text: string;
  readonly tone: 'value' | 'error' | 'unknown';
}

export interface InlineValuesView {
  readonly kind: 'inlineValues';
  readonly uri: string;
  readonly version: number;
  readonly lines: readonly InlineValueView[];
}

export type SoftmaxFormName = 'softmax' | 'softmin' | 'log_softmax' | 'gumbel_softmax' | 'sigmoid';

/** What is asked for; absent: as the code has it. */
export interface SoftmaxSettings {
  readonly form?: SoftmaxFormName;
  /** Divides the logits. */
  readonly temperature?: number;
  /** Of gumbel_softmax. */
  readonly tau?: number;
  readonly hard?: boolean;
  /** Of the noise; absent: the noise that the code drew, else seed 0. */
  readonly seed?: number;
}

export interface SoftmaxSlice {
  readonly form: SoftmaxFormName;
  /** Absent: each element by itself. */
  readonly dim?: number;
  readonly title: string;
  /** What `form` gives. */
  readonly probabilities: TensorView;
  /** Sums along `sumsDim`, which stays with size 1: the proof. */
  readonly sums: TensorView;
  readonly sumsDim: number;
  /** Largest distance from 1 of what the proof says is 1. */
  readonly worst: number;
  /** `every column sums to 1` in the user's language. */
  readonly proof: string;
  /** What that means of these dims: `For each row, the probabilities of its columns sum to 1.` */
  readonly meaning: string;
  /** Why this is hardly what anyone wants, where it is. */
  readonly doubt?: string;
  /** Ends of the colours, the same in all slices of a form. */
  readonly ends: readonly [low: number, high: number];
  /** The code at the cursor uses this form and dim. */
  readonly used: boolean;
  /** Writes this dim into the code's call. */
  readonly change?: CodeChange;
}

/** Of the first numbers of the input: two ways to the same probability. */
export interface TwoClassView {
  readonly x: TensorView;
  readonly sigmoid: TensorView;
  /** The second class of softmax over (0, x). */
  readonly softmax: TensorView;
  readonly worst: number;
}

export interface SoftmaxView {
  readonly kind: 'softmax';
  readonly uri: string;
  readonly version: number;
  readonly range: RangeView;
  readonly source: string;
  readonly input?: TensorView;
  readonly slices: readonly SoftmaxSlice[];
  /** What the slices were made with. */
  readonly settings: SoftmaxSettings & { readonly form: SoftmaxFormName };
  /** The same as the code has it. */
  readonly own: SoftmaxView['settings'];
  readonly forms: readonly { readonly name: SoftmaxFormName; readonly about: string }[];
  /** What can be set, beside the form. */
  readonly controls: readonly ControlView[];
  /** Where random numbers came from. */
  readonly noise?: string;
  /** Writes the settings into the code. */
  readonly change?: CodeChange;
  readonly twoClasses?: TwoClassView;
  /** Inputs that were assumed rather than read from the code. */
  readonly assumptions: readonly string[];
  readonly backend: BackendView;
  readonly empty?: string;
}

/** `auto`, or the shape of a reduction; names without an ending have two stages. */
export type ReductionSetting =
  | 'auto'
  | 'pairs'
  | 'halves'
  | 'shuffle'
  | 'pairs-one-stage'
  | 'halves-one-stage'
  | 'shuffle-one-stage';

/** A form of softmax's reductions on the GPU. */
export interface ReductionFormView {
  readonly setting: ReductionSetting;
  readonly name: string;
  readonly stages: 1 | 2;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Why it cannot be run on this adapter. */
  readonly missing?: string;
}

export interface ReductionResultView {
  readonly setting: ReductionSetting;
  /** Time as a multiple of a copy's; absent where it failed. */
  readonly ratio?: number;
  readonly milliseconds?: number;
  /** Largest distance to the CPU's result, in float32 steps and as a difference. */
  readonly ulps?: number;
  readonly difference?: number;
  /** What the driver said. */
  readonly failed?: string;
}

/** softmax along `dim` of a tensor of `shape`. */
export interface ReductionCaseView {
  readonly shape: readonly number[];
  readonly dim: number;
  readonly copyMilliseconds: number;
  readonly results: readonly ReductionResultView[];
}

export interface ReductionsView {
  readonly kind: 'reductions';
  /** The adapter, and how it is used. */
  readonly adapter?: string;
  readonly forms: readonly ReductionFormView[];
  /** What the engine uses at present. */
  readonly used: ReductionSetting;
  readonly cases: readonly ReductionCaseView[];
  /** How many cases there are in all. */
  readonly total: number;
  /** The measuring was ended before all cases were done. */
  readonly stopped?: boolean;
  /** What to know when reading the numbers. */
  readonly notes: readonly string[];
  /** Says why nothing can be measured, and what to do. */
  readonly empty?: string;
}

export type PanelView = LossView | SoftmaxView | ReductionsView;
