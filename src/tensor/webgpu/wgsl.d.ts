// Kernels are imported as text.
declare module '*.wgsl' {
  const source: string;
  export default source;
}
