// Words for the user that are translated where they are shown: a template and its arguments.
// PyTorch's and Python's own messages are never translated and are plain strings.

/** A translatable sentence. `{0}`, `{1}` in the template stand for the arguments. */
export interface Text {
  readonly template: string;
  readonly args: readonly (string | number | Text)[];
}

/** The one way to write a sentence for the user; a test looks each template up in every translation. */
export const say = (template: string, ...args: readonly (string | number | Text)[]): Text => ({ template, args });

/** The sentence in the language of `translations` (template → template), or as written where there is none. */
export function render(text: Text, translations: Readonly<Record<string, string>> = {}): string {
  const template = translations[text.template] ?? text.template;
  return template.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const value = text.args[Number(index)];
    if (value === undefined) return whole;
    return typeof value === 'object' ? render(value, translations) : String(value);
  });
}
