/**
 * Builds the closed vocabulary of a set of tasks by playing them.
 *
 * @module
 */
import { runEpisode } from '../../agent/run-episode.ts';
import type { Vocabulary } from '../../engine/engine.ts';
import type { Policy } from '../../policy/policy.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import type { Observation } from '../../task/observation.ts';
import type { Task } from '../../task/task.ts';
import type { StepRecord } from '../../trajectory/trajectory.ts';
import { createExplorer } from '../explorer.ts';
import { splitWords } from './split-words.ts';
import { createWordVocabulary } from './word-vocabulary.ts';

export interface VocabularyOptions {
  /** Episodes per task to collect words from, each with another seed. Default: 64. */
  readonly episodes?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Texts whose words are always included. Default: none. */
  readonly texts?: readonly string[];
  /** Policies that play in addition to random exploration, such as the teacher of `sft`. Default: none. */
  readonly players?: readonly Policy[];
}

/**
 * Collects the words of tasks: instructions, questions, answers, tool names and inputs, and all texts shown
 * to random exploration and to `players`. All other words become `<unknown>`.
 *
 * @example
 * import { localEngine } from 'atommem/engines/local';
 *
 * const vocabulary = await vocabularyFor([shop], { players: [teacher] });
 * const engine = await localEngine({ vocabulary });
 */
export async function vocabularyFor(
  tasks: readonly Task[],
  { episodes = 64, seed = 1, texts = [], players = [] }: VocabularyOptions = {},
): Promise<Vocabulary> {
  const words = new Set<string>();
  const tools = new Set<string>();
  const inputs = new Set<string>();
  const addText = (text: string): void => {
    for (const word of splitWords(text)) words.add(word);
  };
  const addStep = (step: StepRecord, observation: Observation): void => {
    listShownTexts(observation).forEach(addText);
    for (const operation of step.operations) {
      if ('text' in operation) addText(operation.text);
      if ('query' in operation) addText(operation.query);
    }
    if (step.action.kind === 'answer') step.action.answers.forEach(addText);
    if (step.action.kind === 'tool') Object.values(step.action.input).forEach(addValue);
    if (observation.stage !== 'act') return;
    for (const { name, inputSchema } of observation.situation.tools) {
      tools.add(name);
      for (const key of Object.keys(inputSchema.properties ?? {})) inputs.add(key);
    }
  };
  const addValue = (value: unknown): void =>
    addText(typeof value === 'string' ? value : JSON.stringify(value));

  texts.forEach(addText);
  for (const task of tasks) {
    addText(task.instructions ?? '');
    for (const { text, answers } of task.questions) [text, ...answers].forEach(addText);
    for (let episode = 0; episode < episodes; episode++) {
      const episodeSeed = mixSeed(seed, episode) >>> 0;
      const explorer = createExplorer(createRandom(episodeSeed));
      for (const policy of [explorer, ...players]) {
        const shared = { task, policy, seed: episodeSeed, clock: () => 0, timer: () => 0 };
        await runEpisode({ ...shared, onStep: addStep });
      }
    }
  }
  return createWordVocabulary({ tools, inputs, words });
}

function listShownTexts(observation: Observation): readonly string[] {
  switch (observation.stage) {
    case 'memorise':
      return [observation.chunk.text, ...observation.questions.map(({ text }) => text)];
    case 'answer':
      return [observation.question.text];
    case 'act':
      return [observation.situation.content, ...observation.questions.map(({ text }) => text)];
  }
}
