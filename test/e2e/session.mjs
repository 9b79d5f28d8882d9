// One VS Code with the packaged extension installed and a copy of the examples open, for one test file.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, root } from '../../scripts/steps.mjs';
import { discard, installVsix, isolated, scratch, startServer } from '../../scripts/vscode/server.mjs';
import { Workbench } from './workbench.mjs';

const artifacts = path.join(root, 'artifacts');
const pictures = path.join(root, 'media/readme');

/** Themes by short name: what VS Code calls it, its class on the workbench, its kind in a webview. */
export const themes = {
  dark: ['Dark Modern', 'vs-dark', 'vscode-dark'],
  light: ['Light Modern', 'vs', 'vscode-light'],
  hc: ['Default High Contrast', 'hc-black', 'vscode-high-contrast'],
  'hc-light': ['Default High Contrast Light', 'hc-light', 'vscode-high-contrast-light'],
};

function vsixFile() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = path.join(root, `${name}-${process.platform}-${process.arch}-${version}.vsix`);
  if (!existsSync(file)) throw new Missing(`There is no ${path.basename(file)}: npm run package -- --no-runtime`);
  return file;
}

export class Session {
  #name;
  #dir = scratch();
  #server;

  constructor(name) {
    this.#name = name;
    this.folder = path.join(this.#dir, 'examples');
  }

  /** Installs the VSIX, starts VS Code and opens `file` of the examples in it. */
  async open(file, { settings = {}, theme = 'dark', ...options } = {}) {
    cpSync(path.join(root, 'examples'), this.folder, { recursive: true });
    const said = await installVsix(this.#dir, vsixFile());
    if (!said.includes('was successfully installed')) throw new Error(said);
    const quick = {
      'workbench.reduceMotion': 'on',
      'editor.hover.delay': 100,
      // Places are looked up in the files as saved.
      'files.autoSave': 'off',
      'workbench.colorTheme': themes[theme][0],
    };
    this.#server = await startServer({ dir: this.#dir, settings: { ...quick, ...settings }, env: isolated(this.#dir) });
    this.workbench = await Workbench.open(this.#server, { folder: this.folder, file, ...options });
    return this.workbench;
  }

  /** Line and column (1-based) of a text in a file of the folder, as saved. */
  placeOf(file, text) {
    const before = readFileSync(path.join(this.folder, file), 'utf8').split(text);
    if (before.length < 2) throw new Error(`${file} does not contain ${text}`);
    const lines = before[0].split('\n');
    return [lines.length, lines.at(-1).length + 1];
  }

  /** Waits until a text stands in a file of the folder. */
  saved(file, text) {
    const holds = () => readFileSync(path.join(this.folder, file), 'utf8').includes(text);
    return this.workbench.until(holds, () => `${file} does not contain ${text}`);
  }

  /** Settings of the folder, which VS Code rereads while it runs. */
  set(values) {
    mkdirSync(path.join(this.folder, '.vscode'), { recursive: true });
    writeFileSync(path.join(this.folder, '.vscode/settings.json'), JSON.stringify(values));
  }

  async useTheme(name) {
    const [title, workbenchClass] = themes[name];
    this.set({ 'workbench.colorTheme': title });
    await this.workbench.page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
  }

  /** Keeps a picture of the window; `readme` names the one that the README shows. */
  async picture(name, readme) {
    mkdirSync(artifacts, { recursive: true });
    await this.workbench.screenshot(path.join(artifacts, `${this.#name}-${name}.png`));
    if (!readme || !process.env.README_PICTURES) return;
    mkdirSync(pictures, { recursive: true });
    await this.workbench.screenshot(path.join(pictures, `${readme}.png`));
  }

  /**
   * For node:test's `afterEach`: nothing went wrong in the pages and nothing moved by itself; of a failed test a picture of
   * what it saw, and no dialog left for the next one.
   */
  async afterEach(context) {
    const errors = this.workbench?.errors.splice(0) ?? [];
    if (context.passed ?? context.error === undefined) return assert.deepEqual(errors, []);
    await this.picture(`FAILED-${context.name.replace(/\W+/g, '-')}`).catch(() => {});
    for (let i = 0; i < 3; i++) await this.workbench?.page.keyboard.press('Escape').catch(() => {});
  }

  async close() {
    await this.workbench?.close();
    await this.#server?.stop();
    discard(this.#dir);
  }
}
