// The HTML of a webview: an empty page under a strict policy. Data never stands in it: that follows as messages.

export interface PageOptions {
  /** `data-view` of the body, and name of the bundle in dist/webview. */
  readonly view: 'panel' | 'dims';
  /** BCP 47, as the editor is set. */
  readonly language: string;
  /** Fresh for each page. */
  readonly nonce: string;
  /** Source of the editor's own resources, for the policy. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

export function page({ view, language, nonce, cspSource, script, style }: PageOptions): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(style)}">
<title>Tensor Inspector</title>
</head>
<body data-view="${view}">
<script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

const attribute = (text: string): string => text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
