/**
 * Auxiliary targets that teach matching.
 *
 * @module
 */
import type { View } from '../../memory/view.ts';
import type { Observation } from '../../task/observation.ts';
import type { Hint } from '../../train/datum.ts';
import type { LabFact } from '../generate.ts';
import type { PhraseCodec } from '../phrases/phrase-codec.ts';
import { MARKS, quoteWord } from '../phrases/phrase-vocabulary.ts';
import { followPath, type LabSituation, readSituation, sameSubjectAndRelation } from './situation.ts';

/**
 * Returns auxiliary targets at every phrase of a prompt. Each target is the quote of a related phrase: the
 * shown entry with the same subject and relation, the question that the phrase opens, or the noted fact that
 * it extends. The target is a mark if the phrase may matter later. Replies are few and short, but hints
 * supervise matching at every phrase.
 */
export function labHints(
  codec: PhraseCodec,
  prompt: readonly number[],
  observation: Observation,
  view: View,
): readonly Hint[] {
  const situation = readSituation(observation, view);
  const later = new Set(situation.paths.flatMap(({ relations }) => relations.slice(1)));
  const id = (word: string): number => codec.vocabulary.id(word)!;
  const width = codec.layout.quotes === 'before' ? codec.phraseTokens : 0;

  const hintAt = (quote: string, belongs: string): Hint => ({
    position: prompt.lastIndexOf(id(quote)) + width,
    token: id(belongs),
  });
  const chained = (fact: LabFact): string =>
    belongsTo(fact, situation) ?? (later.has(fact.relation) ? MARKS.query : MARKS.nothing);
  const shown = situation.shown.slice(0, codec.layout.viewPhrases);
  return [
    ...situation.noted.map((fact, place) => hintAt(quoteWord('n', place), chained(fact))),
    ...shown.flatMap((fact, place) =>
      fact === undefined ? [] : [hintAt(quoteWord('v', place), chained(fact))],
    ),
    ...situation.told.map((fact, place) => {
      const slot = shown.findIndex((entry) => sameSubjectAndRelation(fact, entry));
      return hintAt(quoteWord('c', place), slot < 0 ? chained(fact) : quoteWord('v', slot));
    }),
  ];
}

/** Returns the quote of the question that a fact opens, or of the noted fact that it extends. */
function belongsTo(fact: LabFact, { paths, noted }: LabSituation): string | undefined {
  for (const [question, path] of paths.entries()) {
    if (fact.subject === path.subject && fact.relation === path.relations[0]) return quoteWord('q', question);
    for (const [hop, known] of followPath(path, noted).entries()) {
      const next = path.relations[hop + 1];
      if (fact.subject === known.object && fact.relation === next)
        return quoteWord('n', noted.indexOf(known));
    }
  }
  return undefined;
}
