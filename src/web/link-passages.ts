/**
 * Turns passages of question-answering data sets into pages. A page links to those whose titles it mentions.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';
import type { PageLink, WebPage } from './web-tools.ts';

/** Shortest title that becomes a link, in characters. */
const SHORTEST = 4;

/** Pages, and the address of every document. */
export interface LinkedPages {
  readonly pages: readonly WebPage[];
  /** Returns the address of the page that holds a document. */
  addressOf(documentId: string): string | undefined;
}

/**
 * Makes one page of all passages with the same title. The longest title at a place becomes the link. A title in
 * brackets, as in "Lola (film)", matches without its brackets.
 *
 * @example
 * const { pages } = linkPassages(documents);
 * const tools = corpusTools(pages);
 */
export function linkPassages(documents: readonly SourceDocument[]): LinkedPages {
  const groups = Map.groupBy(documents, ({ title }) => title.trim());
  const addresses = new Map([...groups.keys()].map((title) => [title, toAddress(title)]));
  const byName = indexNames([...groups.keys()]);
  const pages = [...groups].map(([title, group]): WebPage => {
    const text = [...new Set(group.map((document) => document.text.trim()))].join('\n\n');
    const links = findMentions(text, byName)
      .filter((mention) => mention.title !== title)
      .map(
        ({ start, end, title: target }): PageLink => ({
          text: text.slice(start, end),
          url: addresses.get(target)!,
          start,
          end,
        }),
      );
    return { url: addresses.get(title)!, title, text, links };
  });
  const titles = new Map(documents.map(({ id, title }) => [id, title.trim()]));
  return { pages, addressOf: (id) => addresses.get(titles.get(id) ?? '') };
}

function toAddress(title: string): string {
  return `https://wiki.test/${encodeURIComponent(title.replaceAll(' ', '_'))}`;
}

interface Mention {
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

/** Names by their first word, so that a text is scanned once. */
type NameIndex = ReadonlyMap<string, readonly { readonly name: string; readonly title: string }[]>;

function indexNames(titles: readonly string[]): NameIndex {
  const names = new Map<string, { name: string; title: string }[]>();
  for (const title of titles) {
    for (const name of new Set([title, title.replace(/\s*\([^)]*\)\s*$/, '')])) {
      const first = /^[\p{L}\p{N}]+/u.exec(name)?.[0];
      // A name in small letters is an everyday word.
      if (first === undefined || name.length < SHORTEST || !/\p{Lu}|\p{N}/u.test(name)) continue;
      const list = names.get(first);
      if (list === undefined) names.set(first, [{ name, title }]);
      else list.push({ name, title });
    }
  }
  for (const list of names.values()) list.sort((left, right) => right.name.length - left.name.length);
  return names;
}

function findMentions(text: string, names: NameIndex): readonly Mention[] {
  const found: Mention[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (index < from) continue;
    const match = names
      .get(word)
      ?.find(
        ({ name }) => text.startsWith(name, index) && !/[\p{L}\p{N}]/u.test(text[index + name.length] ?? ' '),
      );
    if (match === undefined) continue;
    from = index + match.name.length;
    found.push({ start: index, end: from, title: match.title });
  }
  return found;
}
