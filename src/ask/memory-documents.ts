/**
 * Converts documents to memory entries and back.
 *
 * @module
 */
import type { Block, FileDocument } from '../documents/file-document.ts';
import { locate } from '../documents/locate.ts';
import { toFileDocument } from '../documents/to-file-document.ts';
import { type Entry, readSources } from '../memory/entry.ts';
import type { JsonObject } from '../shared/json.ts';
import { hashContent } from './content-hash.ts';

/** Maximum characters of an entry: about a paragraph. */
const PASSAGE = 1200;

/** A stored part of a document. */
export interface StoredPart {
  readonly text: string;
  readonly meta: JsonObject;
}

/** Contents of an entry's `meta.document`. */
interface PartMeta {
  readonly id: string;
  readonly root: string;
  readonly hash: string;
  readonly part: number;
  readonly parts: number;
  readonly stamp?: string;
}

/** Splits a document into parts, which are stored as entries. The text of an entry is the title and the part's text. */
export function toParts(document: FileDocument, root: string): readonly StoredPart[] {
  const groups = groupBlocks(document.blocks);
  const hash = hashDocument(document);
  return groups.map((blocks, part) => {
    const start = blocks[0]!.start;
    const text = document.text.slice(start, blocks.at(-1)!.end);
    const { id, path, title, format, modified } = document;
    const meta = {
      sources: [id],
      title,
      path,
      document: {
        id,
        root,
        hash,
        part,
        parts: groups.length,
        format,
        modified: modified ?? null,
        stamp: document.stamp ?? '',
      },
      lines: mapLines(document, start, text),
      blocks: blocks.map((block) => ({ ...block, start: block.start - start, end: block.end - start })),
    };
    return { text: `${title}\n${text}`, meta: meta as unknown as JsonObject };
  });
}

export function hashDocument({ title, text, format, modified }: FileDocument): string {
  // The time of a message is part of its content. The time of a file changes independently of its content.
  return hashContent(`${title}\n${format}\n${format === 'mail' ? modified : ''}\n${text}`);
}

function groupBlocks(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    if (group !== undefined && block.end - group[0]!.start <= PASSAGE) group.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** Returns the jumps in line numbers within a part. */
function mapLines(document: FileDocument, start: number, text: string): [number, number][] {
  const lines: [number, number][] = [];
  let offset = start;
  for (const [index, line] of text.split('\n').entries()) {
    const source = locate(document, offset).line;
    const last = lines.at(-1);
    if (last === undefined || last[1] + index - last[0] !== source) lines.push([index, source]);
    offset += line.length + 1;
  }
  return lines;
}

/** Reads the metadata that `toParts` wrote. Returns `undefined` for other entries. */
export function readPartMeta({ meta }: Entry): PartMeta | undefined {
  return Array.isArray(meta.blocks) ? readSourceMeta(meta) : undefined;
}

/** Reads which part of a document an entry comes from, even if a policy wrote its text. */
export function readSourceMeta(meta: JsonObject): PartMeta | undefined {
  const found = meta.document as Partial<PartMeta> | undefined;
  const whole =
    typeof found?.id === 'string' && typeof found.hash === 'string' && typeof found.part === 'number';
  return whole ? (found as PartMeta) : undefined;
}

/** Converts a memory's entries to documents: one per synced file, or else one per entry. */
export function toDocuments(entries: readonly Entry[]): readonly FileDocument[] {
  const files = new Map<string, { readonly part: number; readonly entry: Entry }[]>();
  const documents: FileDocument[] = [];
  for (const entry of entries) {
    const part = readPartMeta(entry);
    if (part === undefined) documents.push(toEntryDocument(entry));
    else files.set(part.id, [...(files.get(part.id) ?? []), { part: part.part, entry }]);
  }
  for (const parts of files.values())
    documents.push(
      joinParts(parts.toSorted((left, right) => left.part - right.part).map(({ entry }) => entry)),
    );
  return documents;
}

function toEntryDocument(entry: Entry): FileDocument {
  const { id, text, meta, updatedAt } = entry;
  const title = typeof meta.title === 'string' ? meta.title : '';
  const body = title !== '' && text.startsWith(`${title}\n`) ? text.slice(title.length + 1) : text;
  const path = typeof meta.path === 'string' ? meta.path : (readSources(entry)[0] ?? `memory ${id}`);
  return { ...toFileDocument({ id, title: title || path, text: body }), path, modified: updatedAt };
}

function joinParts(entries: readonly Entry[]): FileDocument {
  const first = entries[0]!;
  const { document, title, path } = first.meta as unknown as {
    document: PartMeta & Pick<FileDocument, 'format' | 'modified'>;
    title: string;
    path: string;
  };
  const texts: string[] = [];
  const blocks: Block[] = [];
  const lines: [number, number][] = [];
  let [offset, count] = [0, 0];
  for (const { text, meta } of entries) {
    const body = text.slice(title.length + 1);
    for (const block of meta.blocks as unknown as readonly Block[])
      blocks.push({ ...block, start: block.start + offset, end: block.end + offset });
    for (const [line, source] of meta.lines as unknown as readonly (readonly [number, number])[])
      lines.push([line + count, source]);
    texts.push(body);
    offset += body.length + 1;
    count += body.split('\n').length;
  }
  const { id, format, modified } = document;
  return { id, title, path, format, modified: modified ?? undefined, text: texts.join('\n'), blocks, lines };
}
