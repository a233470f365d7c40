/**
 * Opens the report page in Chromium.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../src/report/html-report.ts';
import { openChromium } from './chromium.ts';
import { HOSTILE, sampleReport } from './report-sample.ts';

const opened = await openChromium();
if (typeof opened === 'string') console.warn(`skipped, the report in a browser: ${opened}`);

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(typeof opened === 'string')('the report in a browser', () => {
  const browser = opened as Browser;
  let folder = '';
  let address = '';
  let troubles: string[] = [];
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atommem-report-'));
    const path = join(folder, 'report.html');
    await writeFile(path, renderHtmlReport(await sampleReport(800)));
    address = pathToFileURL(path).href;
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => page.close());

  async function open(
    viewport: { width: number; height: number },
    hash = '',
    colorScheme?: 'dark',
  ): Promise<void> {
    troubles = [];
    page = await browser.newPage({ viewport, ...(colorScheme && { colorScheme }) });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith('data:')) troubles.push(`asked for ${url}`);
    });
    await page.goto(`${address}${hash}`);
  }

  async function openEverything(): Promise<void> {
    await page.getByRole('button', { name: 'Open all steps' }).click();
    for (let depth = 0; depth < 3; depth++) {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await page.waitForTimeout(50);
    }
  }

  it('opens the timeline of 800 documents in under a second', async () => {
    await open(DESKTOP);
    const took = await page.evaluate(async () => {
      const begun = performance.now();
      document.querySelector<HTMLAnchorElement>('.episodes a')!.click();
      await new Promise<void>((drawn) => {
        const look = (): void => {
          if (document.querySelector('.timeline details') === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => requestAnimationFrame(() => drawn()));
        };
        look();
      });
      return performance.now() - begun;
    });
    expect(await page.locator('.timeline > details').count()).toBe(32);
    expect(took).toBeLessThan(1000);
    expect(troubles).toEqual([]);
  });

  it('reaches the effects of a step by keyboard alone', async () => {
    await open(DESKTOP);
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Skip/);
    await tabTo('.episodes a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.timeline > details');
    expect(await focused()).toBe('keeper on mills');
    await tabTo('.timeline > details:nth-child(2) > summary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#step-2 .operations');
    await tabTo('#step-2 .step-body details > summary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#step-2 .step-body details[open] .text');
    expect(troubles).toEqual([]);
  });

  it('shows every operation, the view, the prompt and the chunk without executing them', async () => {
    await open(DESKTOP, '#episode-1/step-3');
    await openEverything();
    const step = page.locator('#step-3');
    const text = await step.textContent();
    for (const part of [
      '+ create',
      '~ update',
      '− delete',
      '? read',
      'refused delete',
      'no-such-slot',
      'Scratchpad',
      HOSTILE,
    ]) {
      expect(text).toContain(part);
    }
    expect(await step.locator('ins').allTextContents()).toContain(' Seen again in 2.');
    expect(await step.locator('pre').first().textContent()).toContain('Mill 54 stands');
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('traces an answer to its chunk, and the link opens that step', async () => {
    await open(DESKTOP, '#episode-1');
    const question = page.locator('.card').first();
    expect(await question.textContent()).toContain('1705');
    await question.getByRole('link', { name: 'chunk 1', exact: true }).first().click();
    await page.waitForSelector('#step-1[open] .operations');
    expect(page.url()).toMatch(/#episode-1\/step-1$/);
    expect(troubles).toEqual([]);
  });

  it.each([PHONE, { width: 360, height: 740 }])(
    'fits a phone of $width pixels, with everything open',
    async (phone) => {
      await open(phone, '#episode-1/step-2');
      await openEverything();
      const { scroll, width } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: window.innerWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(width);
      expect(troubles).toEqual([]);
    },
  );

  it('follows the colour scheme of the system until the reader chooses one', async () => {
    await open(DESKTOP, '', 'dark');
    const lightness = (): Promise<number> =>
      page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)![0]));
    expect(await lightness()).toBeLessThan(60);
    await page.getByRole('button', { name: 'Switch to light colours' }).click();
    expect(await lightness()).toBeGreaterThan(200);
    expect(troubles).toEqual([]);
  });

  function focused(): Promise<string> {
    return page.evaluate(() => document.activeElement?.textContent ?? '');
  }

  async function tabTo(selector: string): Promise<void> {
    for (let pressed = 0; pressed < 200; pressed++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    throw new Error(`200 times Tab do not lead to ${selector}`);
  }
});
