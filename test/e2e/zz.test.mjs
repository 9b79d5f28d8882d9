import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session } from './session.mjs';
const session = new Session('paint');
let workbench;
before(async () => { workbench = await session.open('cross_entropy.py');
 writeFileSync(path.join(session.folder, 'large.py'), 'import torch\nimport torch.nn.functional as F\ntorch.manual_seed(0)\nlogits = torch.randn(64, 1000)\ntarget = torch.randint(0, 1000, (64,))\nloss = F.cross_entropy(logits, target)\n'); });
after(() => session.close());
test('x', async () => {
    await workbench.openFile('large.py'); await workbench.goTo(6,12); await workbench.page.waitForTimeout(1500);
    await workbench.palette('Tensor Inspector: Evaluate loss');
  const panel = await InspectorPage.of(workbench, 'panel', '[data-control=label_smoothing] input[type=range]');
  await workbench.page.waitForTimeout(3000);
  const out = await panel.frame.locator('[data-control=label_smoothing] input[type=range]').evaluate(async (slider) => {
      const value = () => document.querySelector('[data-value]').textContent;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const times = []; let got=0; let size=0; const long=[]; const gaps=[];
      window.addEventListener('message', (e)=>{ got=performance.now(); size=e.data?.byteLength ?? JSON.stringify(e.data).length; }, true);
      new PerformanceObserver(l=>{for(const e of l.getEntries()) long.push([Math.round(e.startTime),Math.round(e.duration)]);}).observe({entryTypes:['longtask']});
      for (let moves = 0; moves < 20; moves++) {
        const before = value(); const begun = performance.now(); let frames=0;
        slider.stepUp(); slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
        const sync = performance.now()-begun;
        while (value() === before && performance.now() - begun < 5000) { await frame(); frames++; }
        times.push([Math.round(sync), Math.round(got-begun), Math.round(performance.now() - begun), frames, size]);
        await frame(); await new Promise(r=>setTimeout(r,300));
      }
      return {times,long};
    });
  console.log('RES', JSON.stringify(out));
});
