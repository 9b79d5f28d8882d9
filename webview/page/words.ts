// The sentences of the page in the user's language. Knows the translations it was given and nothing else.
import { render, type Text } from '../../src/protocol/texts';

let translations: Readonly<Record<string, string>> = {};

/** Called once at start, before anything is drawn. */
export function speak(given: Readonly<Record<string, string>>): void {
  translations = given;
}

/** The sentence as it is shown. */
export const words = (text: Text): string => render(text, translations);
