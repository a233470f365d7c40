/**
 * Prepares texts for comparison. Profiles are computed once per step and never stored.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';
import { keepRecent } from './caches.ts';
import { nameSpans, sentences, titleForms } from './names.ts';
import { contentStems, flatten, isStopWord, priorWeight, stem, tokens } from './terms.ts';
import type { ShownEntry } from './types.ts';

/** The common shape of a document, an entry or a scratchpad line. */
export interface Profile {
  readonly title: string;
  readonly text: string;
  readonly sources: readonly string[];
  readonly from: 'document' | 'entry' | 'scratchpad';
  readonly flat: string;
  readonly stems: ReadonlySet<string>;
  readonly titleStems: ReadonlySet<string>;
  readonly forms: readonly string[];
}

export interface SentenceProfile {
  readonly text: string;
  readonly flat: string;
  readonly stems: ReadonlySet<string>;
}

export interface QuestionProfile {
  readonly text: string;
  readonly flat: string;
  /** Weight per content stem. */
  readonly weights: ReadonlyMap<string, number>;
  readonly total: number;
  readonly names: readonly string[];
}

/** Prepares a text under its title. */
export function profileText(
  title: string,
  text: string,
  sources: readonly string[],
  from: Profile['from'],
): Profile {
  return {
    title,
    text,
    sources,
    from,
    flat: flatten(`${title} . ${text}`),
    stems: contentStems(`${title} ${text}`),
    titleStems: contentStems(title),
    forms: titleForms(title),
  };
}

const documentCache = new WeakMap<SourceDocument, Profile>();

/** Prepares a document of the stream. Cached per document. */
export function profileDocument(document: SourceDocument): Profile {
  const known = documentCache.get(document);
  if (known) return known;
  const title = document.title.replace(/\s+/g, ' ').trim();
  const made = profileText(title, document.text.trim(), [document.id], 'document');
  documentCache.set(document, made);
  return made;
}

/** A memory holds more entries than are read again soon, so their profiles are not kept for as long as they live. */
const keepEntry = keepRecent<ShownEntry, readonly Profile[]>(256);

/**
 * Splits an entry into sections: each is "Title\ntext", with an empty line between. Merging adds sections.
 * `meta.sections` holds the sources of each. If it does not match, every section gets all sources.
 */
export function profileEntry(entry: ShownEntry): readonly Profile[] {
  return keepEntry(entry, () => splitEntry(entry));
}

function splitEntry(entry: ShownEntry): Profile[] {
  const parts = entry.text.split('\n\n');
  const sections = Array.isArray(entry.meta.sections) ? (entry.meta.sections as JsonObject[]) : [];
  return parts.map((part, index) => {
    const cut = part.indexOf('\n');
    const known = sections.length === parts.length ? sections[index] : undefined;
    const sources = stringList(known ?? entry.meta, 'sources');
    return profileText(
      cut < 0 ? part : part.slice(0, cut),
      cut < 0 ? '' : part.slice(cut + 1),
      sources,
      'entry',
    );
  });
}

/** Returns the text and meta of an entry with these sections. */
export function sectionsToEntry(sections: readonly Profile[]): { text: string; meta: JsonObject } {
  const text = sections
    .map((section) => `${section.title}\n${section.text.replace(/\n{2,}/g, '\n')}`)
    .join('\n\n');
  const sources = [...new Set(sections.flatMap((section) => section.sources))];
  const title = sections.map((section) => section.title)[0] ?? '';
  return {
    text,
    meta: { sources, title, sections: sections.map((section) => ({ sources: section.sources })) },
  };
}

