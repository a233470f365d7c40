/**
 * Generative Agents: a memory stream with importance, recency and reflections.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { CreateOperation, Operation } from '../memory/operation.ts';
import { generativeAgentsFocus } from '../prompt/generative-agents-focus.ts';
import { generativeAgentsRate } from '../prompt/generative-agents-rate.ts';
import { generativeAgentsReflect } from '../prompt/generative-agents-reflect.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import { between, exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText } from './document-text.ts';
import { markEntry } from './mark-entry.ts';
import { rankStream, type StreamMode } from './rank-stream.ts';
import { numberIn } from './read-meta.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const RELEASED = 'Generative Agents, released code';

const PARAMETERS = {
  reflectAt: { value: 150, source: `${RELEASED}: sum of importance between reflections` },
  focalQuestions: { value: 3, source: RELEASED },
  reflectionReads: { value: 30, source: RELEASED },
  insights: { value: 5, source: `${RELEASED}, for each focal question` },
  recencyDecay: { value: 0.99, source: `${RELEASED}: to the power of the rank by last access` },
  k: { value: 6, source: 'ours: the same for all workflows' },
} as const;

/** Used if the model's rating cannot be read: the middle of the scale (ours). */
const UNRATED = 5;

export const GENERATIVE_AGENTS: WorkflowDeclaration = {
  name: 'generative-agents',
  title: 'Generative Agents, memory stream',
  goodAt: 'Importance and recency in addition to relevance, and reflections that join distant facts.',
  operations: ['create', 'read', 'update', 'scratchpad'],
  unit: 'document',
  calls: {
    perUnit: between(1, 20),
    perQuestion: exactly(0),
    formula: '1 per document. For each reflection 4, and 1 for each of up to 15 insights',
  },
  prompts: [generativeAgentsRate, generativeAgentsFocus, generativeAgentsReflect],
  parameters: PARAMETERS,
  defects: {
    mode: {
      value: 'paper',
      faithful: 'released',
      what: 'The released code uses weights 0.5, 3 and 2, and its recency prefers the oldest access.',
    },
  },
  references: [
    'Generative Agents (arXiv 2304.03442), section on memory and reflection.',
    'Its released code.',
  ],
  omits: ['Planning and dialogue.', 'The time of day. The last access is the last write to an entry.'],
};

export interface GenerativeAgentsOptions extends WorkflowOptions {
  readonly mode?: StreamMode;
  /** Sum of importance between two reflections. */
  readonly reflectAt?: number;
  readonly k?: number;
}

/** Rates and stores every observation, searches by recency, importance and relevance, and reflects at intervals. */
export function createGenerativeAgents(options: GenerativeAgentsOptions): Workflow {
  const { mode = 'paper', reflectAt = PARAMETERS.reflectAt.value, k = PARAMETERS.k.value } = options;
  return defineWorkflow(GENERATIVE_AGENTS, options, {
    async memorise({ chunk }, step) {
      const { scratchpadMeta, scratchpad } = step.view;
      let left = numberIn(scratchpadMeta, 'importanceLeft', reflectAt);
      let reflected = numberIn(scratchpadMeta, 'reflectedStep', -1);
      const stored: CreateOperation[] = [];
      const insights: Operation[] = [];
      for (const document of chunk.documents) {
        const text = documentText(document);
        const importance = await rate(text, step);
        const meta = { kind: 'observation', importance, step: step.now, sources: [document.id] };
        stored.push({ op: 'create', text, meta });
        left -= importance;
        if (left > 0) continue;
        insights.push(...(await reflect(stored, reflected, mode, step)));
        left = reflectAt;
        reflected = step.now;
      }
      const meta = { importanceLeft: left, reflectedStep: reflected };
      return [...stored, ...insights, { op: 'update', target: 'scratchpad', text: scratchpad, meta }];
    },
    async recall({ question }, step) {
      const found = await recallStream(question.text, k, mode, step);
      return { texts: found.map(({ text }) => text), operations: found.map(noteAccess) };
    },
  });
}

async function rate(memory: string, step: WorkflowStep): Promise<number> {
  const reply = await step.askJson(generativeAgentsRate, { memory });
  return reply.number('importance', 1, 10) ?? UNRATED;
}

async function recallStream(
  query: string,
  limit: number,
  mode: StreamMode,
  step: WorkflowStep,
): Promise<readonly Entry[]> {
  const entries = await step.readAll();
  const relevance = await step.similar(
    query,
    entries.map(({ text }) => text),
  );
  return rankStream(entries, relevance, mode).slice(0, limit);
}

/** Records a read as a write, whose time is the time of the last access. */
function noteAccess(entry: Entry): Operation {
  return markEntry(entry, { accesses: numberIn(entry.meta, 'accesses', 0) + 1 });
}

async function reflect(
  stored: readonly CreateOperation[],
  reflected: number,
  mode: StreamMode,
  step: WorkflowStep,
): Promise<readonly Operation[]> {
  const recent = (await step.readAll()).filter(({ meta }) => numberIn(meta, 'step', 0) > reflected);
  const memories = numberedLines([...recent, ...stored].map(({ text }) => text));
  const focal = await step.askJson(generativeAgentsFocus, { memories });
  const read = new Map<string, Entry>();
  const insights: Operation[] = [];
  for (const question of focal.texts('questions').slice(0, PARAMETERS.focalQuestions.value)) {
    const found = await recallStream(question, PARAMETERS.reflectionReads.value, mode, step);
    for (const entry of found) read.set(entry.id, entry);
    const shown = numberedLines(found.map(({ text }) => text));
    const reply = await step.askJson(generativeAgentsReflect, { question, memories: shown });
    for (const insight of reply.objects('insights').slice(0, PARAMETERS.insights.value)) {
      const text = insight.text('text');
      if (text === '') continue;
      const cited = insight.numbers('evidence', 1, found.length);
      const evidence = cited.map((number) => found[number - 1]!.id);
      const meta = { kind: 'insight', importance: await rate(text, step), step: step.now, evidence };
      insights.push({ op: 'create', text, meta });
    }
  }
  return [...insights, ...[...read.values()].map(noteAccess)];
}
