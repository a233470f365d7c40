/**
 * Opens the live view in Chromium: light, dark, on a phone, by keyboard.
 *
 * @module
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMemory } from '../../src/memory/create-memory.ts';
import { renderHtmlReport } from '../../src/report/html-report.ts';
import type { LoopbackServer } from '../../src/server/listen.ts';
import { serveMemory } from '../../src/server/serve-memory.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { writeTrajectory } from '../../src/trajectory/write-trajectory.ts';
import { openChromium } from './chromium.ts';
import { HOSTILE, sampleReport } from './report-sample.ts';

const opened = await openChromium();
if (typeof opened === 'string') console.warn(`skipped, the live view in a browser: ${opened}`);

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Screenshots are kept if this names a folder. */
const PICTURES = process.env.ATOMMEM_PICTURES;

const BIG_NAMESPACE = 'users/big';
const HEBREW = 'עדה גרה במאלמו ועובדת ב-Nordwind משנת 2019.';

describe.skipIf(typeof opened === 'string')('the live view in a browser', () => {
  const browser = opened as Browser;
  const store = inMemoryStore();
  const memory = createMemory({ store, namespace: 'users/ada' });
  let runs = '';
  let server: LoopbackServer;
  let page: Page;
  let troubles: string[] = [];

  beforeAll(async () => {
    const actor = 'assistant';
    const { id } = await memory.create('Ada lives in Lund and commutes to Malmö by train.', { actor });
    await memory.create('Ada has a cat named Pixel.', { actor });
    await memory.update(id, 'Ada lives in Malmö and walks to work.', { actor });
    await memory.create(HOSTILE, { actor: 'page' });
    await memory.update('scratchpad', 'Ask about the new flat.', { actor });
    await memory.read('Where does Ada live?');
    for (let turn = 1; turn <= 7; turn++) memory.noteShown([{ id }], `recalled for turn ${turn}`);
    await createMany(BIG_NAMESPACE);
    runs = await mkdtemp(join(tmpdir(), 'atommem-runs-'));
    const report = await sampleReport(60);
    await writeFile(join(runs, 'report.html'), renderHtmlReport(report));
    await mkdir(join(runs, 'trajectories'));
    await writeTrajectory(join(runs, 'trajectories', 'first.jsonl'), report.episodes[0]!.trajectory);
    server = await serveMemory({ store, writable: true, token: 'right', interval: 20, runs });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(runs, { recursive: true });
  });
  afterEach(() => page.close());

  async function open(viewport: { width: number; height: number }, colorScheme?: 'dark'): Promise<void> {
    troubles = [];
    page = await browser.newPage({ viewport, ...(colorScheme && { colorScheme }) });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(`${server.url}/#token=right`);
    await page.getByText('Episodes and reports').waitFor();
  }

  async function createMany(namespace: string): Promise<void> {
    const big = createMemory({ store, namespace });
    const texts = Array.from({ length: 5000 }, (_, place) => `Note ${place} about the garden.`);
    await big.apply([...texts, HEBREW, 'x'.repeat(3000)].map((text) => ({ op: 'create', text })));
  }

  async function keep(name: string): Promise<void> {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `live-${name}.png`), fullPage: true });
  }

  it.each([
    ['light', DESKTOP, undefined],
    ['dark', DESKTOP, 'dark'],
    ['phone', PHONE, undefined],
    ['phone-dark', PHONE, 'dark'],
  ] as const)('shows entries, their life, reports (%s)', async (name, viewport, scheme) => {
    await open(viewport, scheme);
    await page
      .getByRole('button', { name: /Ada lives in Malmö/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Life of this entry' }).waitFor();
    expect(await page.locator('.detail').textContent()).toContain('Returned by 1 search.');
    expect(await page.locator('.shown li').allInnerTexts()).toHaveLength(7);
    expect(await page.locator('.shown li').first().textContent()).toContain('recalled for turn 7');
    expect(await page.locator('.version del').allInnerTexts()).not.toEqual([]);
    await keep(name);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(troubles).toEqual([]);
  });

  it('works by keyboard', async () => {
    await open(DESKTOP);
    await page.keyboard.press('/');
    await page.keyboard.type('Pixel');
    await page.getByText('Best matches for').waitFor();
    await page.keyboard.press('Tab');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Entry m/ }).waitFor();
    expect(await page.locator('.whole').textContent()).toContain('cat');
    expect(troubles).toEqual([]);
  });

  it('shows what another process writes, and edits and undoes with an actor', async () => {
    await open(DESKTOP);
    const { id } = await memory.create('Ada bought a kayak.', { actor: 'other' });
    const entry = page.getByRole('button', { name: /kayak/ }).first();
    await entry.click();
    await page.getByText('Edit', { exact: true }).click();
    await page.getByLabel('Text of the entry').fill('Ada sold her kayak.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.whole', { hasText: 'sold' }).waitFor();
    await page.getByRole('button', { name: 'Undo this change' }).first().click();
    await page.locator('.whole', { hasText: 'bought' }).waitFor();
    expect((await memory.log({ id })).map(({ actor }) => actor)).toEqual(['other', 'viewer', 'viewer']);
    await memory.delete(id);
    expect(troubles).toEqual([]);
  });

  it.each([
    ['many', DESKTOP],
    ['many-phone', PHONE],
  ] as const)(
    'shows 5,000 entries a page at a time, right-to-left and long texts (%s)',
    async (name, viewport) => {
      await open(viewport);
      await page.getByLabel('Namespace').selectOption(BIG_NAMESPACE);
      await page.getByRole('heading', { name: '5002 entries' }).waitFor();
      const entries = page.locator('.list .entry');
      expect(await entries.count()).toBe(200);
      await page.getByRole('button', { name: 'Show more (4802 left)' }).press('Enter');
      expect(await entries.count()).toBe(400);
      // The focus is on the first new entry, so that keyboard users continue from there.
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('m4802');
      const hebrew = entries.filter({ hasText: HEBREW.slice(0, 10) }).locator('.text');
      expect(await hebrew.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(viewport.width);
      await keep(name);
      expect(troubles).toEqual([]);
    },
  );

  it('keeps an open editor and the focus while others write', async () => {
    await open(DESKTOP);
    const { id } = await memory.create('Ada rents a boat.');
    await page.getByRole('button', { name: /boat/ }).first().click();
    await page.getByText('Edit', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    const focused = (): Promise<string | null | undefined> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-id'));
    await expect.poll(focused).toBe(id);
    // Escape before the entry is loaded: the focus stays on the list.
    const seen = page.waitForResponse((response) => response.url().includes(encodeURIComponent(id)));
    await page.locator(`.list [data-id="${id}"]`).evaluate((button: HTMLElement) => {
      button.click();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    await (await seen).finished();
    await page.waitForTimeout(100); // for a focus that must not come
    expect(await focused()).toBe(id);
    const first = await memory.create('Ada paints.');
    await page.locator(`.list [data-id="${first.id}"]`).waitFor();
    await expect.poll(focused).toBe(id);
    await page.getByText('Edit', { exact: true }).click();
    await page.getByLabel('Text of the entry').fill('Ada owns a boat.');
    const second = await memory.create('Ada sings.');
    await page.locator(`.list [data-id="${second.id}"]`).waitFor();
    expect(await page.getByLabel('Text of the entry').inputValue()).toBe('Ada owns a boat.');
    await memory.apply([id, first.id, second.id].map((each) => ({ op: 'delete', target: { id: each } })));
  });

  it('says what to do if the token is missing or the store is empty', async () => {
    await open(DESKTOP);
    await page.goto(`${server.url}/#token=wrong`);
    await page.reload();
    await page.getByText('Open the address that `atommem serve` printed').waitFor();
    const empty = await serveMemory({ store: inMemoryStore(), interval: 20 });
    await page.goto(empty.url);
    await page.getByText('An entry appears here when an agent writes one.').waitFor();
    await page.getByText('No changes yet.').waitFor();
    await empty.close();
  });

  it('opens a report and an episode in an origin of their own', async () => {
    await open(DESKTOP);
    for (const kind of ['report', 'episode']) {
      const [popup] = await Promise.all([
        page.context().waitForEvent('page'),
        page.locator('.runs a', { hasText: kind }).first().click(),
      ]);
      await popup.getByRole('heading', { name: 'Episodes' }).waitFor();
      await popup.locator('.episodes a').first().click();
      await popup.locator('#episode h2, #episode h3').first().waitFor();
      expect(await popup.evaluate(() => [self.origin, 'hacked' in window])).toEqual(['null', false]);
      if (PICTURES) await popup.screenshot({ path: join(PICTURES, `live-${kind}.png`) });
      await popup.close();
    }
  });
});
