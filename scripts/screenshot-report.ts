/**
 * Takes screenshots of a report for the docs with Chromium.
 *
 *     node scripts/screenshot-report.ts REPORT.html OUT.png [#episode-1/step-3] [light|dark] [width]
 *
 * @module
 */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openChromium } from '../test/browser/chromium.ts';

const [report, out, hash = '', scheme = 'light', width = '1280'] = process.argv.slice(2);
if (report === undefined || out === undefined) {
  console.error('give a report and a picture: node scripts/screenshot-report.ts REPORT.html OUT.png');
  process.exit(2);
}
const browser = await openChromium();
if (typeof browser === 'string') {
  console.error(`no picture: ${browser}`);
  process.exit(1);
}
const page = await browser.newPage({
  viewport: { width: Number(width), height: Math.max(900, Math.round(Number(width) * 0.75)) },
  colorScheme: scheme === 'dark' ? 'dark' : 'light',
});
await page.goto(`${pathToFileURL(resolve(report)).href}${hash}`);
await page.screenshot({ path: out });
await browser.close();
console.log(out);
