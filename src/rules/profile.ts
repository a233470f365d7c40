/**
 * Prepares texts for comparison. Profiles are computed once per step and never stored.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { SourceDocument } from '../task/observation.ts';
import { nameSpans, sentences, titleForms } from './names.ts';
import { contentStems, flatten, isStopWord, priorWeight, stem, tokens } from './terms.ts';
import type { ShownEntry } from './types.ts';

/** The common shape of a document, an entry or a scratchpad line. */
export interface Profile {
  readonly title: string;
  readonly text: string;
  readonly sources: readonly string[];
  readonly from: 'document' | 'entry' | 'scratchpad';
  /** Slot of a shown entry, otherwise 0. */
  readonly slot: number;
  readonly flat: string;
  readonly stems: ReadonlySet<string>;
  readonly titleStems: ReadonlySet<string>;
  readonly forms: readonly string[];
  /** Indexes of the questions that a scratchpad line was noted for. */
  readonly serves?: readonly number[];
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
  slot = 0,
): Profile {
  return {
    title,
    text,
    sources,
    from,
    slot,
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

const entryCache = new WeakMap<ShownEntry, Profile[]>();

/**
 * Splits an entry into sections: each is "Title\ntext", with an empty line between. Merging adds sections. `meta.sections` holds the sources of each. If it does not match, every section gets all sources.
 */
export function profileEntry(entry: ShownEntry, slot: number): Profile[] {
  const known = entryCache.get(entry);
  if (known !== undefined && known[0]?.slot === slot) return known;
  const made = splitEntry(entry, slot);
  entryCache.set(entry, made);
  return made;
}

function splitEntry(entry: ShownEntry, slot: number): Profile[] {
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
      slot,
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

/** Weighs a question's words by their kind and by how rare they are in `sample`. */
export function profileQuestion(question: string, sample: readonly Profile[] = []): QuestionProfile {
  const weights = new Map<string, number>();
  const capitals = new Set(tokens(nameSpans(question).join(' ')));
  for (const token of tokens(question)) {
    if (isStopWord(token)) continue;
    const key = stem(token);
    const count = sample.reduce((total, one) => total + Number(one.stems.has(key)), 0);
    const rarity =
      sample.length >= 12
        ? Math.log((sample.length + 1) / (count + 0.5)) / Math.log((sample.length + 1) / 0.5)
        : 0.8;
    const weight = priorWeight(token, capitals.has(token)) * Math.max(0.15, rarity);
    weights.set(key, Math.max(weight, weights.get(key) ?? 0));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return { text: question, flat: flatten(question), weights, total, names: nameSpans(question) };
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
