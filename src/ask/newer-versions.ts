/**
 * Finds documents of which a newer version exists: `rules-2021.md` beside `rules-2024.md`.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { foldAccents } from '../shared/fold-accents.ts';
import { dateDocument, getMonth } from './calendar.ts';

/** Words of file names that tell versions apart. */
const VERSION_WORDS =
  /^(?:v|version|rev|draft|final|valid|old|new|current|copy|signed|entwurf|alt|neu|aktuell|kopie|brouillon|ancien|nouveau|borrador|viejo|nuevo)$/;

/** Returns the newer versions of each document. Documents are versions of one thing if their names agree. */
export function findNewerVersions(
  documents: readonly FileDocument[],
): ReadonlyMap<FileDocument, readonly FileDocument[]> {
  const groups = new Map<string, FileDocument[]>();
  for (const document of documents) {
    const name = readName(document);
    if (name.length < 3) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [document]);
    else group.push(document);
  }
  const newer = new Map<FileDocument, readonly FileDocument[]>();
  for (const group of groups.values())
    for (const document of group.length > 1 ? group : []) {
      // Messages of one mailbox answer each other.
      const later = group.filter((other) => other.path !== document.path && isNewer(other, document));
      if (later.length > 0) newer.set(document, later);
    }
  return newer;
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
