/** Tests of the splitting of text into words. @module */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldAccents } from '../shared/fold-accents.ts';
import { tokenize } from './tokenize.ts';

test.each([
  ['Third-Eye Blind, 1997', ['third', 'eye', 'blind', '1997']],
  ['mp3 covid19 H2O', ['mp3', 'covid19', 'h2o']],
  ['Ünï', ['uni', 'ünï']],
  ['Tokyo2020', ['tokyo2020']],
  ['Straße Łódź smørbrød', ['strasse', 'lodz', 'smorbrod', 'straße', 'łódź', 'smørbrød']],
  ['我在Nordwind公司上班', ['我在', 'nordwind', '公司', '司上', '上班']],
  ['会议2031年开始', ['会议', '2031', '年开', '开始']],
  ['この店はWiFiが速い', ['この', 'の店', '店は', 'wifi', 'が速', '速い']],
  ['ราคา500บาท', ['รา', 'าค', 'คา', '500', 'บา', 'าท']],
  ['データ', ['デー', 'ータ']],
  ['2031년에', ['2031', '년에']],
  ['猫', ['猫']],
  ['в2031году iPhoneом', ['в', '2031', 'году', 'iphone', 'ом']],
])('a query %s is split where the script changes', (text, words) => {
  expect(tokenize(text, 'query')).toEqual(words);
});

test('an entry in a script without spaces is found by any part of it', () => {
  const character = fc.constantFrom(...'我的猫很胖会议年開始ราคาบ서울에서', 'N', 'o', '7', ' ', '、');
  fc.assert(
    fc.property(
      fc.array(character, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.nat(3),
      (letters, at, more) => {
        const text = letters.join('');
        const start = at % letters.length;
        const part = letters.slice(start, start + 1 + more).join('');
        fc.pre(!/[No7]/.test(part));
        const indexed = new Set(tokenize(text, 'entry'));
        for (const word of tokenize(part, 'query')) expect(indexed).toContain(word);
      },
    ),
  );
});

test('a word finds itself with and without accents, and joined with digits', () => {
  const word = fc.constantFrom('café', 'Zürich', 'Ångström', 'señor', 'Łódź', 'Tokyo', 'naïve', 'Ёлка');
  const finds = (query: string, entry: string): boolean => {
    const indexed = new Set(tokenize(entry, 'entry'));
    return tokenize(query, 'query').some((one) => indexed.has(one));
  };
  fc.assert(
    fc.property(word, fc.integer({ min: 10, max: 9999 }), (name, number) => {
      const bare = foldAccents(name.toLowerCase());
      expect(finds(bare, name)).toBe(true);
      expect(finds(name, bare)).toBe(true);
      expect(finds(name, `${bare}${number}`)).toBe(true);
      expect(finds(String(number), `${name}${number}`)).toBe(true);
    }),
  );
});

test('a run of any length is split', () => {
  expect(tokenize('会'.repeat(300_000), 'entry')).toHaveLength(599_999);
});
