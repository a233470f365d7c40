/**
 * `defineWorkflow`: a policy from two functions, one for the stream and one for questions.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { Reply } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import {
  type AnswerObservation,
  type MemoriseObservation,
  requireStreamObservation,
} from '../task/observation.ts';
import { type Answerer, createAnswerer } from './answerer.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';
import { openStep, StepFailed } from './workflow-step.ts';

/** What a workflow does. */
export interface WorkflowProgram {
  /** Returns the operations for what the stream shows now. */
  memorise(observation: MemoriseObservation, step: WorkflowStep): Promise<readonly Operation[]>;
  /** Returns the texts from which a question is to be answered. */
  recall(observation: AnswerObservation, step: WorkflowStep): Promise<Recalled>;
}

/** What is shown for a question. */
export interface Recalled {
  readonly texts: readonly string[];
  /** Operations that the read itself causes, such as a count of reads. */
  readonly operations?: readonly Operation[];
}

/** A declaration of which everything but the name has a default. */
export type WorkflowDraft = Pick<WorkflowDeclaration, 'name'> & Partial<WorkflowDeclaration>;

/**
 * Creates a policy from a program. The policy moves to the next chunk after each step and answers every
 * question once, from what `recall` returns: with `options.answerFrom`, or with the model `options.ask`. It
 * adds up usage. A failure of the model or of a read becomes a reply without operations, so that the same
 * chunk or question is shown again.
 *
 * @throws AtomMemError `bad-option` if the workflow asks a model and the options have none.
 * @example
 * const titles = defineWorkflow(
 *   { name: 'titles', unit: 'document' },
 *   { answerFrom: answerFromTexts },
 *   {
 *     memorise: async ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
 *     recall: async ({ question }, step) => {
 *       const found = await step.read(question.text, { limit: 6 });
 *       return { texts: found.map(({ text }) => text) };
 *     },
 *   },
 * );
 */
export function defineWorkflow(
  draft: WorkflowDraft,
  options: WorkflowOptions,
  program: WorkflowProgram,
): Workflow {
  const declaration = complete(draft);
  const { name, prompts, unit } = declaration;
  const answerer = createAnswerer(name, options);
  if (options.ask === undefined && prompts.length > 0) {
    const roles = [...new Set(prompts.map(({ role }) => role))].join(', ');
    throw new AtomMemError('bad-option', {
      problem: `The workflow "${name}" asks a model (${roles})`,
      remedy: 'Give `ask`, for example languageModelAsk({ model })',
      details: { option: 'ask' },
    });
  }
  return {
    name,
    unit,
    declaration,
    settings: describeSettings(declaration, options, answerer),
    async act(observation, context): Promise<Reply> {
      const { step, record } = openStep(options, context);
      try {
        if (observation.stage === 'memorise') {
          const operations = await program.memorise(observation, step);
          return { operations, action: { kind: 'read-on' }, ...record() };
        }
        const asked = requireStreamObservation(observation, name);
        const { texts, operations = [] } = await program.recall(asked, step);
        const answer = await answerer.answer(asked.question.text, texts, step);
        return { operations, action: { kind: 'answer', answers: [answer] }, ...record() };
      } catch (cause) {
        if (!(cause instanceof StepFailed)) throw cause;
        return { operations: [], action: { kind: 'none' }, ...record(), failure: cause.failure };
      }
    },
  };
}

const ANY_NUMBER = { least: 0, most: null } as const;

function complete(draft: WorkflowDraft): WorkflowDeclaration {
  return {
    title: draft.name,
    goodAt: '',
    operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
    unit: 'chunk',
    calls: { perUnit: ANY_NUMBER, perQuestion: ANY_NUMBER, formula: 'not declared' },
    prompts: [],
    parameters: {},
    defects: {},
    references: [],
    omits: [],
    ...draft,
  };
}

/** What trajectories record: the prompts with their versions, and every option that is plain data. */
function describeSettings(
  { prompts }: WorkflowDeclaration,
  options: WorkflowOptions,
  answerer: Answerer,
): JsonObject {
  const plain = Object.entries(options).filter(([, value]) =>
    ['number', 'string', 'boolean'].includes(typeof value),
  );
  const asked = [...prompts, ...answerer.prompts].map(({ name, version }) => `${name}@${version}`);
  return { ...(Object.fromEntries(plain) as JsonObject), prompts: asked };
}
