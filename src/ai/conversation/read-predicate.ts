/**
 * Reads the predicate of a clause: "live in Porto", "no longer work at Acme", "switched from Vim to Zed".
 *
 * @module
 */
import type { Clause } from './clauses.ts';
import type { Fact, FactMode, Speaker } from './fact.ts';
import type { Relation } from './relation-readers.ts';
import { readRelation } from './relations.ts';
import { readValue } from './value.ts';

export function toNameFact(subject: string, name: string, who: Speaker): Fact {
  return toFact(
    { attribute: 'name', value: name, predicate: `is called ${name}`, single: true },
    'set',
    subject,
    who,
  );
}

const ADVERBS =
  /^(?:now|just|also|still|finally|recently|really|actually|currently|already|always|only|officially|originally|mostly|usually|probably|definitely|absolutely|totally|quite|kind of|both|all|then|even|so|happily|temporarily|permanently|do|did)\s+/i;

/** Intentions and possibilities, which are not facts yet. */
const MODAL =
  /^(?:will|would|might|may|could|should|can(?! not (?:stand|bear)\b)|must|want|wants|hope|hopes|plan|plans|need|needs|wish|tend|try|tried|(?:am|is|are) (?:thinking|planning|considering|going to|hoping|about to|trying|looking|supposed|wondering|not sure|tempted)|have to|has to|thought|think|thinking|considered|almost|nearly|never)\b/i;

/** Adverbs of time at the end: "I am 41 now". "Again" stays, because "I eat meat again" is a change. */
const NOW_TAIL =
  /\s+(?:now|nowadays|these days|at the moment|currently|right now|today|already|btw|lately)$/i;

export function readPredicate(
  predicate: string,
  subject: string,
  clause: Clause,
  who: Speaker,
): readonly Fact[] {
  let rest = stripAdverbs(predicate);
  let removed = false;
  const usedTo = /^used to (?:be )?(.+)$/i.exec(rest);
  if (usedTo) {
    removed = true;
    rest = usedTo[1]!
      .replace(/^(?:a|an)\s/i, 'be $&')
      .replace(/\s*,?\s*(?:but|and) (?:not|no longer).*$/i, '');
  }
  const ended = /\s*,?\s*(?:but )?(?:not )?(?:any ?more|any longer|these days)$/i;
  const negated =
    /^(?:am|is|are|do|does|did|have|has|was)\s+(?:not|no longer)\s+(.+)$|^no longer\s+(.+)$|^not\s+(.+)$/i.exec(
      rest,
    );
  const stopped =
    /^(?:(?:have|has) )?(?:stopped|quit|given up|gave up|finished|am done with|is done with|am off|went off)\s+(.+)$/i.exec(
      rest,
    );
  const left =
    /^(?:(?:have|has) )?(?:left|quit(?!\s+\w+ing\b)|resigned from|got (?:laid off|fired|let go) (?:from|by)|was (?:laid off|fired|let go) (?:from|by)|moved out of|moved away from)\s+(?:my (?:job|position|role) (?:at|with|in)\s+)?(.+)$/i.exec(
      rest,
    );
  const gone =
    /^(?:(?:have|has) )?(?:sold|lost|gave away|gave|got rid of|donated|returned|scrapped|trashed|broke)\s+(?:my|our|the|his|her)\s+(.+?)(?:\s+away)?$/i.exec(
      rest,
    );
  if (left) return readLeft(left[1]!, subject, who);
  if (gone)
    return [
      toFact(
        {
          attribute: 'have',
          value: readValue(gone[1]!).replace(/\s+(?:on|to|for|at|online|via|through|in)\s.*$/i, ''),
          predicate: '',
          single: false,
        },
        'remove',
        subject,
        who,
      ),
    ];
  if (stopped) rest = `${stopped[1]!.replace(/^(\w+?)ing\b/i, (_, stem: string) => toBase(stem))}`;
  if (negated) {
    rest = (negated[1] ?? negated[2] ?? negated[3])!;
    if (/^(?:am|is|are)\b/i.test(predicate) || /^(?:am|is|are)\b/i.test(stripAdverbs(predicate)))
      rest = `be ${rest}`;
  }
  if (removed || stopped || negated)
    return readNegation(
      rest.replace(ended, ''),
      subject,
      clause,
      who,
      Boolean(negated) && !ended.test(predicate) && !/no longer/i.test(predicate),
    );
  if (MODAL.test(rest)) return [];
  const switched = readSwitch(rest, subject, who);
  if (switched !== undefined) return switched;
  return readList(toBe(rest.replace(NOW_TAIL, ''))).flatMap((relation) => {
    const mode: FactMode = relation.single ? 'set' : 'add';
    const fact = { ...toFact(relation, mode, subject, who), changed: clause.changed };
    return [fact, ...readDetails(relation, rest, subject, who)];
  });
}

