/**
 * Tokens, stop words, light stems, and the weight of a shared word.
 *
 * @module
 */
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Stop words: never matched, never searched. */
const stopWords = words(`
  a an the this that these those it its he him his she her hers they them their theirs we us our you your i my me
  of in on at by to for from with without into onto upon about after before between among during through over under
  against near within and or nor but if then than so as while because although though
  is was were are am be been being has have had having do does did doing done can could will would shall should may might must
  who whom whose which what when where why how there here not no yes all any both each either neither some such same other another
  one also only just very more most much many few less least own too s t d ll re ve
  whether out up down off again once per via`);

/** Content words that are too frequent in encyclopedic prose to be evidence. */
const commonWords = words(`
  first second third last new old name named known called use used make made year years time people person part
  city country state world american british english french german born year located include including
  film movie song album book series show band group team player game season university school company
  member work works live life play played star began become became found form won win two three four
  national international united states area time day early late large small high town place long well`);

/** Words for the same relation share a canonical stem. */
const relationGroups = [
  'born birth birthplace birthdate birthday',
  'die died dies death dead deceased killed',
  'film movie films movies',
  'wife husband spouse married marry marries marriage wed',
  'country nation nationality national citizenship citizen',
  'write wrote written writer author authored',
  'song single track',
  'sing sang sung',
  'perform performed performs performing',
  'found founded founder founders founding',
  'begin began begun beginning start started',
  'buried burial interred',
  'son daughter child children',
  'father paternal',
  'mother maternal',
  'won winner winning win wins winners',
  'study studied education educated graduate graduated alma',
  'compose composed composer music',
  'direct directed director directs directing',
  'produce produced producer producers',
  'population inhabitants populous',
  'locate located location situated',
  'sibling siblings brother brothers sister sisters',
  'border borders bordered bordering adjacent adjoins adjoining',
  'participate participated participant participating compete competed competitor contestant entry represented',
  'headquarters headquartered headquarter based',
  'formed established establishment',
  'employer employed employee worked works',
  'owner owned owns owners owning acquired',
  'performer artist band singer vocalist musician',
];

const canonical = new Map<string, string>();
for (const group of relationGroups) {
  const [head, ...rest] = group.split(' ');
  for (const word of [head, ...rest]) if (word && head) canonical.set(word, `=${head}`);
}

/** Lower-cases and removes accents, keeping everything else. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The words of a text, lower-cased, without accents and without possessive endings. */
export function tokens(text: string): string[] {
  return (
    fold(text)
      .replace(/['’]s\b/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Joins the words by single spaces, with one at each end, so that `includes` matches whole words only. */
export function flatten(text: string): string {
  return ` ${tokens(text).join(' ')} `;
}

export const isStopWord = (word: string): boolean => stopWords.has(word);
export const isCommonWord = (word: string): boolean => commonWords.has(word);

const stems = new Map<string, string>();

/** Returns a light English stem, which unites "acted", "acting" and "actor". */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const made = canonical.get(word) ?? cut(word);
  if (stems.size > 200_000) stems.clear();
  stems.set(word, made);
  return made;
}

/** Returns the stems of a word and of its singular: `directors` shares a relation with `director`. */
export function singularStems(word: string): readonly string[] {
  return [stem(word), stem(word.replace(/s$/, ''))];
}

function cut(word: string): string {
  if (word.length < 4 || /\p{N}/u.test(word)) return word;
  let base = word;
  if (base.endsWith('ies')) base = `${base.slice(0, -3)}y`;
  else if (base.endsWith('s') && !base.endsWith('ss') && !base.endsWith('us')) base = base.slice(0, -1);
  for (const ending of ['ation', 'ition', 'ment', 'ing', 'ion', 'ed', 'er', 'or', 'ist', 'al', 'e', 'y'])
    if (base.endsWith(ending) && base.length - ending.length >= 4) return base.slice(0, -ending.length);
  return base;
}

/** Returns the distinct stems of a text's content words. */
export function contentStems(text: string): Set<string> {
  const found = new Set<string>();
  for (const token of tokens(text)) if (!stopWords.has(token)) found.add(stem(token));
  return found;
}

/** Returns the weight of a shared word: high for names and numbers, low for common words. */
export function priorWeight(word: string, capitalised: boolean): number {
  if (stopWords.has(word)) return 0;
  if (/^\p{N}+$/u.test(word)) return 1.2;
  if (capitalised) return commonWords.has(word) ? 0.8 : 1.5;
  return commonWords.has(word) ? 0.35 : 0.8;
}
