/**
 * A scripted policy for word webs, and a teacher that often forgets to write.
 *
 * @module
 */
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import { definePolicy } from '../../policy/define-policy.ts';
import type { Policy } from '../../policy/policy.ts';
import { createRandom } from '../../shared/random.ts';
import type { Action } from '../../task/action.ts';
import type { ActObservation } from '../../task/observation.ts';
import { readWebDocuments, type WebDocument } from '../../web/web-document.ts';
import { WORD_PAGES, type WordPage, type WordPart, writePart } from './word-web.ts';

/**
 * Creates a policy that searches each person, follows the link to the fact, notes it, and answers when both facts
 * are known. Without a note, it guesses the value.
 *
 * @param seed seed of the guesses
 * @param writes whether it notes facts. Default: true.
 */
export function createWordWebExpert(seed: number, writes = true): Policy {
  const random = createRandom(`${seed}/word-web-expert`);
  let looked = new Set<string>();
  return definePolicy({
    name: 'word-web-expert',
    act(observation, { view }) {
      const asked = observation.questions[0]?.text ?? '';
      const parts = readParts(asked);
      if (observation.turn === 0) looked = new Set();
      const operations: Operation[] = observation.turn === 0 ? [{ op: 'read', query: asked }] : [];
      const [document] = readWebDocuments(observation);
      const shown = document?.kind === 'page' && document.links.length === 0 ? document.text : undefined;
      if (shown !== undefined) {
        looked.add(shown.split(' ').slice(0, 2).join(' '));
        if (writes) operations.push({ op: 'create', text: shown });
      }
      const next = parts.find((part) => !looked.has(writePart(part)));
      if (next !== undefined) return { operations, action: approach(next, document) };
      const facts = parts.map(
        (part) => findFact(part, view, shown) ?? `${writePart(part)} ${random.pick(findPage(part).values)}`,
      );
      return { operations, action: { kind: 'answer', answers: [facts.join(' and ')] } };
    },
  });
}

/** Returns a teacher that notes facts in `share` of the episodes. */
export function forgetfulTeacher(share: number): (seed: number) => Policy {
  return (seed) => createWordWebExpert(seed, createRandom(`${seed}/writes`).next() < share);
}

function approach({ person, relation }: WordPart, document: WebDocument | undefined): Action {
  const read = (url: number): Action => ({ kind: 'tool', name: 'read', input: { url } });
  const isStart = document?.kind === 'page' && document.title === person;
  if (isStart) return read(1 + document.links.findIndex(({ text }) => text === findPage({ relation }).page));
  if (document?.kind === 'result' && document.title === person) return read(1);
  return { kind: 'tool', name: 'search', input: { query: person } };
}

function findPage({ relation }: Pick<WordPart, 'relation'>): WordPage {
  return WORD_PAGES.find((page) => page.relation === relation)!;
}

function findFact(part: WordPart, view: View, shown: string | undefined): string | undefined {
  const texts = [...view.entries.map(({ text }) => text), ...(shown === undefined ? [] : [shown])];
  return texts.find((text) => text.startsWith(`${writePart(part)} `));
}

function readParts(question: ActObservation['questions'][number]['text']): readonly WordPart[] {
  return question.split(' and ').map((part) => {
    const [person, relation] = part.split(' ') as [string, WordPart['relation']];
    return { person, relation };
  });
}
