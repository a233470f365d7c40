/**
 * Focus: an agent that compresses its own log.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { focusTurn } from '../prompt/focus-turn.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { JsonReader } from './read-json.ts';
import { numberIn } from './read-meta.ts';
import { storeChunk } from './store-chunk.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PUBLISHED = 'Focus, published summaries';

const PARAMETERS = {
  prompting: { value: 'aggressive', source: `${PUBLISHED}: passive prompting saves little` },
  remindAfter: { value: 15, source: `${PUBLISHED}: tool calls without a compression` },
} as const;

export const FOCUS: WorkflowDeclaration = {
  name: 'focus',
  title: 'Focus, active context compression',
  goodAt: 'Long tool tasks whose steps are useless once their outcome is known.',
  operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk (a turn)' },
  prompts: [focusTurn],
  parameters: PARAMETERS,
  defects: {},
  references: ['Focus, active context compression: summaries of the paper.'],
  omits: ['The tools of the task. In a document stream, the only action is to read on.'],
};

export interface FocusOptions extends WorkflowOptions {
  /** Whether the agent is reminded to compress. */
  readonly prompting?: 'aggressive' | 'passive';
  /** Number of turns without a compression before the reminder. */
  readonly remindAfter?: number;
}

/** Lets the agent delete parts of its log and keep a summary of them. */
export function createFocus(options: FocusOptions): Workflow {
  const { prompting = PARAMETERS.prompting.value, remindAfter = PARAMETERS.remindAfter.value } = options;
  return defineWorkflow(FOCUS, options, {
    async memorise({ questions, chunk }, step) {
      const { scratchpad, scratchpadMeta } = step.view;
      const log = await step.readAll();
      const turns = numberIn(scratchpadMeta, 'turnsUncompressed', 0) + 1;
      const due = prompting === 'aggressive' && turns >= remindAfter;
      const reply = await step.askJson(focusTurn, {
        questions: workflowQuestions(questions),
        knowledge: scratchpad,
        log: log.map(({ text }) => text).join('\n\n'),
        observation: chunk.text,
        reminder: due ? 'The log is long. Complete a focus now.' : '',
      });
      const thought = reply.optionalText('thought') ?? '';
      const turn = storeChunk(chunk);
      const seen: Operation = {
        ...turn,
        text: `${turn.text}\nThought: ${thought}`,
        meta: { ...turn.meta, turn: chunk.index },
      };
      const checkpoint = numberIn(scratchpadMeta, 'checkpoint', 0);
      const summary = readSummary(reply);
      if (summary === '' && reply.has('complete_focus'))
        step.report('malformed-json', 'focus-turn: the summary is empty, so the log is kept');
      const next = reply.has('start_focus') || summary !== '' ? chunk.index + 1 : checkpoint;
      const meta = { checkpoint: next, turnsUncompressed: summary === '' ? turns : 0 };
      const pinned = [scratchpad, summary].filter(Boolean).join('\n\n');
      const note: Operation = { op: 'update', target: 'scratchpad', text: pinned, meta };
      if (summary === '') return [seen, note];
      const span = log.filter((entry) => numberIn(entry.meta, 'turn', 0) >= checkpoint);
      // The observation of this turn belongs to the deleted part, so it is not stored.
      return [...span.map(({ id }): Operation => ({ op: 'delete', target: { id } })), note];
    },
    async recall(_observation, step) {
      const log = (await step.readAll()).map(({ text }) => text);
      return { texts: [step.view.scratchpad, ...log].filter(Boolean) };
    },
  });
}

/** Writes the summary of a completed focus. Empty if none is completed. */
function readSummary(reply: JsonReader): string {
  const said = reply.object('complete_focus');
  if (said === undefined) return '';
  const parts = ['tried', 'learned', 'outcome'] as const;
  return parts
    .map((part) => [part, said.optionalText(part)] as const)
    .filter(([, text]) => text !== undefined)
    .map(([part, text]) => `${part[0]!.toUpperCase()}${part.slice(1)}: ${text}`)
    .join('\n');
}
