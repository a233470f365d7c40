/**
 * Finds words that a text may use instead of a word of the question, in its language or another one.
 *
 * @module
 */
import type { Language } from './language.ts';
import { PRIVATE_CONCEPTS } from './private-concepts.ts';
import { PUBLIC_CONCEPTS } from './public-concepts.ts';
import type { Stemming } from './stemming.ts';
import { findTerms } from './terms.ts';

/** Looser English synonyms, and forms of irregular verbs. */
const GROUPS: readonly string[] = [
  'operate operation surgeon surgery',
  'write wrote written author',
  'give gave given',
  'go went gone travel trip',
  'found founded founder established founding',
  'grow grew grown growth',
  'bring brought',
  'tell told say said',
  'think thought',
  'freeze froze frozen',
  'wear wore worn dressed',
  'swear swore sworn curse',
  'renew renewed renewal',
  'stop end finish quit',
  'show display',
  'run running execute',
  'hope expect plan',
  'attend come came visit',
  'stand stood put leave left place',
  'know knew known',
  'pass passed handed',
  'get got receive received obtain',
  'lie lay lain',
  'run ran run out',
  'lift raise',
  'turn switch',
  'swap exchange trade',
  'wrong incorrect mistake',
  'rich wealthy',
  'fast quick rapid',
  'near close nearby',
  'person people someone individual',
  'gone lost missing',
  'ahead before beforehand advance',
  'call off cancel cancelled',
  'look after care mind feed',
  'mean stand abbreviation',
  'code number id identifier reference',
  'email address e-mail',
  'phone telephone tel mobile cell',
  'km kilometre kilometer mileage',
  'kg kilogram kilo',
  'min minute',
  'temp temperature',
  'qty quantity',
  'website site page url homepage link',
  'job task duty',
  'kind type sort breed species variety model',
  'trip journey travel',
  'top best highest',
  'bottom lowest worst',
  'often frequency interval every',
  'old age aged',
  'heavy weight weigh kg',
  'tall height high',
  'fast speed',
  'far distance km miles',
  'hot temperature degrees celsius',
  'crowded full busy',
  'switch turn power',
  'refuse refused reject rejected decline declined denied',
  'accept accepted approve approved approval',
  'miss missed skip skipped',
  'reach contact',
  'compare versus',
  'copy duplicate',
  'deadline cutoff',
  'spare reserve extra',
  'fill filled top refill',
  'empty emptied drain',
  'join joined joining',
  'own personal private',
  'share shared split',
  'hold held holding',
  'carry carried',
  'throw threw thrown discard',
  'grow grew grown',
  'hear heard',
  'see saw seen',
  'pick picked harvest',
  'catch caught',
  'hide hid hidden',
  'sleep slept overnight',
  'swim swam swum',
  'lead led',
  'spend spent cost',
];

/** Finds other terms for a term. */
export interface Thesaurus {
  /**
   * Returns terms with nearly the same meaning. Terms of another language begin with it, such as `de:miet`, because
   * the same letters may mean something else in English.
   */
  find(term: string, language: Language, into: ReadonlySet<Language>): readonly string[];
}

/** Languages of the columns of a concept. */
const CONCEPT_LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es', 'zh', 'ja', 'ko'];

type Columns = Partial<Record<Language, readonly string[]>>;

const thesauri = new WeakMap<Stemming, Thesaurus>();

/** Reads the thesaurus with the stems of a language. Returns the same one for the same stemming. */
export function getThesaurus(stemming: Stemming): Thesaurus {
  const known = thesauri.get(stemming);
  if (known !== undefined) return known;
  const made = createThesaurus(stemming);
  thesauri.set(stemming, made);
  return made;
}

function createThesaurus(stemming: Stemming): Thesaurus {
  const concepts = [...readConcepts(), ...GROUPS.map((group): Columns => ({ en: group.split(' ') }))];
  const read = (word: string, language: Language): readonly string[] => findTerms(word, language, stemming);
  const indexes = new Map<Language, ReadonlyMap<string, readonly Columns[]>>();
  const getIndex = (language: Language): ReadonlyMap<string, readonly Columns[]> => {
    const known = indexes.get(language);
    if (known !== undefined) return known;
    const made = new Map<string, Columns[]>();
    for (const concept of concepts)
      for (const term of new Set((concept[language] ?? []).flatMap((word) => read(word, language))))
        made.set(term, [...(made.get(term) ?? []), concept]);
    indexes.set(language, made);
    return made;
  };
  return {
    find(term, language, into) {
      const found = new Set<string>();
      for (const concept of getIndex(language).get(term) ?? [])
        for (const other of into)
          for (const word of concept[other] ?? [])
            for (const one of read(word, other)) found.add(other === language ? one : `${other}:${one}`);
      found.delete(term);
      return [...found];
    },
  };
}

function readConcepts(): readonly Columns[] {
  return `${PUBLIC_CONCEPTS.trim()}\n${PRIVATE_CONCEPTS.trim()}`.split('\n').map((line) => {
    const columns = line.split('|');
    return Object.fromEntries(
      CONCEPT_LANGUAGES.map((language, place) => [
        language,
        (columns[place] ?? '').split(' ').filter((word) => word !== ''),
      ]),
    );
  });
}
