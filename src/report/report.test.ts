/** Tests of the report. @module */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Parser } from 'htmlparser2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE, sampleReport } from '../../test/browser/report-sample.ts';
import { createRow } from '../eval/eval-row.ts';
import type { JsonValue } from '../shared/json.ts';
import { chooseEpisodes } from './choose-episodes.ts';
import { renderHtmlReport } from './html-report.ts';
import { loadEpisodes } from './load-episodes.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import { measureEpisode } from './measure-episode.ts';
import type { PageEpisode } from './page-data.ts';
import type { EpisodeDigest } from './report-input.ts';
import { applyEdits } from './word-diff.ts';
import { writeReport } from './write-report.ts';

const input = await sampleReport(60);
const [episode] = input.episodes;
const { digest, trajectory } = episode!;

/** The page's scripts: kind, id and text of each. */
function listScripts(
  page: string,
): readonly { readonly type: string; readonly id: string; readonly text: string }[] {
  const scripts: { type: string; id: string; text: string }[] = [];
  let open = false;
  const parser = new Parser({
    onopentag(name, { type = '', id = '' }) {
      open = name === 'script';
      if (open) scripts.push({ type, id, text: '' });
    },
    ontext(text) {
      if (open) scripts.at(-1)!.text += text;
    },
    onclosetag() {
      open = false;
    },
  });
  parser.end(page);
  return scripts;
}

function listTags(
  page: string,
): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const tags: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => tags.push({ name, attributes }) });
  parser.end(page);
  return tags;
}

function episodeIn(page: string): PageEpisode {
  const block = listScripts(page).find(({ id }) => id === 'episode-data-1');
  return JSON.parse(block!.text) as PageEpisode;
}

