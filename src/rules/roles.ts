/**
 * Roles that lead from one subject to another ("director of"), and the phrases that state them.
 *
 * @module
 */
import { countryMentions } from './countries.ts';
import type { Profile } from './profile.ts';
import { flatten, fold } from './terms.ts';

const rank = String.raw`(?:Sir |Lord |Dr\. |King |Queen |Prince |Princess |Count |Duke )?`;
const particles = String.raw`(?:(?:of|de|la|le|du|van|von|der|den|di|da|al|el|bin|ibn|the|y)\s+){0,2}`;
const capitalised = String.raw`\p{Lu}[\p{L}.'’-]*`;
const name = String.raw`(${rank}${capitalised}(?:\s+${particles}(?:${capitalised}|[IVX]+\b))*)`;
const determiner = '(?:a |an |the |his |her |their |late |former )?';
const people = '(?:American |British |Indian |English |French |German )?';
const between = String.raw`(?:\s*[,(]?\s*${determiner}${people}(?:[a-z-]+\s+){0,4}?)`;
const phrase = (text: string): RegExp =>
  new RegExp(text.replaceAll('NAME', name).replaceAll('~', between), 'u');

/** Phrases per role, most reliable first. Each captures a name. */
const phrases: Readonly<Record<string, readonly string[]>> = {
  director: [
    '[Dd]irect(?:ed|ion)(?:,? (?:and |co-)?[a-z-]+)*,? by~ NAME',
    '[Dd]irector[,:]? NAME',
    'NAME-directed',
    'film by NAME',
    'made by NAME',
    'by director~ NAME',
  ],
  composer: [
    '[Cc]omposed by~ NAME',
    '[Mm]usic(?:al score| score)?(?: was| is)?(?: composed| directed| scored)?(?: and [a-z-]+)* by~ NAME',
    '[Ss]cor(?:e|ed)(?: was| is)?(?: composed)? by NAME',
    '[Ss]oundtrack(?: was| is)?(?: composed)? by NAME',
    'music director NAME',
    'composer[,:]? NAME',
    'music of NAME',
  ],
  performer: [
    '(?:performed|recorded|sung|released)(?: and [a-z-]+)* by~ NAME',
    '(?:song|single|album|record|EP|track|hit|ballad|mixtape)(?: [a-z-]+){0,6}? by~ NAME',
    'by (?:[A-Z]?[a-z/-]+ ){0,6}?(?:singer|rapper|band|group|musician|artist|duo|songwriter|singer-songwriter|entertainer)[,:]? NAME',
    'singer[,:]? NAME',
    'by NAME',
    "NAME(?:'s|’s) ",
  ],
  producer: ['[Pp]roduced(?:,? (?:and )?[a-z-]+)* by~ NAME', 'producer[,:]? NAME'],
  author: [
    '(?:[Ww]ritten|authored|novel|book|play|poem|work|story|screenplay)(?:,? (?:and )?[a-z-]+){0,4}? by~ NAME',
    '(?:author|writer|novelist|playwright)[,:]? NAME',
    'by NAME',
  ],
  father: [
    '[Hh]is father,? (?:was |is )?~ NAME',
    '[Hh]er father,? (?:was |is )?~ NAME',
    '(?:son|daughter|child|children) (?:of|to)~ NAME',
    'born to~ NAME',
    'father(?: was| is|,)~ NAME',
    'fathered by NAME',
    'succeeded (?:his|her) father,? NAME',
  ],
  mother: [
    '[Hh](?:is|er) mother,? (?:was |is )?~ NAME',
    '(?:son|daughter|child|children) (?:of|to) [^.;]{3,110}? (?:and|by)(?: of)?~ NAME',
    'born to [^.;]{3,90}? and~ NAME',
    'mother(?: was| is|,)~ NAME',
    '(?:son|daughter) of~ NAME',
  ],
  spouse: [
    '(?:first |second )?(?:wife|husband|consort|spouse|widow|widower)(?: of| to|,| was| is)?~ NAME',
    '[Mm]arried(?: to)?~ NAME',
    '(?:wed|marriage (?:to|with))~ NAME',
  ],
  child: [
    '(?:son|daughter|child|children)(?:,| was| is| named| called)?~ NAME',
    '(?:father|mother|parent) of~ NAME',
  ],
  sibling: ['(?:[Bb]rother|[Ss]ister|sibling)(?:s)?(?: of| to|,| was| is)?~ NAME'],
  founder: [
    '[Ff]ounded(?: in \\d{4})?(?: and [a-z-]+)* by~ NAME',
    'founder[,:]? NAME',
    '(?:created|established|started)(?: in \\d{4})? by~ NAME',
  ],
  editor: ['[Ee]dited by~ NAME', 'editor[,:]? NAME'],
};

