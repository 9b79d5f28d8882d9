// The extension's own pages inside VS Code: what their figures, values and messages say and which colours they show.
import { PNG } from 'pngjs';

export class InspectorPage {
  constructor(workbench, frame) {
    this.workbench = workbench;
    this.frame = frame;
  }

  /** The page of a kind (`panel`, `dims`), once it shows `selector`. */
  static async of(workbench, kind, selector) {
    return new InspectorPage(workbench, await workbench.webview(`[data-view=${kind}] ${selector}`));
  }

  /** Text of the first element, with plain spaces. */
  async text(selector) {
    const [text] = await this.frame.locator(selector).first().allInnerTexts();
    return text.replace(/\s+/g, ' ').trim();
  }

  /** Waits until the first element's text matches. */
  async says(selector, pattern) {
    const read = async () => ((await this.frame.locator(selector).count()) ? this.text(selector) : 'nothing');
    await this.workbench.until(
      async () => pattern.test(await read()),
      async () => `${selector} says '${await read()}', not ${pattern}`,
    );
  }

  /** Exact numbers of a figure's cells, row by row. */
  numbers(figure) {
    return this.frame
      .locator(`[data-figure=${figure}] [role=gridcell][data-value]`)
      .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.value)));
  }

  /** What is drawn in a corner of a figure's cell, where no text is: [red, green, blue]. */
  async colour(figure, row, col) {
    const cell = this.frame.locator(`[data-figure=${figure}] [role=gridcell][data-row="${row}"][data-col="${col}"]`);
    await cell.scrollIntoViewIfNeeded();
    const { data, width } = PNG.sync.read(await cell.screenshot());
    const at = 4 * (3 * width + 3);
    return [...data.subarray(at, at + 3)];
  }
}
