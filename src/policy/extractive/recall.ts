/** The answering steps: gather evidence for one question by name, then answer. */
import { bridges, contentQuery, openWords } from './bridge.ts';
import { withoutNoted } from './memorise.ts';
import { profileEntry, profileQuestion, type QuestionProfile } from './profile.ts';
import { type Ranked, rank } from './relevance.ts';
import { packLines, readScratchpad, writeScratchpad } from './scratchpad.ts';
import { defaultSettings } from './settings.ts';
import { answerSpan } from './span.ts';
import type { RecallInput, RecallReply } from './types.ts';

const bridgesPerRead = 8;

/** What the memory in sight holds for the question, best first. */
export function rankMemory(question: QuestionProfile, input: RecallInput): Ranked[] {
  const noted = readScratchpad(input.scratchpad, input.scratchpadMeta);
  const shown = input.entries.flatMap((entry, index) => profileEntry(entry, index + 1));
  return rank(question, [...noted, ...withoutNoted(shown, noted)]);
}

/** One answering step: note the best evidence and read on by name, or answer. */
export function recall(input: RecallInput): RecallReply {
  const settings = { ...defaultSettings, ...input.settings };
  const question = profileQuestion(input.question);
  const ranking = rankMemory(question, input);
  if (input.readsLeft <= 0) return { operations: [], answer: answerSpan(question, ranking) };
  const names = bridges(question, ranking)
    .slice(0, bridgesPerRead)
    .map((bridge) => bridge.name);
  const words = openWords(
    question,
    ranking.slice(0, 2).map(({ profile }) => profile),
  );
  const query = names.length > 0 ? [...names, ...words].join(' ') : contentQuery(question);
  return {
    operations: [
      ...writeScratchpad(packLines([ranking], [question], settings), input.scratchpad, {}),
      { op: 'read', query },
    ],
  };
}
