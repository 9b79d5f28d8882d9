// Shortest decimal texts that read back as the same number. Knows no tensor and no locale.

export type NumberFormat = 'float64' | 'float32' | 'float16' | 'bfloat16' | 'int' | 'bool';

const single = Math.fround;

/** The fewest significant digits that give the same float32 back; `nan`, `inf`, `-inf` as Python writes them. */
export function shortest(value: number, format: NumberFormat = 'float64'): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (format === 'bool') return value ? 'True' : 'False';
  if (format === 'int') return String(value);
  if (Object.is(value, -0)) return '-0.0';
  let text = String(value);
  if (format !== 'float64') {
    const target = single(value);
    for (let digits = 1; digits <= 9; digits++) {
      const candidate = target.toPrecision(digits);
      if (single(Number(candidate)) === target) {
        text = String(Number(candidate));
        break;
      }
    }
  }
  return /[.e]/.test(text) ? text : `${text}.0`;
}
