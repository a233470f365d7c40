/**
 * Starts Chromium for tests, if it is installed.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** Debian's, unless the environment names another. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Nothing of the browser's own may go to the network. */
const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, or the reason why there is none here. */
export async function openChromium(): Promise<Browser | string> {
  if (!existsSync(CHROMIUM)) return `no ${CHROMIUM}; apt-get install -y chromium`;
  const playwright = await import('playwright-core').catch(() => undefined);
  if (playwright === undefined) return 'no playwright-core; npm install';
  return playwright.chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}
