// Bytes as text, each the character of its number. Knows no encoding.

export const latinText = (bytes: Uint8Array): string => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
