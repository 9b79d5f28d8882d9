// Entry of the side view: draws the dims of the tensor under the cursor.
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { DimsView } from '../src/protocol/views';
import './look/dims.css';
import { startPage } from './page/page';
import { drawDims } from './views/dimsView';

startPage<DimsView>({
  viewOf: (message) => (message.type === 'dims' ? message.view : undefined),
  draw: drawDims,
});
