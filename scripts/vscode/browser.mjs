// A headless Chromium for tests, with a fresh profile each time.
import { chromium } from 'playwright-core';
import { chromiumPath } from '../requirements.mjs';

export async function launch({
  viewport = { width: 1440, height: 810 },
  colorScheme = 'dark',
  deviceScaleFactor = 1,
} = {}) {
  const executablePath = chromiumPath();
  // Chromium's sandbox does not start as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [...args, '--disable-gpu', '--disable-quic'],
  });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor, locale: 'en-US', permissions });
  context.setDefaultTimeout(20_000);
  return { browser, context };
}
