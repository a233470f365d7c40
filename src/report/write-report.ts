/**
 * Writes a report into a folder.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { renderHtmlReport } from './html-report.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import type { ReportInput } from './report-input.ts';

/**
 * Writes `report.html` and `report.md` into a folder and returns their paths.
 *
 * @throws AtomMemError `unreadable-file` if the folder cannot be written.
 */
export async function writeReport(folder: string, input: ReportInput): Promise<readonly string[]> {
  const files = [
    [join(folder, 'report.html'), renderHtmlReport(input)],
    [join(folder, 'report.md'), renderMarkdownReport(input)],
  ] as const;
  try {
    await mkdir(folder, { recursive: true });
    for (const [path, text] of files) await writeFile(path, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AtomMemError('unreadable-file', {
      problem: `${folder}: the report cannot be written (${code ?? cause})`,
      remedy: 'Give another folder',
      details: { path: folder },
      cause,
    });
  }
  return files.map(([path]) => path);
}
