/**
 * Finds titled passages by the names that questions and other passages mention.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { coreTitle, nameSpans, titleForms } from '../rules/names.ts';
import { flatten, isCommonWord, tokens } from '../rules/terms.ts';

export interface PassageTitles {
  /** Returns passages whose title occurs in the text, longest titles first. */
  inText(text: string): readonly FileDocument[];
  /** Returns the passages about a name: with this title, or with a title that adds or lacks words. */
  byName(name: string): readonly FileDocument[];
}

const LONGEST_TITLE = 100;
const LONGEST = 4000;
const MOST_WORDS = 14;
const MOST_PER_NAME = 3;

/** Returns whether a document is a titled paragraph of running text. A file name is not a title. */
export function isPassage({ format, text, title, path }: FileDocument): boolean {
  const named =
    title.length > 0 &&
    title.length <= LONGEST_TITLE &&
    !path.endsWith(`/${title}`) &&
    !/\.\w{1,5}$/.test(title);
  return format === 'text' && named && text.length <= LONGEST;
}

/** Indexes the titles of passages. Other documents are left out. */
export function indexTitles(documents: readonly FileDocument[]): PassageTitles {
  const byForm = new Map<string, FileDocument[]>();
  const byLastWord = new Map<
    string,
    { readonly words: readonly string[]; readonly document: FileDocument }[]
  >();
  const add = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
  };
  for (const document of documents.filter(isPassage)) {
    for (const form of [flatten(document.title), ...titleForms(document.title)])
      add(byForm, form.trim(), document);
    const words = tokens(coreTitle(document.title));
    if (words.length > 1) add(byLastWord, words.at(-1)!, { words, document });
  }
  return {
    inText(text) {
      const words = tokens(text);
      const found: { readonly from: number; readonly to: number; readonly documents: FileDocument[] }[] = [];
      for (let length = Math.min(MOST_WORDS, words.length); length > 0; length--)
        for (let from = 0; from + length <= words.length; from++) {
          const to = from + length;
          const form = words.slice(from, to).join(' ');
          const held = byForm.get(form);
          if (held === undefined || (length === 1 && isWeak(form, text))) continue;
          if (!found.some((one) => from < one.to && one.from < to)) found.push({ from, to, documents: held });
        }
      return found.flatMap((one) => one.documents.slice(0, MOST_PER_NAME));
    },
    byName(name) {
      const exact = byForm.get(flatten(name).trim());
      if (exact !== undefined) return exact.slice(0, MOST_PER_NAME);
      const words = tokens(name);
      if (words.length < 2) return [];
      return (byLastWord.get(words.at(-1)!) ?? [])
        .filter(({ words: title }) => {
          const [short, long] = title.length < words.length ? [title, words] : [words, title];
          return short.every((word) => long.includes(word));
        })
        .map(({ document }) => document)
        .slice(0, MOST_PER_NAME);
    },
  };
}

/** Returns whether a single word is an everyday word, or occurs in the text without a capital. */
function isWeak(word: string, text: string): boolean {
  return (
    word.length < 3 ||
    isCommonWord(word) ||
    !nameSpans(text).some((name) => flatten(name).includes(` ${word} `))
  );
}
