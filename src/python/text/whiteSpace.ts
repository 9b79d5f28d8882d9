// White space as Python counts it, and where its lines end. Knows no values.
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python has separators among the control characters
export const spaces = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
export const word = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
export const wholeLine = /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
export const lineEnd = /(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/;