describe('renderHtmlReport', () => {
  const page = renderHtmlReport(input);

  it('gives the same page for the same input', async () => {
    expect(renderHtmlReport(await sampleReport(60))).toBe(page);
  });

  it('holds one script that runs, named in its policy by its hash, and asks for nothing', () => {
    const running = listScripts(page).filter(({ type }) => type !== 'application/json');
    expect(running).toHaveLength(1);
    const hash = createHash('sha256').update(running[0]!.text).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(page).toContain('default-src &#39;none&#39;');
    const tags = listTags(page);
    expect(tags.length).toBeGreaterThan(100);
    for (const { name, attributes } of tags) {
      expect(['iframe', 'object', 'embed', 'img', 'base', 'form']).not.toContain(name);
      expect(Object.keys(attributes).filter((key) => /^(?:src|style|on.*)$/.test(key))).toEqual([]);
      if (attributes.href !== undefined) expect(attributes.href).toMatch(/^(?:#|data:,$)/);
    }
    expect(page.slice(page.indexOf('<style>'), page.indexOf('</style>'))).not.toMatch(/url\(|@import/);
  });

  it('holds every text of the episode, and its differences give the new texts', () => {
    const { steps, texts, documents } = episodeIn(page);
    expect(steps).toHaveLength(trajectory.steps.length);
    expect(texts[documents.d5!.text!]).toContain(HOSTILE);
    const updates = steps.flatMap(({ operations }) => operations.filter(({ edits }) => edits !== undefined));
    expect(updates.length).toBeGreaterThan(2);
    for (const { before, edits, text } of updates)
      expect(applyEdits(texts[before!]!, edits!)).toBe(texts[text]);
    const shown = trajectory.steps[2]!.view.entries.map(({ text }) => text);
    expect(steps[2]!.shown.map(({ text }) => texts[text])).toEqual(shown);
  });

  it('shows the reward of tasks without questions', () => {
    const score = { ...digest.score, questions: [], reward: 0.25 };
    const paid = { ...digest, score };
    const row = createRow(
      { policy: 'mine', dataset: 'shop', documents: 0, variant: 'default', planned: 2 },
      [score, { ...score, stream: 'other', reward: 0.75 }],
      { seed: 1 },
    );
    const report = { ...input, rows: [row], digests: [paid], episodes: [{ ...episode!, digest: paid }] };
    expect(renderHtmlReport(report)).toContain('<span class="muted">reward 0.25</span>');
    const [header, , figures] = renderMarkdownReport(report)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(header).toMatch(/^\| Policy \| Docs \| n \| Reward \|/);
    expect(figures).toMatch(/^\| mine \| – \| 2 \| 0\.50 \(0\.25 to 0\.75\) \|/);
  });

  it('leaves out prompts, then documents, then the episode, and says so', () => {
    const full = JSON.stringify(episodeIn(page)).length;
    const without = renderHtmlReport({ ...input, episodeBytes: full });
    expect(episodeIn(without).steps.every(({ prompt }) => prompt.length === 0)).toBe(true);
    expect(without).toContain('1 is shown without prompts');
    const empty = renderHtmlReport({ ...input, episodeBytes: 100 });
    expect(listScripts(empty)).toHaveLength(1);
    expect(empty).toContain('1 is too large for this page');
  });

  it('is whole without episodes and without rows', () => {
    expect(renderHtmlReport({ title: 'Empty', rows: [], digests: [], episodes: [] })).toContain('</html>');
  });
});

describe('renderMarkdownReport', () => {
  it('has the tables, each row as long as its head, whatever stands in names', () => {
    const rows = input.rows.map((row) => ({ ...row, policy: `a | b\n${HOSTILE}` }));
    const columns = [{ title: 'Money', cell: () => '1.20 €' }];
    const text = renderMarkdownReport({ ...input, rows, columns });
    const tables = text.split(/\n\n/).filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(4);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.replace(/\\\|/g, '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
    expect(text).toContain('1.20 €');
    expect(text.replace(/\\</g, '').replace(/^ {4}.*$/gm, '')).not.toContain('<');
  });
});

describe('measureEpisode', () => {
  it('is plain JSON, and small', () => {
    const measure: JsonValue = measureEpisode(trajectory);
    expect(JSON.parse(JSON.stringify(measure))).toEqual(measure);
    expect(JSON.stringify(measure).length).toBeLessThan(3000);
  });
});

describe('chooseEpisodes and loadEpisodes', () => {
  const made = (policy: string, wrong: number, end = 'done'): EpisodeDigest => {
    const questions = digest.score.questions.map((question, index) => ({
      ...question,
      em: index < wrong ? 0 : 1,
    }));
    return { ...digest, policy, score: { ...digest.score, questions, end } };
  };
  const digests = [
    made('a', 0),
    made('a', 2),
    made('b', 1),
    made('a', 0, 'failed'),
    made('b', 0),
    made('a', 1),
  ];

  it('takes failures first, then wrong answers, policy by policy', () => {
    expect(chooseEpisodes(digests)).toEqual([3, 2, 1, 4, 5, 0]);
  });

  it('passes over what was not kept', async () => {
    const loaded = await loadEpisodes(digests, {
      loadTrajectory: async (_, place) => (place === 3 ? undefined : trajectory),
      most: 2,
    });
    expect(loaded.map((each) => digests.indexOf(each.digest))).toEqual([2, 1]);
  });
});

describe('files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atommem-report-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a page and a Markdown file', async () => {
    const paths = await writeReport(folder, input);
    expect(paths.map((path) => path.slice(folder.length + 1))).toEqual(['report.html', 'report.md']);
    expect(episodeIn(await readFile(paths[0]!, 'utf8')).steps).toHaveLength(trajectory.steps.length);
  });

  it('names the folder that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeReport(join(folder, 'file'), input)).rejects.toThrow(
      /file: the report cannot be written/,
    );
  });

  it('the page in the package is built from its sources', () => {
    const root = resolve(import.meta.dirname, '../..');
    const script = join(root, 'scripts/build-report-page.ts');
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toContain('up to date');
  });
});
