// Every view in every theme: the pages know their theme, the hover's picture follows it. Keeps the pictures to look at.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session, themes } from './session.mjs';

const session = new Session('themes');
const hoverPictures = new Set();
let workbench;

before(async () => {
  workbench = await session.open('bce.py', {
    // Small enough that the value at the line's end stands in the picture.
    settings: { 'editor.stickyScroll.enabled': false, 'editor.fontSize': 12 },
  });
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

async function run(title, file, text, into) {
  const [line, column] = session.placeOf(file, text);
  await workbench.openFile(file);
  await workbench.goTo(line, column + into);
  await workbench.palette(`Tensor Inspector: ${title}`);
}

for (const [name, [, , kind]] of Object.entries(themes)) {
  const readme = (picture) => (name === 'dark' ? picture : undefined);
  const inTheme = `body[data-vscode-theme-kind="${kind}"]`;

  test(`${name}: loss, hover, softmax, dims`, async () => {
    await session.useTheme(name);
    await workbench.hideSideBar();
    await run('Evaluate loss', 'bce.py', 'binary_cross_entropy(input, target, weight=weight)', 3);
    await workbench.lineEndMatches('weighted = F', /0\.12723307/);
    await workbench.webview(`${inTheme}[data-view=panel] [data-figure=perElement]`);
    await session.picture(`${name}-loss`, readme('loss'));

    const row = await workbench.hover('weighted = F', /^input$/, /float32/);
    hoverPictures.add(await row.locator('img').first().getAttribute('src'));
    await session.picture(`${name}-hover`, readme('hover'));
    await workbench.hideHover();

    await run('Show softmax along every dim', 'softmax_dims.py', 'F.softmax(scores, dim=0)', 'F.soft'.length);
    await workbench.webview(`${inTheme}[data-view=panel] [data-figure=dim1]`);
    await session.picture(`${name}-softmax`, readme('softmax'));

    await run('Show dims of the tensor under the cursor', 'kl_div.py', 'logits, dim=1)', 2);
    const dims = new InspectorPage(workbench, await workbench.webview(`${inTheme}[data-view=dims] [data-dim]`));
    await dims.says('header', /logits/);
    await session.picture(`${name}-dims`, readme('dims'));
  });
}

test('the hover has a picture for dark and one for light', () => {
  assert.equal(hoverPictures.size, 2);
});

test('nothing was asked of the network', () => {
  assert.deepEqual(workbench.outside, []);
});
