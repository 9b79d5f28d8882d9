// The options of torch.set_printoptions and their profiles. Knows no tensor.

export interface PrintOptions {
  readonly precision: number;
  /** Tensors with more elements are summarised. */
  readonly threshold: number;
  readonly edgeItems: number;
  readonly lineWidth: number;
  /** Scientific notation: always, never, or as the values need. */
  readonly sciMode: boolean | undefined;
}

export const defaultPrintOptions: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeItems: 3,
  lineWidth: 80,
  sciMode: undefined,
};

export const printProfiles: Readonly<Record<string, PrintOptions>> = {
  default: defaultPrintOptions,
  short: { ...defaultPrintOptions, precision: 2, edgeItems: 2 },
  full: { ...defaultPrintOptions, threshold: Number.POSITIVE_INFINITY },
};
