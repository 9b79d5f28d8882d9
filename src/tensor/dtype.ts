// Element types and PyTorch's promotion rules. Knows no tensor.

export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'complex64'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** Host arrays: float16 and bfloat16 keep rounded values in a Float32Array, complex64 interleaves (re, im), bool is 0 or 1. */
export type HostArray = Float64Array | Float32Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

export type Category = 'bool' | 'int' | 'float' | 'complex';
