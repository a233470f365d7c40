/** Tests that an answer without evidence is not stated as a fact. @module */
import { expect, it } from 'vitest';
import { answerLines } from './answer-lines.ts';
import { styleFor } from './terminal.ts';

it('says "Perhaps" if nothing that the policy kept supports its answer', () => {
  const answer = { question: 'Who?', answer: 'Die Suppe', confidence: 0, sentences: [] };
  const style = styleFor({}, { NO_COLOR: '1' });
  const show = (found: boolean): string =>
    answerLines({ ...answer, found }, 3, { style, width: 60 }).join('\n');
  expect(show(false)).toContain('Perhaps Die Suppe (no evidence was kept)');
  expect(show(true)).toContain('  Die Suppe (0 %)');
});
