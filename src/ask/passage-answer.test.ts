/**
 * Tests which answers from titled passages are stated.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { toFileDocument } from '../documents/to-file-document.ts';
import { createEvidenceEngine, type ExplainedAnswer } from './evidence-engine.ts';

function ask(painter: string): ExplainedAnswer {
  const passages = [
    ['Ilse Marek', 'Ilse Marek (born 4 May 1931) is a Czech composer of chamber music.'],
    ['Jonas Peel', `${painter} (born 9 July 1902) was a British painter of harbours.`],
    ['Vell Harbour', 'Vell Harbour is a port on the northern coast, which many painters visited.'],
  ];
  const documents = passages.map(([title, text], place) =>
    toFileDocument({ id: `p${place}`, title: title!, text: text! }),
  );
  return createEvidenceEngine(documents).explain('Who was born first, Ilse Marek or Jonas Peel?');
}

test('states the answer of a comparison', () => {
  expect(ask('Jonas Peel')).toMatchObject({ found: true, answer: 'Jonas Peel' });
});

test('states no answer whose passage opens with another form of its name', () => {
  const { found, answer, candidate } = ask('Jonas Albert Peel');
  expect({ found, answer, text: candidate?.text }).toEqual({ found: true, answer: null, text: 'Jonas Peel' });
});
