// The only door to the `webgpu` package: a device that passed its self-test, or the reason why there is none.
// (To be written: see backend.ts for what a backend offers.)
export {};
