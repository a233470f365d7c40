/**
 * The bundled sample of HotpotQA.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AtomMemError } from '../shared/error.ts';

/** Folder of the sample in the package. */
export const SAMPLE_FOLDER = 'data/sample';

const SAMPLE_FILE = 'hotpotqa.sample.jsonl.gz';

/**
 * Returns the path of the bundled HotpotQA sample: 32 questions and about 440 documents (CC BY-SA 4.0, see
 * `data/sample/ATTRIBUTION.md`).
 *
 * @throws AtomMemError `missing-file` if the installation lacks it
 *
 * @example
 * const { records, extraPassages } = await loadDataset(sampleDatasetPath());
 */
export function sampleDatasetPath(): string {
  // Upwards from this module, so that the sources and the bundle find the same file.
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, SAMPLE_FOLDER, SAMPLE_FILE);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) break;
  }
  throw new AtomMemError('missing-file', {
    problem: `${SAMPLE_FOLDER}/${SAMPLE_FILE} is missing from this installation`,
    remedy: 'Install the package again',
  });
}
