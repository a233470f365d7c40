/**
 * `learnedPolicy`: a small network decides what memory keeps.
 *
 * @module
 */
import { NO_USAGE, type Policy, type Reply } from '../policy/policy.ts';
import { requireStreamObservation } from '../task/observation.ts';
import type { Reader } from './reader.ts';
import type { ControllerWeights } from './weights.ts';

/** Options of `learnedPolicy`. */
export interface LearnedOptions {
  /** Default: the shipped weights, trained on HotpotQA, 2WikiMultiHopQA and MuSiQue. */
  readonly weights?: ControllerWeights;
  /** Entries to read before an answer. Default: 6, the usual size of the view. */
  readonly shown?: number;
}

/**
 * Creates a policy that manages a limited memory with a small network instead of rules. It needs no model and is
 * deterministic. It expects English questions that are known while it reads.
 *
 * Without a limit, the network decides for every document whether to create an entry. Under a limit, every document
 * enters. When memory is full, the network chooses what to delete or, if characters are limited, what to condense.
 * Documents about the subject of an entry can be joined with it.
 * Before an answer, it reads the entries that the network ranks highest.
 *
 * In every step it reads all entries with one recorded Read. Limit memory with `capacity` or `characterCapacity`:
 * without a limit, it keeps every document that it finds relevant.
 *
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const memory = { capacity: 10 };
 * const trajectory = await runEpisode({ task, policy: learnedPolicy(), memory });
 */
export function learnedPolicy({ weights, shown = 6 }: LearnedOptions = {}): Policy {
  let reader: Promise<Reader> | undefined;
  const loadReader = (): Promise<Reader> => {
    reader ??= openReader(weights);
    return reader;
  };
  return {
    name: 'learned',
    settings: { sight: 'all entries', shown, weights: weights?.origin ?? 'shipped' },
    async act(observation, context): Promise<Reply> {
      const nothing = { issues: [], usage: NO_USAGE };
      const { memorise, chooseShown, answer } = await loadReader();
      if (observation.stage === 'memorise') {
        const operations = memorise(observation, context, await context.readAll());
        return { operations, action: { kind: 'read-on' }, ...nothing };
      }
      const { question, turn, readsLeft } = requireStreamObservation(observation, 'learned');
      const query =
        turn === 0 && readsLeft > 0 ? chooseShown(question.text, await context.readAll(), shown) : '';
      if (query !== '') {
        return { operations: [{ op: 'read', query }], action: { kind: 'none' }, ...nothing };
      }
      const answers = [answer(question.text, context)];
      return { operations: [], action: { kind: 'answer', answers }, ...nothing };
    },
  };
}

/** Loads code and weights on first use, so that importing the package stays quick. */
async function openReader(weights: ControllerWeights | undefined): Promise<Reader> {
  const { createReader } = await import('./reader.ts');
  if (weights !== undefined) return createReader(weights);
  const { loadShippedWeights } = await import('./shipped-weights.ts');
  return createReader(await loadShippedWeights());
}