/** "speaks French and German" gives two relations of one verb. */
function readList(phrase: string): readonly Relation[] {
  const first = readRelation(phrase);
  if (first === undefined) return [];
  const start = phrase.indexOf(first.value);
  const isList = !first.single || /^(?:taste|have) /.test(first.attribute);
  if (start < 0 || !isList) return [first];
  const tail = phrase.slice(start + first.value.length);
  if (!/^(?:,|\s+and\s|\s+&\s)/i.test(tail)) return [first];
  const items = tail.split(/,\s*(?:and\s+)?|\s+(?:and|&)\s+/i).filter((item) => item.trim() !== '');
  const others = items.map((item) =>
    isListItem(item) ? readRelation(phrase.slice(0, start) + item.trim()) : undefined,
  );
  const found = others.filter(
    (other) => other !== undefined && other.attribute.split(' ')[0] === first.attribute.split(' ')[0],
  );
  return found.length === items.length ? [first, ...found.map((other) => other!)] : [first];
}

function isListItem(item: string): boolean {
  return (
    item.trim().split(/\s+/).length <= 4 &&
    !/^\s*(?:I|we|he|she|they|it|am|is|not|but|so|then|go|do)\b/i.test(item)
  );
}

/** Facts implied by another one: the pet's name, the company of a role. */
function readDetails(relation: Relation, phrase: string, subject: string, who: Speaker): readonly Fact[] {
  const named = /^(?:an? |the )?(.*?),?\s+(?:called|named)\s+(\p{Lu}[\p{L}'-]+)/u.exec(relation.value);
  if (relation.attribute.startsWith('have ') && named)
    return [toNameFact(readContentWords(named[1]!), named[2]!, who)];
  const company = /\b(?:at|for)\s+((?:the )?\p{Lu}.+)$/u.exec(phrase);
  if (relation.attribute === 'job' && company) {
    const value = readValue(company[1]!);
    return [
      toFact(
        { attribute: 'employer', value, predicate: `works at ${value}`, single: true },
        'set',
        subject,
        who,
      ),
    ];
  }
  const role = /\bas (?:an? |the )(.+)$/i.exec(phrase);
  if (relation.attribute === 'employer' && role) {
    const value = readValue(role[1]!);
    return [
      toFact(
        {
          attribute: 'job',
          value,
          predicate: `works as ${/^[aeiou]/i.test(value) ? 'an' : 'a'} ${value}`,
          single: true,
        },
        'set',
        subject,
        who,
      ),
    ];
  }
  const born = /\bborn in (\d{4})\b/i.exec(phrase);
  return born
    ? [
        toFact(
          { attribute: 'is birth year', value: born[1]!, predicate: `was born in ${born[1]}`, single: true },
          'set',
          subject,
          who,
        ),
      ]
    : [];
}

function readContentWords(phrase: string): string {
  return phrase.toLowerCase().split(/\s+/).at(-1) ?? phrase;
}

/** "I no longer eat meat" ends a fact, and "I don't like olives" is a dislike. */
function readNegation(
  phrase: string,
  subject: string,
  clause: Clause,
  who: Speaker,
  plain: boolean,
): readonly Fact[] {
  const verb = /^([a-z]+)$/i.exec(stripAdverbs(phrase))?.[1];
  if (verb !== undefined && !/^(?:sure|here|there|ready|well|going|have|do)$/i.test(verb))
    return [
      toFact(
        { attribute: `do ${toBase(verb.replace(/ing$/, ''))}`, value: '', predicate: '', single: true },
        'remove',
        subject,
        who,
      ),
    ];
  const relation = readRelation(toBe(stripAdverbs(phrase).replace(NOW_TAIL, '')));
  if (relation === undefined) return [];
  if (relation.attribute.startsWith('taste ')) {
    const liked = relation.predicate.startsWith('likes');
    const predicate = liked
      ? relation.predicate.replace(/^likes/, 'dislikes')
      : relation.predicate.replace(/^dislikes/, 'does not mind');
    return [{ ...toFact({ ...relation, predicate }, 'set', subject, who), changed: true }];
  }
  // "I don't eat meat" states a habit; "I don't eat meat any more" ends one, and both are useful to know.
  const habit = /^do (?:eat|drink|smoke|take|use|wear|play)$/.test(relation.attribute);
  if (habit && plain) {
    const predicate = `does not ${relation.attribute.slice(3)} ${relation.value}`;
    return [
      { ...toFact({ ...relation, predicate, single: true }, 'set', subject, who), changed: clause.changed },
    ];
  }
  return [toFact(relation, 'remove', subject, who)];
}

function readLeft(text: string, subject: string, who: Speaker): readonly Fact[] {
  const value = readValue(text);
  if (/^(?:my|the) (?:job|work|company|position)$/i.test(value) || value === '')
    return ['employer', 'job'].map((attribute) =>
      toFact({ attribute, value: '', predicate: '', single: true }, 'remove', subject, who),
    );
  return [toFact({ attribute: '', value, predicate: '', single: true }, 'remove', subject, who)];
}

/** "switched from Vim to Emacs", "swapped my bike for a scooter": the old value identifies the entry. */
function readSwitch(phrase: string, subject: string, who: Speaker): readonly Fact[] | undefined {
  const swapped =
    /^(?:(?:have|has) )?(?:replaced|swapped|traded(?: in)?|exchanged)\s+(?:my|our|the|his|her)?\s*(.+?)\s+(?:for|with|by)\s+(.+)$/i.exec(
      phrase,
    );
  if (swapped) {
    const value = readValue(swapped[2]!);
    const relation = readRelation(`have ${value}`) ?? {
      attribute: 'have',
      value,
      predicate: `has ${value}`,
      single: false,
    };
    return [{ ...toFact(relation, 'set', subject, who), old: readValue(swapped[1]!), changed: true }];
  }
  const switched =
    /^(?:(?:have|has) )?(?:switched|changed|migrated|converted|upgraded|moved|gone|went)\s+(?:over\s+)?(?:(?:from|off)\s+(.+?)\s+)?(?:to|onto)\s+(.+?)(?:\s+(?:instead of|from)\s+(.+))?$/i.exec(
      phrase,
    );
  if (switched === null) return undefined;
  const old = switched[1] ?? switched[3];
  const isMove = /^(?:(?:have|has) )?(?:moved|gone|went)/i.test(phrase);
  if (isMove && (old === undefined || /^(?:(?:have|has) )?(?:gone|went)/i.test(phrase))) return undefined;
  if (/^(?:(?:have|has) )?changed/i.test(phrase) && old === undefined) return undefined;
  const value = readValue(switched[2]!);
  if (value === '' || readRelation(`went ${value}`)?.attribute === 'diet') return undefined;
  if (isMove) {
    const home = { attribute: 'home', value, predicate: `lives in ${value}`, single: true };
    return [{ ...toFact(home, 'set', subject, who), old: readValue(old!), changed: true }];
  }
  const use = { attribute: 'do use', value, predicate: `uses ${value}`, single: false };
  const replaced = old === undefined ? undefined : readValue(old);
  return [{ ...toFact(use, 'set', subject, who), old: replaced, changed: true, swap: old === undefined }];
}

export function toFact(
  relation: Relation,
  mode: FactMode,
  subject: string,
  { speaker, label }: Speaker,
): Fact {
  const owner = subject === '' ? label : `${label}'s ${subject}`;
  const { attribute, value, predicate } = relation;
  return { speaker, subject, attribute, value, mode, text: `${owner} ${predicate}.` };
}

function stripAdverbs(phrase: string): string {
  let rest = phrase;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest
      .replace(ADVERBS, '')
      .replace(
        /^((?:am|is|are|have|has|was|were)\s+)(?:now|just|also|still|finally|recently|really|actually|currently|already|always|officially|originally|then|both|all|happily|temporarily)\s+/i,
        '$1',
      );
  }
  return rest;
}

/** Replaces the copula with "be" and drops the "have" of a perfect tense. */
function toBe(phrase: string): string {
  return phrase
    .replace(
      /^(?:have|has)\s+(?:just\s+|now\s+|recently\s+|finally\s+)*(?=(?:moved|relocated|joined|been|started|become|bought|adopted|got|gone|switched|turned|become|taken|settled|developed|inherited|ordered|picked)\b)/i,
      '',
    )
    .replace(/^(?:have|has)\s+had\s+/i, 'have ')
    .replace(/^(?:am|is|are)\s+(?:being\s+)?/i, 'be ')
    .replace(/^been\s+/i, 'be ');
}

function toBase(stem: string): string {
  if (/([^aeiouls])\1$/.test(stem)) return stem.slice(0, -1);
  return /(?:ak|us|iv|smok|rid|danc|driv|writ|tak|cycl|lik|lov|hat|practis|danc)$/.test(stem)
    ? `${stem}e`
    : stem;
}
