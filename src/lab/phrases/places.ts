/**
 * Fills the places of a prompt.
 *
 * @module
 */
import type { View } from '../../memory/view.ts';
import type { Observation } from '../../task/observation.ts';
import type { Section, TokenLayout } from './layout.ts';
import { readLines, readWords } from './phrase.ts';

/** The words at every place of a prompt. A quote token refers to the words of its place. */
export type Places = Readonly<Record<Section, readonly (readonly string[])[]>> & {
  /** The distinct words of the standing query. */
  readonly query: readonly string[];
};

/** Assigns an observation and a view to the places of a layout. Excess words and phrases are dropped. */
export function fillPlaces(observation: Observation, view: View, layout: TokenLayout): Places {
  const answering = observation.stage === 'answer';
  const questions = answering ? [observation.question] : observation.questions;
  const told = observation.stage === 'memorise' ? readLines(observation.chunk.text) : [];
  const phrase = (text: string): readonly string[] => readWords(text).slice(0, layout.phraseWords);
  return {
    q: questions.slice(0, layout.questions).map(({ text }) => readWords(text).slice(0, layout.questionWords)),
    n: readLines(view.scratchpad).slice(0, layout.scratchpadPhrases).map(phrase),
    v: view.entries.slice(0, layout.viewPhrases).map(({ text }) => phrase(text)),
    c: told.slice(0, layout.chunkPhrases).map(phrase),
    query: [...new Set(readWords(view.query ?? ''))].slice(0, layout.queryWords),
  };
}
