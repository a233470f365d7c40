/**
 * Splits replies of the lab into decisions: one per operation or answer, and the end.
 *
 * @module
 */
import type { StepRecord } from '../../trajectory/trajectory.ts';
import type { PhraseCodec } from '../phrases/phrase-codec.ts';
import { listVerbs } from '../phrases/phrase-vocabulary.ts';

/** The tokens of a reply that state one decision. */
export interface Decision {
  readonly kind: 'operation' | 'answer' | 'end';
  /** Half-open range of reply tokens. */
  readonly from: number;
  readonly to: number;
  /** Index among the operations of the step. Absent for answers and the end. */
  readonly operation?: number;
}

/** Returns a function that splits the reply of a step. The parts cover all tokens. */
export function createDecisionReader(
  codec: Pick<PhraseCodec, 'layout' | 'vocabulary' | 'stop'>,
): (step: Pick<StepRecord, 'tokens'>) => readonly Decision[] {
  const verbs = new Map(
    [...listVerbs(codec.layout)].map(([word, { name }]) => [codec.vocabulary.id(word)!, name]),
  );
  const stop = new Set(codec.stop);
  return ({ tokens }) => {
    const reply = tokens?.reply ?? [];
    const starts = reply.flatMap((token, place) => (verbs.has(token) || stop.has(token) ? [place] : []));
    let operations = 0;
    return starts.map((start, index): Decision => {
      const name = verbs.get(reply[start]!);
      const span = { from: index === 0 ? 0 : start, to: starts[index + 1] ?? reply.length };
      if (name === undefined) return { kind: 'end', ...span };
      if (name === 'answer') return { kind: 'answer', ...span };
      return { kind: 'operation', ...span, operation: operations++ };
    });
  };
}