const compiled = new Map<string, readonly RegExp[]>();

/** Compiles the phrases of a role on first use. All roles together take 20 ms. */
function readPhrases(role: string): readonly RegExp[] {
  const patterns = compiled.get(role) ?? (phrases[role] ?? []).map(phrase);
  compiled.set(role, patterns);
  return patterns;
}

/** Question patterns with their role walks, longer walks first. */
const walks: readonly (readonly [RegExp, readonly string[]])[] = [
  [/paternal grandfather/, ['father', 'father']],
  [/paternal grandmother/, ['father', 'mother']],
  [/maternal grandfather/, ['mother', 'father']],
  [/maternal grandmother/, ['mother', 'mother']],
  [/grandfather/, ['father', 'father']],
  [/grandmother/, ['father', 'mother']],
  [/father-in-law/, ['spouse', 'father']],
  [/mother-in-law/, ['spouse', 'mother']],
  [/(?:child|son|daughter)-in-law/, ['child', 'spouse']],
  [/(?:sibling|brother|sister)-in-law/, ['spouse', 'sibling']],
  [/step ?-?mother/, ['father', 'spouse']],
  [/step ?-?father/, ['mother', 'spouse']],
  [/co-husband/, ['spouse', 'spouse']],
  [/\b(?:uncle|aunt)\b/, ['father', 'sibling']],
];
const single: readonly (readonly [RegExp, string])[] = [
  [/\bdirect(?:or|ed)\b/, 'director'],
  [/\bcompose(?:r|d)\b/, 'composer'],
  [/\b(?:perform(?:er|ed)|sang|singer|sings|sung)\b/, 'performer'],
  [/\bproduce(?:r|d)\b/, 'producer'],
  [/\b(?:author|writer|wrote|written)\b/, 'author'],
  [/\b(?:founder|founded)\b/, 'founder'],
  [/\beditor\b/, 'editor'],
];
const kin: readonly (readonly [RegExp, string])[] = [
  [/\b(?:husband|wife|spouse|married)\b/, 'spouse'],
  [/\bfather\b/, 'father'],
  [/\bmother\b/, 'mother'],
  [/\b(?:child|son|daughter)\b/, 'child'],
  [/\b(?:brother|sister|sibling)\b/, 'sibling'],
];

/** Returns the roles to walk from the question's subject, nearest first. */
export function roleWalk(question: string): string[] {
  const lower = fold(question).replace(/["“”]/g, '');
  const walk: string[] = [];
  for (const [cue, role] of single)
    if (cue.test(lower)) {
      walk.push(role);
      break;
    }
  const long = walks.find(([cue]) => cue.test(lower));
  if (long) return [...walk, ...long[1]];
  for (const [cue, role] of kin)
    if (cue.test(lower)) {
      walk.push(role);
      break;
    }
  return walk;
}

/** Returns the holder of a role for a text's subject, as worded in the text. */
export function roleHolder(profile: Profile, role: string): string | undefined {
  for (const one of readPhrases(role)) {
    // The full stop after a whole word ends the sentence and the name.
    const found = one.exec(profile.text)?.[1]?.replace(/(?<=\p{Ll}{3})\.\s.*$|[.,]$|['’]s$/u, '');
    if (
      found &&
      found.length > 2 &&
      !profile.forms.includes(flatten(found)) &&
      countryMentions(found)[0]?.surface !== found &&
      !/^(?:The|He|She|It|In|His|Her|This|A)$/.test(found)
    )
      return found;
  }
  return undefined;
}
