// Entry of the panel beside the editor: draws the last loss, softmax or comparison of reductions that it was sent.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html } from 'lit';
import { say } from '../src/protocol/texts';
import type { PanelView } from '../src/protocol/views';
import './look/panel.css';
import { startPage } from './page/page';
import { Pinned } from './page/pinned';
import { Trial } from './page/trial';
import { words } from './page/words';
import { busyBar, emptyState } from './views/head';
import { drawLoss } from './views/lossView';
import { drawReductions } from './views/reductionsView';
import { drawSoftmax } from './views/softmaxView';

const trial = new Trial();
const pinned = new Pinned();

startPage<PanelView>({
  viewOf: (message) => (message.type === 'panel' ? message.view : undefined),
  told: (message) => {
    if (message.type === 'whatIf') trial.heard(message);
  },
  draw: (view, page) => {
    if (view?.kind === 'loss') return drawLoss(view, page, trial, pinned);
    if (view?.kind === 'softmax') return drawSoftmax(view, page);
    if (view?.kind === 'reductions') return drawReductions(view, page);
    if (page.busy) return html`${busyBar(true)}`;
    const hint = say('Nothing is evaluated yet. Put the cursor in a loss call in Python code and run “Evaluate loss”.');
    return emptyState(words(hint));
  },
});
