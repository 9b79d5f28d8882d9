// Entry of the panel beside the editor: draws the last loss, softmax or comparison of reductions that it was sent.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html } from 'lit';
import { say } from '../src/protocol/texts';
import type { PanelView } from '../src/protocol/views';
import './look/panel.css';
import { type Page, startPage } from './page/page';
import { Pinned } from './page/pinned';
import { Trial } from './page/trial';
import { words } from './page/words';
import { busyBar, emptyState } from './views/head';
import { type Below, drawLoss } from './views/lossView';

type More = typeof import('./panelMore');

const trial = new Trial();
const pinned = new Pinned();
let more: More | undefined;

const { redraw } = startPage<PanelView>({
  viewOf: (message) => (message.type === 'panel' ? message.view : undefined),
  told: (message) => {
    if (message.type === 'whatIf') trial.heard(message);
  },
  draw: (view, page) => {
    more?.speak(page.translations);
    if (view?.kind === 'loss') return drawLoss(view, page, trial, pinned, below(page));
    if (view?.kind === 'softmax' && more) return more.drawSoftmax(view, page);
    if (view?.kind === 'reductions' && more) return more.drawReductions(view, page);
    if (view || page.busy) return html`${busyBar(true)}`;
    const hint = say('Nothing is evaluated yet. Put the cursor in a loss call in Python code and run “Evaluate loss”.');
    return emptyState(words(hint));
  },
});

const below = (page: Page): Below | undefined => {
  const drawBelow = page.isFirst ? undefined : more?.drawBelow;
  return drawBelow && ((view, shown) => drawBelow(view, shown, page, trial, pinned));
};

import(document.body.dataset.more ?? '').then((loaded: More) => {
  more = loaded;
  redraw();
});
