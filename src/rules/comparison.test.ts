/**
 * Tests comparisons of two things: which of them, and yes or no.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { compare } from './comparison.ts';
import { profileQuestion, profileText } from './profile.ts';
import { rank } from './relevance.ts';

const texts: readonly (readonly [title: string, text: string])[] = [
  ['Third Siege of Orvane', 'The Third Siege of Orvane was fought from May to June 1642 near Orvane.'],
  ['Battle of Kest', 'The Battle of Kest was fought on 4 August 1675.'],
  ['Mell v. Arro', 'Mell v. Arro, 12 U.S. 9 (1911), was a decision about canals.'],
  ['Dorn v. Halsey', 'Dorn v. Halsey, 301 U.S. 2 (1937), was a decision about rivers.'],
  [
    'Bramble (drink)',
    'Bramble is a brand of syrup. The brand first appeared in the 1950s and was sold in December 2001.',
  ],
  ['Fizzo', 'Fizzo is a soft drink which was introduced on March 1, 1979.'],
  ['Wenlo District', 'Wenlo District is a district of Tarsu Province, China.'],
  ['Haimen, Orsu', 'Haimen is a county-level city in Orsu province, China.'],
  ['Grey Harrier', 'The Grey Harrier is a breed of dog that was bred to hunt.'],
  ['Lapling', 'The Lapling is a breed of dog that many keep as a pet.'],
];

function ask(text: string): string | undefined {
  const profiles = texts.map(([title, body], place) => profileText(title, body, [`d${place}`], 'document'));
  const question = profileQuestion(text, profiles);
  return compare(question, rank(question, profiles))?.text;
}

test.each([
  // The whole title is the option, though "of" and "v." look like its borders.
  ['Which was earlier, the Third Siege of Orvane or the Battle of Kest?', 'Third Siege of Orvane'],
  ['Which ruling was made first, Mell v. Arro or Dorn v. Halsey?', 'Mell v. Arro'],
  // Both dates are those of the asked verb, and a decade is a date.
  ['Which brand was created first, Bramble or Fizzo?', 'Bramble'],
  ['Are Wenlo District and Haimen both located in China?', 'yes'],
  ['Are Wenlo District and Haimen in the same province?', 'no'],
  // Words of a title describe only the thing that has it.
  ['Are both Grey Harrier and Lapling types of harriers?', 'no'],
  ['Are the Grey Harrier and the Lapling both breeds of dog?', 'yes'],
  // Not a comparison, although it contains "or".
  ['Bryn Tass (born 1962 or 1963) is a member of which club?', undefined],
])('%s %s', (question, answer) => {
  expect(ask(question)).toBe(answer);
});
