/**
 * LightMem: batches, topics and consolidation.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { lightmemDecide } from '../prompt/lightmem-decide.ts';
import { lightmemExtract } from '../prompt/lightmem-extract.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import type { JsonValue } from '../shared/json.ts';
import type { MemoriseObservation } from '../task/observation.ts';
import { between } from './call-range.ts';
import { cutTopics, type Message } from './cut-topics.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText } from './document-text.ts';
import { sleepOver } from './sleep-over.ts';
import { countTokens } from './truncate.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const RELEASED = 'LightMem, released code';

const PARAMETERS = {
  sensoryTokens: { value: 512, source: RELEASED },
  batchTokens: { value: 2000, source: `${RELEASED}: the main knob` },
  keepRate: { value: 1, source: `no compressor here; ${RELEASED}: 0.8` },
  sleepNeighbours: { value: 20, source: RELEASED },
  sleepQueue: { value: 10, source: RELEASED },
  sleepLikeness: { value: 0.9, source: `${RELEASED}; 0.8 in its README` },
  k: { value: 10, source: RELEASED },
} as const;

export const LIGHTMEM: WorkflowDeclaration = {
  name: 'lightmem',
  title: 'LightMem, compress, batch, sleep',
  goodAt: 'Low cost: one call for a whole batch, and conflicts are resolved offline.',
  operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
  unit: 'chunk',
  calls: {
    perUnit: between(0, null),
    perQuestion: between(0, null),
    formula: '1 for every 2 000 tokens read, and once 1 for each entry with similar later ones',
  },
  prompts: [lightmemExtract, lightmemDecide],
  parameters: PARAMETERS,
  defects: {},
  references: [
    'LightMem (arXiv 2510.18866), sections on the three memories and sleep.',
    'Its released code.',
  ],
  omits: [
    'The compressor and its attention. A function can be given, and topics are cut by similarity only.',
    'Consolidation in the background. It runs once, at the first question.',
    "The restriction to the user's messages. Documents have no speakers.",
  ],
};

export interface LightMemOptions extends WorkflowOptions {
  /** Shortens each message. Default: no change. */
  readonly compress?: (text: string) => string;
  readonly sensoryTokens?: number;
  readonly batchTokens?: number;
  readonly sleepLikeness?: number;
  readonly k?: number;
}

/** Collects messages by topic, extracts facts from whole batches, and resolves conflicts offline. */
export function createLightMem(options: LightMemOptions): Workflow {
  const { compress = (text) => text, sensoryTokens = PARAMETERS.sensoryTokens.value, tokens } = options;
  const { batchTokens = PARAMETERS.batchTokens.value, k = PARAMETERS.k.value } = options;
  const { sleepLikeness = PARAMETERS.sleepLikeness.value } = options;
  const size = (messages: readonly Message[]): number =>
    messages.reduce((sum, { text }) => sum + countTokens(text, tokens), 0);

  async function gather({ chunk }: MemoriseObservation, step: WorkflowStep): Promise<readonly Operation[]> {
    let sensory = readMessages(step.view.scratchpadMeta.sensory);
    let batch = readMessages(step.view.scratchpadMeta.batch);
    const facts: Operation[] = [];
    const flush = async (): Promise<void> => {
      facts.push(...(await extract(batch, step)));
      batch = [];
    };
    for (const document of chunk.documents) {
      sensory = [...sensory, { id: document.id, text: compress(documentText(document)) }];
      if (size(sensory) < sensoryTokens) continue;
      const topics = cutTopics(sensory, await compareNeighbours(sensory, step));
      // The last topic may continue. A single topic has filled the buffer.
      const done = topics.length > 1 ? topics.slice(0, -1) : topics;
      batch = [...batch, ...done.flat()];
      sensory = topics.length > 1 ? topics.at(-1)! : [];
      if (size(batch) >= batchTokens) await flush();
    }
    if (chunk.index === chunk.count - 1) {
      batch = [...batch, ...sensory];
      sensory = [];
      if (batch.length > 0) await flush();
    }
    const meta = { sensory, batch };
    return [...facts, { op: 'update', target: 'scratchpad', text: step.view.scratchpad, meta }];
  }

  return defineWorkflow(LIGHTMEM, options, {
    memorise: gather,
    async recall({ question, index }, step) {
      const limits = {
        neighbours: PARAMETERS.sleepNeighbours.value,
        queue: PARAMETERS.sleepQueue.value,
        likeness: sleepLikeness,
      };
      const changes = index === 0 ? await sleepOver(limits, step) : new Map<string, string | null>();
      const found = await step.read(question.text, { limit: k + changes.size });
      const texts = found.map(({ id, text }) => (changes.has(id) ? changes.get(id)! : text));
      const operations = [...changes].map(([id, text]): Operation => {
        return text === null ? { op: 'delete', target: { id } } : { op: 'update', target: { id }, text };
      });
      return { texts: texts.filter((text) => text !== null).slice(0, k), operations };
    },
  });
}

async function extract(messages: readonly Message[], step: WorkflowStep): Promise<readonly Operation[]> {
  const shown = numberedLines(messages.map(({ text }) => text));
  const reply = await step.askJson(lightmemExtract, { messages: shown });
  return reply.objects('facts').flatMap((fact): readonly Operation[] => {
    const text = fact.text('text');
    const message = messages[(fact.number('message', 1, messages.length) ?? 0) - 1];
    // A fact without a message number is kept. Only its source is unknown.
    return text === '' ? [] : [{ op: 'create', text, ...(message && { meta: { sources: [message.id] } }) }];
  });
}

async function compareNeighbours(
  messages: readonly Message[],
  step: WorkflowStep,
): Promise<readonly number[]> {
  const likeness: number[] = [];
  for (const [index, { text }] of messages.slice(0, -1).entries()) {
    const [value] = await step.similar(text, [messages[index + 1]!.text]);
    likeness.push(value!);
  }
  return likeness;
}

/** Reads a buffer from the scratchpad's metadata. Leaves out values that are not messages. */
function readMessages(value: JsonValue | undefined): readonly Message[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item?.id === 'string' && typeof item.text === 'string');
}
