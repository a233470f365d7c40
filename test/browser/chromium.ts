/**
 * Starts Chromium for tests, if it is installed.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** Debian's Chromium, unless `CHROMIUM` names another. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Keeps the browser's background services off the network. */
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

/** Launches a browser, or returns the reason why this machine cannot. */
export async function openChromium(): Promise<Browser | string> {
  if (!existsSync(CHROMIUM)) return `no ${CHROMIUM}; apt-get install -y chromium`;
  const playwright = await import('playwright-core').catch(() => undefined);
  if (playwright === undefined) return 'no playwright-core; npm install';
  return playwright.chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}
