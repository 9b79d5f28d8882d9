// The HTML of a webview: an empty page under a strict policy. Its script and style stand inside, for VS Code fetches each file
// by way of the extension's machine; what is needed a moment later is a file. Data never stands in it: that follows as messages.

export interface PageOptions {
  /** `data-view` of the body, and name of the bundle in dist/webview. */
  readonly view: 'panel' | 'dims';
  /** BCP 47, as the editor is set. */
  readonly language: string;
  /** Fresh for each page: without it nothing runs and nothing has a style. */
  readonly nonce: string;
  /** The texts of the bundle. */
  readonly script: string;
  readonly style: string;
  /** Address of a module that the script imports. */
  readonly more: string | undefined;
}

export function page({ view, language, nonce, script, style, more }: PageOptions): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">${style.replaceAll('</', '<\\/')}</style>
<title>Tensor Inspector</title>
</head>
<body data-view="${view}"${more === undefined ? '' : ` data-more="${attribute(more)}"`}>
<script type="module" nonce="${nonce}">${script.replace(/<(?=!--|\/?script)/gi, '\\x3c')}</script>
</body>
</html>`;
}

const attribute = (text: string): string => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
