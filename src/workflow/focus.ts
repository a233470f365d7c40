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
  goodAt: 'Long tool tasks whose steps are of no use once their outcome is known.',
  operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk (a turn)' },
  prompts: [focusTurn],
  parameters: PARAMETERS,
  defects: {},
  references: ['Focus, active context compression: summaries of the paper.'],
  omits: ['Tools of the task: in a stream of documents the only call is to read on.'],
};

export interface FocusOptions extends WorkflowOptions {
  /** Whether the agent is reminded to compress. */
  readonly prompting?: 'aggressive' | 'passive';
  /** Turns without a compression after which it is. */
  readonly remindAfter?: number;
}

/** An agent that deletes stretches of its own transcript and pins what came of them. */
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
        reminder: due ? 'The log has grown long: complete a focus now.' : '',
      });
      const thought = reply.optionalText('thought') ?? '';
      const turn = storeChunk(chunk);
      const seen: Operation = {
        ...turn,
        text: `${turn.text}\nThought: ${thought}`,
        meta: { ...turn.meta, turn: chunk.index },
      };
      const checkpoint = numberIn(scratchpadMeta, 'checkpoint', 0);
      const summary = summaryOf(reply);
      if (summary === '' && reply.has('complete_focus'))
        step.report('malformed-json', 'focus-turn: a completed focus says nothing: the log stays');
      const next = reply.has('start_focus') || summary !== '' ? chunk.index + 1 : checkpoint;
      const meta = { checkpoint: next, turnsUncompressed: summary === '' ? turns : 0 };
      const pinned = [scratchpad, summary].filter(Boolean).join('\n\n');
      const note: Operation = { op: 'update', target: 'scratchpad', text: pinned, meta };
      if (summary === '') return [seen, note];
      const span = log.filter((entry) => numberIn(entry.meta, 'turn', 0) >= checkpoint);
      // The observation of this turn is part of the span: it is gone before it is stored.
      return [...span.map(({ id }): Operation => ({ op: 'delete', target: { id } })), note];
    },
    async recall(_observation, step) {
      const log = (await step.readAll()).map(({ text }) => text);
      return { texts: [step.view.scratchpad, ...log].filter(Boolean) };
    },
  });
}

/** What a completed focus leaves behind; empty where none is completed, or nothing is said of it. */
function summaryOf(reply: JsonReader): string {
  const said = reply.object('complete_focus');
  if (said === undefined) return '';
  const parts = ['tried', 'learned', 'outcome'] as const;
  return parts
    .map((part) => [part, said.optionalText(part)] as const)
    .filter(([, text]) => text !== undefined)
    .map(([part, text]) => `${part[0]!.toUpperCase()}${part.slice(1)}: ${text}`)
    .join('\n');
}
