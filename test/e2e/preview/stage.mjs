// Runs in the page before the bundle: plays the editor's part. Keeps what the page posts, sets themes, sends samples.
import { samples, tried } from './samples.mjs';
import { themes } from './themes.mjs';

const kept = JSON.parse(sessionStorage.getItem('kept') ?? 'null');
window.posted = [];
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
);
if (!new URLSearchParams(location.search).has('alone')) {
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      window.posted.push(message);
      if (message.type === 'ask' || message.type === 'whatIf') void answer(message);
    },
    getState: () => kept,
    setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
  });
}

/** The extension's part, where this page's server plays the language server's: bytes come back as from there. */
async function answer(message) {
  if (!new URLSearchParams(location.search).has('held')) return;
  const response = await fetch('/ask', { method: 'POST', body: JSON.stringify(message) });
  window.postMessage(new Uint8Array(await response.arrayBuffer()), '*');
}
window.showHeld = async () => {
  const response = await fetch('/view');
  window.postMessage(new Uint8Array(await response.arrayBuffer()), '*');
};

window.wear = (theme, side) => {
  const style = document.documentElement.style;
  for (const key of [...style]) style.removeProperty(key);
  for (const [key, value] of Object.entries(themes[theme])) style.setProperty(`--vscode-${key}`, value);
  style.setProperty('background', `var(--vscode-${side ? 'sideBar' : 'editor'}-background)`);
  document.body.className = theme;
  document.body.setAttribute('data-vscode-theme-kind', theme);
};
window.send = (message) => window.postMessage(message, '*');
/** Answers the last question of the page. */
window.answer = (answer = { found: tried }) => {
  const asked = window.posted.findLast(({ type }) => type === 'whatIf');
  window.send({ type: 'whatIf', number: asked.number, ...answer });
};
window.show = (name) => {
  const [entry, view] = samples[name];
  if (view) window.send({ type: entry, view });
};
