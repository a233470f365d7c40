/**
 * `atommem train conversation`: trains the weights of `--policy learned` in suites over conversations.
 *
 * @module
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatConversationWeights } from '../ai/learned-conversation/conversation-weights.ts';
import { createChangeConversation } from '../change/create-change-conversation.ts';
import { loadConversations } from '../dataset/load-conversations.ts';
import type { JsonObject } from '../shared/json.ts';
import { CHARACTERS_PER_TOKEN } from '../suite/memory-system.ts';
import type { Conversation } from '../task/dialogue/conversation.ts';
import {
  type ConversationLessons,
  collectLessons,
  joinLessons,
} from '../train/controller/conversation-lessons.ts';
import { joinNetworks } from '../train/controller/join-networks.ts';
import {
  rateConversation,
  setMarkThreshold,
  trainConversation,
} from '../train/controller/train-conversation.ts';
import {
  TRAIN_CONVERSATION_CONFIG,
  type TrainConversationConfig,
} from '../train/controller/train-conversation-config.ts';
import { writeWhole } from '../train/run-checkpoints.ts';
import { createNetworkCommand, type TrainingProgress } from './network-training.ts';
import { print, printJson, type Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

/** Creates `atommem train conversation`. */
export function trainConversationCommand(terminal: Terminal): Command {
  const training = {
    name: 'conversation',
    description: 'train the small network that manages a memory of conversations',
    schema: TRAIN_CONVERSATION_CONFIG,
    remedy: 'Run it again: it takes about a minute',
    run: runTraining,
  };
  return createNetworkCommand(training, terminal);
}

async function runTraining(
  config: TrainConversationConfig,
  { command, say, checkInterrupt }: TrainingProgress,
  terminal: Terminal,
): Promise<void> {
  const { seeds, updates, out } = config;
  const conversations = await loadTraining(config);
  const collected: ConversationLessons[] = [];
  for (const conversation of conversations) {
    const shown = config.budget * CHARACTERS_PER_TOKEN;
    collected.push(await collectLessons(conversation, { shown, shares: config.stored }));
    say(`${collected.length} of ${conversations.length} conversations read`);
    await checkInterrupt();
  }
  const lessons = joinLessons(collected);
  if (lessons.show.length === 0)
    throw usageError(
      'no question of the data names its evidence',
      'Pass conversations with evidence, or --change 9',
    );
  const networks = [];
  for (const seed of seeds) {
    networks.push(trainConversation(lessons, { seed, updates }));
    say(`seed ${seed}: ${describe(rateConversation(networks.at(-1)!, lessons))}`);
    await checkInterrupt();
  }
  const network = joinNetworks(networks);
  setMarkThreshold(network, lessons.pairs);
  const counts = {
    conversations: conversations.length,
    questions: lessons.show.length,
    pairs: lessons.pairs.length,
  };
  const scores = rateConversation(network, lessons);
  const summary: JsonObject = { ...counts, seeds: [...seeds], ...scores };
  const path = join(out, 'weights.json');
  const weights = formatConversationWeights({ network, origin: { command, ...summary } });
  await writeWhole(path, `${JSON.stringify(weights)}\n`);
  await writeWhole(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  if (config.json) printJson(terminal, { schema: 'atommem.train-conversation/1', command, ...summary });
  else print(terminal, [`on the training questions: ${describe(scores)}`, `weights: ${path}`]);
}

async function loadTraining({
  data,
  share,
  change,
}: TrainConversationConfig): Promise<readonly Conversation[]> {
  const loaded = await Promise.all(data.map((path) => loadConversations(path)));
  const generated = Array.from({ length: change }, (_, place) =>
    createChangeConversation({ seed: `t/${place}`, turns: place % 3 === 0 ? 200 : 500, split: 'train' }),
  );
  return [...loaded.flatMap((chats) => chats.slice(0, Math.ceil(share * chats.length))), ...generated];
}

function describe({ shown, kept }: ReturnType<typeof rateConversation>): string {
  return `${(100 * shown).toFixed(1)} % of the evidence shown, ${(100 * kept).toFixed(1)} % kept`;
}
