/**
 * `learnedPolicy`: a small network decides what memory keeps.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';
import { createFailure } from '../policy/create-failure.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { type Observation, requireStreamObservation } from '../task/observation.ts';
import type { Reader, ReaderOptions } from './reader.ts';
import type { ControllerWeights } from './weights.ts';

/** Options of `learnedPolicy`. */
export interface LearnedOptions {
  /** Default: the shipped weights, trained on HotpotQA, 2WikiMultiHopQA and MuSiQue. */
  readonly weights?: ControllerWeights;
  /** The embedder that `weights` were trained with. Required if, and only if, they name one. Default: none. */
  readonly embedder?: Embedder;
  /**
   * What it sees of memory. `view`: the view, and what its Reads find: up to three searches by names, and one Read of the
   * entries that a decision compares. `all`: every entry, by one Read. All Reads are recorded. Default: `view`.
   */
  readonly sight?: 'view' | 'all';
  /** Entries to read before an answer. Default: 6, the default size of the view. */
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
 * Limit memory with `capacity` or `characterCapacity`: without a limit, it keeps every document that it finds relevant.
 *
 * If weights were trained with an embedder, the network also compares texts by similarity. If the embedder fails, the step
 * is recorded as failed and changes nothing.
 *
 * @throws AtomMemError `bad-option` if the weights need another embedder, or none
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const memory = { capacity: 10 };
 * const trajectory = await runEpisode({ task, policy: learnedPolicy(), memory });
 */
export function learnedPolicy({ weights, embedder, sight = 'view', shown = 6 }: LearnedOptions = {}): Policy {
  requireEmbedder(weights, embedder);
  let opened: Promise<Reader> | undefined;
  const loadReader = (): Promise<Reader> => {
    opened ??= openReader(weights, { sight, shown, embedder });
    return opened;
  };
  return {
    name: 'learned',
    settings: {
      ...{ sight, shown, weights: weights?.origin ?? 'shipped' },
      ...(embedder !== undefined && { embedder: embedder.name }),
    },
    async act(observation, context): Promise<Reply> {
      const reader = await loadReader();
      try {
        return await decide(reader, observation, context);
      } catch (error) {
        if (!(error instanceof Error && error.name === 'EmbedderFailed')) throw error;
        const failure = createFailure('embedder', error.cause);
        return { ...NOTHING, operations: [], action: { kind: 'none' }, failure };
      }
    },
  };
}

const NOTHING = { issues: [], usage: NO_USAGE };

async function decide(
  { memorise, chooseShown, answer }: Reader,
  observation: Observation,
  context: PolicyContext,
): Promise<Reply> {
  if (observation.stage === 'memorise') {
    const operations = await memorise(observation, context);
    return { operations, action: { kind: 'read-on' }, ...NOTHING };
  }
  const { question, turn, readsLeft } = requireStreamObservation(observation, 'learned');
  const query = turn === 0 && readsLeft > 0 ? await chooseShown(question.text, context) : '';
  if (query !== '') return { operations: [{ op: 'read', query }], action: { kind: 'none' }, ...NOTHING };
  const answers = [answer(question.text, context)];
  return { operations: [], action: { kind: 'answer', answers }, ...NOTHING };
}

/** Checks that the weights were trained with this embedder. The network would misread the vectors of another one. */
function requireEmbedder(weights: ControllerWeights | undefined, embedder: Embedder | undefined): void {
  const needed = weights?.embedder;
  if (needed === embedder?.name) return;
  const whose = weights === undefined ? 'the shipped weights' : 'these weights';
  throw new AtomMemError('bad-option', {
    problem:
      needed === undefined
        ? `${whose} read no similarities, and the embedder is "${embedder?.name}"`
        : `${whose} were trained with the embedder "${needed}", and the embedder is ${embedder === undefined ? 'missing' : `"${embedder.name}"`}`,
    remedy:
      needed === undefined
        ? 'Train weights with this embedder: atommem train controller --embedder PLACE, or leave the embedder out'
        : `Pass "embedder" with the embedder "${needed}", or train new weights`,
    details: { option: 'embedder', value: embedder?.name },
  });
}

/** Loads code and weights on first use, so that importing the package stays quick. */
async function openReader(weights: ControllerWeights | undefined, options: ReaderOptions): Promise<Reader> {
  const { createReader } = await import('./reader.ts');
  if (weights !== undefined) return createReader(weights, options);
  const { loadShippedWeights } = await import('./shipped-weights.ts');
  return createReader(await loadShippedWeights(), options);
}
