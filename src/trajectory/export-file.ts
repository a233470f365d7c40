/**
 * Writes exported rows to a file.
 *
 * @module
 */
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ExportFormat, ExportRow } from './export-formats.ts';
import { formatParquet } from './export-parquet.ts';

/**
 * Writes rows to a file: Parquet if the name ends in `.parquet`, otherwise JSON Lines. The file appears
 * under its name only when it is complete. If there are no rows, or reading them fails, no file is left.
 *
 * @returns the number of rows written
 * @throws if the folder cannot be written; AtomMemError `missing-package` for Parquet without its package
 */
export async function writeExport(
  path: string,
  format: ExportFormat,
  rows: AsyncIterable<ExportRow>,
): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  try {
    const written = path.endsWith('.parquet')
      ? await writeParquet(part, format, rows)
      : await writeLines(part, rows);
    if (written > 0) await rename(part, path);
    return written;
  } finally {
    await rm(part, { force: true });
  }
}

async function writeLines(path: string, rows: AsyncIterable<ExportRow>): Promise<number> {
  const file = await open(path, 'w');
  let written = 0;
  try {
    for await (const row of rows) {
      await file.write(`${JSON.stringify(row)}\n`);
      written += 1;
    }
  } finally {
    await file.close();
  }
  return written;
}

async function writeParquet(
  path: string,
  { columns }: ExportFormat,
  rows: AsyncIterable<ExportRow>,
): Promise<number> {
  const all: ExportRow[] = [];
  for await (const row of rows) all.push(row);
  await writeFile(path, await formatParquet(columns, all));
  return all.length;
}
