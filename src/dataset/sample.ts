import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatasetError } from './dataset-error.ts';

/** Where the sample lies in the package. */
export const SAMPLE_FOLDER = 'data/sample';

const SAMPLE_FILE = 'hotpotqa.sample.jsonl.gz';

/**
 * Path of the bundled HotpotQA sample: 32 questions and about 440 documents (CC BY-SA 4.0, see
 * `data/sample/ATTRIBUTION.md`). Found upwards of this module, so that it is the same from the sources and
 * from the bundle.
 *
 * @example
 * const { records, extraPassages } = await loadDataset(sampleDatasetPath());
 */
export function sampleDatasetPath(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, SAMPLE_FOLDER, SAMPLE_FILE);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) break;
  }
  const message = `${SAMPLE_FOLDER}/${SAMPLE_FILE}: not in this installation; install the package again`;
  throw new DatasetError('missing-file', message);
}
