// Integers as decimal digits and back, both of which Python refuses past 4300 digits. Knows no values.
import { valueError } from '../core/pyError';

const most = 4300;
const refused = (how: string): Error =>
  valueError(
    `Exceeds the limit (${most} digits) for integer string conversion${how}; use sys.set_int_max_str_digits() to increase the limit`,
  );

/** Raises ValueError. */
export function intText(value: bigint): string {
  const text = value.toString();
  if (text.length > most && text.replace('-', '').length > most) throw refused('');
  return text;
}

/** Refuses a text that begins with too many decimal digits, whatever follows them. */
export function checkDigits(text: string): void {
  if (text.length <= most) return;
  const [, digits = '', loose = ''] = /^[ \t-\r]*[-+]?(\d+(?:_\d+)*)(_?)/.exec(text) ?? [];
  const count = loose ? 0 : digits.replaceAll('_', '').length;
  if (count > most) throw refused(`: value has ${count} digits`);
}
