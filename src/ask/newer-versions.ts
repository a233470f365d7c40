/**
 * Finds documents of which a newer version exists: `rules-2021.md` beside `rules-2024.md`.
 *
 * @module
 */
import type { FileDocument, FileFormat } from '../documents/file-document.ts';
import { foldAccents } from '../shared/fold-accents.ts';
import { dateDocument, getMonth } from './calendar.ts';

/** Words of file names that tell versions apart. */
const VERSION_WORDS =
  /^(?:v|version|rev|draft|final|valid|old|new|current|copy|signed|entwurf|alt|neu|aktuell|kopie|brouillon|ancien|nouveau|borrador|viejo|nuevo)$/;

/** Characters of a name that says what a document is. */
const SHORTEST_NAME = 3;

/** Number of newer versions that are kept for a document: the newest ones. */
const MOST = 8;

/** Returns the newer versions of each document. Documents are versions of one thing if their names agree. */
export function findNewerVersions(
  documents: readonly FileDocument[],
): ReadonlyMap<FileDocument, readonly FileDocument[]> {
  const newer = new Map<FileDocument, readonly FileDocument[]>();
  for (const [name, group] of Map.groupBy(listFiles(documents), readName)) {
    if (name.length < SHORTEST_NAME) continue;
    const newest = group.toSorted((left, right) => (isNewer(left, right) ? -1 : 1)).slice(0, MOST);
    for (const document of group) {
      const later = newest.filter((other) => other !== document && isNewer(other, document));
      if (later.length > 0) newer.set(document, later);
    }
  }
  return newer;
}

/** Formats of files that stay valid beside later ones of the same name. */
const UNVERSIONED: ReadonlySet<FileFormat> = new Set(['log', 'code', 'yaml', 'mail']);

/** Returns the documents that are the only one of their file. Messages of a mailbox answer each other. */
function listFiles(documents: readonly FileDocument[]): readonly FileDocument[] {
  const byPath = Map.groupBy(documents, ({ path }) => path);
  return documents.filter((one) => !UNVERSIONED.has(one.format) && byPath.get(one.path)!.length === 1);
}

/** Returns the file name without dates, numbers and words such as "draft". */
function readName({ path }: FileDocument): string {
  const base = foldAccents(
    path
      .split('/')
      .at(-1)!
      .replace(/\.\w{1,8}$/, '')
      .toLowerCase(),
  );
  return base
    .replace(/\([^()]*\)/g, ' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !VERSION_WORDS.test(word) && getMonth(word) === undefined)
    .join(' ');
}

function isNewer(one: FileDocument, other: FileDocument): boolean {
  const [left, right] = [dateDocument(one, []), dateDocument(other, [])];
  const dated = left !== undefined && right !== undefined && left.from !== 'file' && right.from !== 'file';
  if (dated && left.value !== right.value) return left.value > right.value;
  return readVersion(one) > readVersion(other);
}

/** Returns the version in the file name. A draft comes before all others. */
function readVersion({ path }: FileDocument): number {
  const base = path.split('/').at(-1)!.toLowerCase();
  if (/\b(?:draft|entwurf|brouillon|borrador|old)\b/.test(base.replaceAll('_', ' '))) return -1;
  const year = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(base)?.[1];
  const version = /(?<!\p{L})v(?:ersion)?[ ._-]?(\d{1,3})/u.exec(base)?.[1];
  return Number(year ?? 0) * 1000 + Number(version ?? 0);
}