/** Reads a list of strings from metadata. Skips other values. */
export function stringList(meta: JsonObject, key: string): string[] {
  const value = meta[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A question before its words are weighed by a sample. */
interface ParsedQuestion {
  readonly words: readonly { readonly key: string; readonly prior: number }[];
  readonly flat: string;
  readonly names: readonly string[];
  /** Without a sample. */
  readonly plain: QuestionProfile;
}

const keepQuestion = keepRecent<string, ParsedQuestion>(256);

function parseQuestion(text: string): ParsedQuestion {
  const names = nameSpans(text);
  const capitals = new Set(tokens(names.join(' ')));
  const words = tokens(text)
    .filter((token) => !isStopWord(token))
    .map((token) => ({ key: stem(token), prior: priorWeight(token, capitals.has(token)) }));
  const flat = flatten(text);
  return { words, flat, names, plain: weighQuestion(text, { words, flat, names }, () => UNKNOWN_RARITY) };
}

/** Documents from which a sample says how rare a word is. */
const LEAST_SAMPLE = 12;
const UNKNOWN_RARITY = 0.8;

/** Weighs a question's words by their kind and by how rare they are in `sample`. */
export function profileQuestion(question: string, sample: readonly Profile[] = []): QuestionProfile {
  const parsed = keepQuestion(question, () => parseQuestion(question));
  if (sample.length < LEAST_SAMPLE) return parsed.plain;
  return weighQuestion(question, parsed, (key) => {
    const count = sample.reduce((total, one) => total + Number(one.stems.has(key)), 0);
    return Math.log((sample.length + 1) / (count + 0.5)) / Math.log((sample.length + 1) / 0.5);
  });
}

function weighQuestion(
  text: string,
  { words, flat, names }: Omit<ParsedQuestion, 'plain'>,
  rarity: (key: string) => number,
): QuestionProfile {
  const weights = new Map<string, number>();
  for (const { key, prior } of words) {
    const weight = prior * Math.max(0.15, rarity(key));
    weights.set(key, Math.max(weight, weights.get(key) ?? 0));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return { text, flat, weights, total, names };
}

const sentenceCache = new WeakMap<Profile, SentenceProfile[]>();

/** Returns the sentences of a profile with their stems. Cached per profile. */
export function readSentences(profile: Profile): readonly SentenceProfile[] {
  const known = sentenceCache.get(profile);
  if (known) return known;
  const made = sentences(profile.text).map((text) => ({
    text,
    flat: flatten(text),
    stems: contentStems(text),
  }));
  sentenceCache.set(profile, made);
  return made;
}

const nameCache = new WeakMap<Profile, string[]>();

/** Returns the names in a profile's text. Cached per profile. */
export function readNames(profile: Profile): readonly string[] {
  const known = nameCache.get(profile);
  if (known) return known;
  const made = [...new Set(readSentences(profile).flatMap(({ text }) => nameSpans(text)))];
  nameCache.set(profile, made);
  return made;
}

/** A flattened name and its first word. */
export interface NameForm {
  readonly form: string;
  readonly first: string;
}

const toNameForm = (form: string): NameForm => ({ form, first: form.slice(1, form.indexOf(' ', 1)) });

const nameFormCache = new WeakMap<Profile, NameForm[]>();

/** Returns the flattened multi-word names in a profile's text. Cached per profile. */
export function longNameForms(profile: Profile): readonly NameForm[] {
  const known = nameFormCache.get(profile);
  if (known) return known;
  const made = readNames(profile)
    .filter((name) => name.includes(' '))
    .map((name) => toNameForm(flatten(name)));
  nameFormCache.set(profile, made);
  return made;
}

const titleFormCache = new WeakMap<Profile, NameForm[]>();

/** Returns the forms of a profile's title with their first words. Cached per profile. */
export function titleNameForms(profile: Profile): readonly NameForm[] {
  const known = titleFormCache.get(profile);
  if (known) return known;
  const made = profile.forms.map(toNameForm);
  titleFormCache.set(profile, made);
  return made;
}

const wordCache = new WeakMap<Profile, ReadonlySet<string>>();

/** Returns whether a text contains a name. Looks up the first word before it searches the text. */
export function mentions(profile: Profile, { form, first }: NameForm): boolean {
  let words = wordCache.get(profile);
  if (words === undefined) {
    words = new Set(profile.flat.trim().split(' '));
    wordCache.set(profile, words);
  }
  return words.has(first) && profile.flat.includes(form);
}
