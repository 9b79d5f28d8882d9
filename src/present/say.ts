// How present turns translatable sentences into the user's language: handed in, so that no language is known here.
import { render, type Text } from '../base/text';

export type Say = (text: Text) => string;

export const speaker =
  (translations: Readonly<Record<string, string>>): Say =>
  (text) =>
    render(text, translations);
