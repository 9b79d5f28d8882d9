// What a panel draws with pictures, loaded beside the page: the value of a loss does not wait for it. A bundle of its own,
// with its own copies of what it shares with the page.
export { speak } from './page/words';
export { drawBelow } from './views/lossBelow';
export { drawReductions } from './views/reductionsView';
export { drawSoftmax } from './views/softmaxView';
