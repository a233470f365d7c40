/**
 * Concepts: stems of words, where words for the same attribute count as one ("lives", "home", "moved").
 *
 * @module
 */
import { rememberResults } from './remember-results.ts';
import { contentWords, stemWord } from './words.ts';

/** Words for one attribute. The first names the concept. */
const GROUPS: readonly string[] = [
  'home live lives living lived house flat apartment based rent rents moved relocated move resident landlord hometown city town',
  'employer work works working employed company job joined join employs hired boss',
  'role title profession occupation position promoted career',
  'lead leads led leader charge head manages manager managed',
  'owner own owns owned ownership responsible belongs',
  'phone mobile call number reach',
  'deadline due finish finished deliver delivered delivery complete completed completion',
  'budget fund funding spend ceiling finance',
  'client customer',
  'room sit sits seat seats desk office',
  'size people member members',
  'channel write',
  'database store data',
  'meeting standup stand-up call appointment session meet meets',
  'wifi wi-fi internet',
  'alarm wake',
  'rent monthly',
  'dinner celebrate party',
  'address parcel parcels letters postal',
  'wedding married marry marrying bride groom',
  'guest guests headcount attendees invited feeding catering caterer',
  'teeth tooth dental dentist',
  'mcg microgram micrograms',
  'dad father',
  'mum mother',
  'team club supporter fan',
];

const CONCEPTS: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap((group) => {
    const [name, ...words] = group.split(' ');
    return [name!, ...words].map((word) => [stemWord(word), `=${name}`] as const);
  }),
);

/** Words about the change, the speaker or the sentence, which say nothing about what changed. */
const FRAME = new Set(
  (
    'now new user said say tell told current currently actually update updated news correction correct sorry wrong mistake ' +
    'change changed switch switched move moved longer any more instead since last next from to not no ever never also just ' +
    'want make sure help can could would should know think like get got go going use using used well only still yet ' +
    'quick note way one thing please remember forget repeat clear again mention mentioned as because matter but then i m ve oops misspoke mixed mix up said earlier information heads'
  )
    .split(' ')
    .map(stemWord),
);

/** Returns the distinct concepts and stems of a text, without the words that only mark a change. */
export const listConcepts: (text: string) => readonly string[] = rememberResults(readConcepts, 16_384);

function readConcepts(text: string): readonly string[] {
  const stems = contentWords(text.replace(/[-_/]/g, ' ')).filter((stem) => !FRAME.has(stem));
  return [...new Set(stems.map((stem) => CONCEPTS.get(stem) ?? stem))];
}
