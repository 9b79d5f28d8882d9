// What `activate()` gives to other extensions, and to tests. Types only.
import type { Uri } from 'vscode';
import type { BackendView, LossView, RangeView, ReductionsView } from '../protocol/views';
import type { NodeRuntime } from './nodeRuntime';

export interface TensorInspectorApi {
  /**
   * Evaluates the Python expression at a range, or around an empty range, of a document: its value, shape and dtype,
   * the loss per element, and what Python would raise. Shows nothing. `undefined`: there is no such Python document.
   * Rejects with a `CancellationError` where the document is edited before the answer.
   */
  evaluate(uri: Uri, range: RangeView): Promise<LossView | undefined>;
  /** Present where the environment has `TENSOR_INSPECTOR_TEST=1`. */
  readonly testing?: TestingApi;
}

export interface TestingApi {
  /** How long `activate()` took, in milliseconds. */
  readonly activationMilliseconds: number;
  /** Process id of the running server. */
  serverPid(): number | undefined;
  backend(): BackendView | undefined;
  /** What the comparison of softmax's reductions shows. */
  reductions(): ReductionsView | undefined;
  rung(): NodeRuntime['rung'] | undefined;
  /** Line-end texts that stand in a document now. */
  lineEnds(uri: Uri): readonly string[];
  /** Makes the server lose its GPU device. */
  loseDevice(): void;
}
