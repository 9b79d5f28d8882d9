// A page object for VS Code's workbench: what a user does and sees, with every selector of VS Code's in one place.
import { launch } from '../../scripts/vscode/browser.mjs';
import { remoteUri, workbenchUrl } from '../../scripts/vscode/server.mjs';

/** Whether an address leaves this machine. Extension files only look so: a service worker answers them. */
const isOutside = (address, server) => {
  const { protocol, host } = new URL(address);
  return /^(http|ws)/.test(protocol) && host !== server.authority && !host.endsWith('.vscode-resource.vscode-cdn.net');
};

/** VS Code draws a notebook beside its editor group, over it. */
const notebook = '.notebookOverlay';

const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/: \([\d, ]*\) \w+(?= =)/, '');

/** What a page of ours tells the console as an error: pages have no address of their own. The editor's files have one. */
const isOurs = (message) =>
  message.type() === 'error' && !message.location().url && !message.text().includes('bad HTTP response code');

/**
 * Runs in every frame: tells the console what moved in a page of ours though neither a key, nor a click, nor other data,
 * nor another theme had it move. The first data have nothing to move.
 */
function tellLayoutShifts() {
  const causes = [];
  let views = 0;
  // The editor writes a page's document anew, which ends what listened before.
  const waiting = setInterval(() => {
    if (!document.body?.dataset.view) return;
    clearInterval(waiting);
    const happened = () => causes.push(performance.now());
    window.addEventListener('resize', happened);
    new MutationObserver(happened).observe(document.body, { attributeFilter: ['class'] });
    window.addEventListener('message', ({ data }) => {
      // A view is more than a thousand bytes; what tells of work under way is less.
      if (data instanceof Uint8Array && (data.length < 1000 || views++ > 0)) happened();
    });
  }, 5);
  new PerformanceObserver((list) => {
    if (!document.body?.dataset.view) return;
    for (const { value, hadRecentInput, sources, startTime } of list.getEntries()) {
      // The digits of one number, which became more or fewer.
      if (value < 0.0003) continue;
      if (hadRecentInput || causes.some((time) => Math.abs(startTime - time) < 300)) continue;
      const moved = sources.map(({ node, previousRect, currentRect }) => {
        const { nodeName, className } = node?.nodeType === Node.TEXT_NODE ? node.parentElement : (node ?? {});
        return `${nodeName}.${className} ${previousRect.left},${previousRect.top} -> ${currentRect.left},${currentRect.top}`;
      });
      console.error(`layout shift ${value} after ${views} views: ${moved.join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export class Workbench {
  /** Errors of the page and requests to the network: a test asserts that there are none. */
  errors = [];
  outside = [];

  /** Opens a folder and a file in it, in a fresh browser profile. */
  static async open(server, { folder, file, token, ...options }) {
    const { browser, context } = await launch(options);
    const page = await context.newPage();
    const workbench = new Workbench(browser, page);
    page.on('pageerror', (error) => workbench.errors.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      if (isOurs(message)) workbench.errors.push(message.text());
    });
    await page.addInitScript(tellLayoutShifts);
    page.on('request', (request) => {
      if (isOutside(request.url(), server)) workbench.outside.push(request.url());
    });
    if (process.env.CONLOG)
      page.on('console', (m) =>
        appendFileSync(
          process.env.CONLOG,
          `${m.type()} | ${m.location().url.slice(0, 200)} | ${m.text().slice(0, 600)}\n`,
        ),
      );
    const payload = [['openFile', remoteUri(server, `${folder}/${file}`)]];
    await page.goto(workbenchUrl(server, folder, { payload, token }));
    await page.locator('.editor-instance .view-line').first().waitFor({ timeout: 60_000 });
    return workbench;
  }

  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  /** The window again, with the editors and panels that it had: a file in the address would stand in their place. */
  async reload() {
    // What is open is written down a moment after it changed.
    await this.page.waitForTimeout(2000);
    const address = new URL(this.page.url());
    address.searchParams.delete('payload');
    await this.page.goto(address.href);
    await this.page.locator('.editor-instance .view-line').first().waitFor({ timeout: 60_000 });
  }

  close() {
    return this.browser.close();
  }

  /** Waits until fades are over and the last frame is drawn, in the workbench and in its webviews. */
  async settled() {
    const finish = async () => {
      const endless = Number.POSITIVE_INFINITY;
      const fades = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== endless);
      await Promise.all(fades.map((fade) => fade.finished.catch(() => {})));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    };
    // Hidden frames draw nothing and would wait for ever.
    const drawn = Promise.all(this.page.frames().map((frame) => frame.evaluate(finish).catch(() => {})));
    await Promise.race([drawn, this.page.waitForTimeout(1000)]);
  }

  async screenshot(path, clip) {
    await this.settled();
    await this.page.screenshot({ path, ...(clip && { clip }) });
  }

  /** Runs a command from the palette by the title it shows there (`Category: Title`). */
  async palette(title) {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    // Its keys follow after a comma; the title may be the beginning of another.
    const names = [`[aria-label="${title}"]`, `[aria-label^="${title},"]`];
    const row = this.page.locator(names.map((name) => `.quick-input-list .monaco-list-row${name}`).join(', ')).first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`);
      // Extensions may still be coming up.
      const there = await row.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (there) break;
      if (attempt === 4) throw new Error(`the palette has no command ${title}`);
      await this.page.keyboard.press('Escape');
    }
    await row.click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.#restPointer();
  }

  /** Opens another file of the folder by its name. */
  async openFile(name) {
    await this.page.keyboard.press('Control+p');
    await this.page.locator('.quick-input-widget input[type=text]').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
    await this.#restPointer();
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await this.page
      .locator(`:is(.editor-group-container.active, ${notebook}) .view-line`)
      .filter({ visible: true })
      .first()
      .waitFor();
  }

  /** Puts the cursor at a line and column (1-based), and the focus into the editor. */
  async goTo(line, column = 1) {
    await this.#focusEditor();
    await this.page.keyboard.press('Control+g');
    await this.page.locator('.quick-input-widget input[type=text]').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page
      .locator('.part.statusbar')
      .getByText(new RegExp(`^Ln ${line}, Col ${column}$`))
      .waitFor();
  }

  /** Selects `length` characters from a line and column on. */
  async select(line, column, length) {
    await this.goTo(line, column);
    for (let i = 0; i < length; i++) await this.page.keyboard.press('Shift+ArrowRight');
    await this.page.locator('.part.statusbar').getByText(`(${length} selected)`).waitFor();
  }

  /** Types where the cursor is. */
  async type(text) {
    await this.#focusEditor();
    await this.page.keyboard.type(text);
  }

  /** Chooses an entry of the editor's context menu, opened by its key at the cursor. */
  async contextMenu(entry) {
    await this.#focusEditor();
    await this.page.keyboard.press('Shift+F10');
    const item = this.page.locator('.monaco-menu .action-label').filter({ hasText: entry }).first();
    await item.hover();
    // A menu takes no click in its first 100 ms.
    await this.page.waitForTimeout(200);
    await item.click();
    await item.waitFor({ state: 'hidden' });
  }

  /** Makes a document that is not saved, of a language by its title, with a text. */
  async newFile(language, text) {
    await this.palette('File: New Untitled Text File');
    await this.page.locator('.part.statusbar').getByText('Plain Text', { exact: true }).click();
    await this.page.locator('.quick-input-widget input[type=text]').fill(language);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.#focusEditor();
    await this.page.keyboard.insertText(text);
  }

  /** Waits for the bulb that offers quick fixes at the cursor. */
  async lightBulb() {
    await this.page.locator('.editor-instance :is(.codicon-light-bulb, .codicon-gutter-lightbulb)').first().waitFor();
  }

  /** Applies a quick fix at the cursor by its title; `seen` is called while the list is open. */
  async quickFix(title, seen) {
    const row = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
    // A list that is asked for while the editor still draws closes again: a person would press once more.
    for (let pressed = 0; pressed < 3 && !(await row.isVisible()); pressed++) {
      await this.#focusEditor();
      await this.page.keyboard.press('Control+.');
      await row.waitFor({ timeout: 7000 }).catch(() => undefined);
    }
    await row.waitFor({ timeout: 1000 });
    await seen?.();
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  async undo() {
    await this.#focusEditor();
    await this.page.keyboard.press('Control+z');
  }

  /** Waits until the cursor of the active editor is on a line. */
  async cursorAt(line) {
    await this.page
      .locator('.part.statusbar')
      .getByText(new RegExp(`^Ln ${line}, Col \\d+`))
      .waitFor();
  }

  /** Waits until the line's own text matches. */
  async lineMatches(text, pattern) {
    const read = async () => plain(await this.#line(text).textContent());
    await this.until(
      async () => pattern.test(await read()),
      async () => `the line is '${await read()}', not ${pattern}`,
    );
  }

  /** What stands at the end of a line beyond its own text: extensions draw it as generated content. */
  lineEnd(text) {
    return this.#line(text).evaluate((line) =>
      [...line.querySelectorAll('span')]
        .map((span) => getComputedStyle(span, '::after').content)
        .filter((content) => content && content !== 'none' && content !== 'normal')
        .map((content) => JSON.parse(content))
        .join('')
        .replaceAll('\u00a0', ' '),
    );
  }

  /** Waits until the line's end matches. */
  async lineEndMatches(text, pattern) {
    await this.until(
      async () => pattern.test(await this.lineEnd(text)),
      async () => {
        return `the line '${text}' ends in '${await this.lineEnd(text)}', not ${pattern}`;
      },
    );
  }

  async until(holds, otherwise, limit = 20_000) {
    for (const end = Date.now() + limit; !(await holds()); await this.page.waitForTimeout(100)) {
      if (Date.now() > end) throw new Error(await otherwise());
    }
  }

  /** Clicks a token: puts the cursor there, also in a notebook's cell. */
  async clickIn(line, token) {
    await this.#token(line, token).click();
  }

  /** Hovers over a token and gives the row of the hover that matches. */
  async hover(line, token, pattern) {
    const rows = this.page.locator('.monaco-hover:not(.hidden) .hover-row');
    const row = rows.filter({ hasText: pattern }).first();
    for (let attempt = 1; ; attempt++) {
      await this.#restPointer();
      await rows.first().waitFor({ state: 'hidden' });
      await this.page.mouse.move(...(await this.#middleOf(line, token)));
      try {
        await row.waitFor({ timeout: 5000 });
        return row;
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  async hideHover() {
    await this.#restPointer();
    await this.page.locator('.monaco-hover:not(.hidden) .hover-row').first().waitFor({ state: 'hidden' });
  }

  /** Opens a container of the activity bar by its title. */
  async showContainer(title) {
    const icon = this.page.locator('.activitybar a.action-label').and(this.page.getByLabel(title));
    if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
  }

  /** Gives the editor all the room. */
  async hideSideBar() {
    const sideBar = this.page.locator('.part.sidebar');
    await this.#focusEditor();
    if (await sideBar.isVisible()) await this.page.keyboard.press('Control+b');
    await sideBar.waitFor({ state: 'hidden' });
  }

  /** The extension's own document in the webview that contains `selector`. */
  async webview(selector, limit = 20_000) {
    for (const end = Date.now() + limit; ; await this.page.waitForTimeout(100)) {
      for (const frame of this.page.frames()) {
        const ours = frame.url().includes('/webview/browser/pre/fake.html');
        if (
          ours &&
          (await frame
            .locator(selector)
            .count()
            .catch(() => 0))
        )
          return frame;
      }
      if (Date.now() > end) throw new Error(`no webview has ${selector}`);
    }
  }

  /** Text of the status bar's item that matches. */
  async status(pattern) {
    const item = this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: pattern }).first();
    await item.waitFor();
    return plain(await item.textContent());
  }

  /** Messages that stand in the corner now. */
  async toasts() {
    return (await this.page.locator('.notification-toast .notification-list-item-message').allTextContents()).map(
      plain,
    );
  }

  /** Where it points at nothing. */
  #restPointer() {
    return this.page.mouse.move(5, 5);
  }

  #token(line, token) {
    return this.#line(line).locator('span > span').filter({ hasText: token }).first();
  }

  /** Where a token's own text is drawn: neighbours of one colour share an element. */
  #middleOf(line, token) {
    const { source } = token instanceof RegExp ? token : { source: token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') };
    return this.#token(line, token).evaluate((span, pattern) => {
      const [node] = span.childNodes;
      const { index, 0: found } = new RegExp(pattern).exec(node.data);
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + found.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }, source);
  }

  #line(text) {
    return this.page
      .locator(`:is(.editor-group-container, ${notebook}) .view-line`)
      .filter({
        visible: true,
        // An assigned name may have its shape after it.
        hasText: new RegExp(
          text
            .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
            .replace(' = ', '(?::.\\([^)]*\\).\\w+)? = ')
            .replaceAll(' ', '[ \\u00a0]'),
        ),
      })
      .first();
  }

  async #focusEditor() {
    const editor = this.page.locator('.editor-group-container .editor-instance .monaco-editor').first();
    const focused = await editor.evaluate((element) => element.classList.contains('focused'));
    if (!focused) await this.page.keyboard.press('Control+1');
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }
}
