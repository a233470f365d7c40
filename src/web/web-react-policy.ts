/**
 * `webReactPolicy`: ReAct for web tasks. A model searches, reads and answers with a transcript as its only memory.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { Policy, Reply } from '../policy/policy.ts';
import { webReact } from '../prompt/web-react.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { AtomMemError } from '../shared/error.ts';
import type { Action } from '../task/action.ts';
import type { Ask } from '../workflow/ask.ts';
import type { JsonReader } from '../workflow/read-json.ts';
import { countTokens } from '../workflow/truncate.ts';
import type { WorkflowOptions } from '../workflow/workflow.ts';
import { openStep, StepFailed } from '../workflow/workflow-step.ts';

export interface WebReactOptions extends Pick<WorkflowOptions, 'tokens'> {
  /** The model, for example `languageModelAsk({ model })`. */
  readonly ask: Ask;
  /** Tokens of the transcript. Older turns are dropped as a whole. Default: 4000. */
  readonly window?: number;
}

/**
 * Creates the control without memory for a language model: every thought, call and observation is appended to a
 * transcript, and the oldest turns leave the window for good.
 *
 * @example
 * import { languageModelAsk } from 'atommem/workflows';
 *
 * const policy = webReactPolicy({ ask: languageModelAsk({ model }) });
 */
export function webReactPolicy({ ask, window = 4000, tokens }: WebReactOptions): Policy {
  const count = (text: string): number => countTokens(text, tokens);
  return {
    name: 'web-react',
    settings: { window, prompts: [`${webReact.name}@${webReact.version}`] },
    async act(observation, context): Promise<Reply> {
      if (observation.stage !== 'act') throw unsupported(observation.stage);
      const { step, record } = openStep({ ask, tokens }, context);
      try {
        const turns = await step.readAll();
        const kept = keepNewest(turns, window - count(observation.situation.content), count);
        const reply = await step.askJson(webReact, {
          questions: workflowQuestions(observation.questions),
          tools: observation.situation.tools
            .map(({ name, description }) => `${name}: ${description}`)
            .join('\n'),
          transcript: kept.map(({ text }) => text).join('\n\n'),
          observation: observation.situation.content,
        });
        const action = toAction(reply.text('action'), reply.object('input'));
        const dropped = turns.slice(0, turns.length - kept.length);
        const text = `Observation:\n${observation.situation.content}\nThought: ${reply.text('thought')}\nAction: ${JSON.stringify(action)}`;
        const operations: Operation[] = [
          ...dropped.map(({ id }): Operation => ({ op: 'delete', target: { id } })),
          { op: 'create', text },
        ];
        return { operations, action, ...record() };
      } catch (cause) {
        if (!(cause instanceof StepFailed)) throw cause;
        return { operations: [], action: { kind: 'none' }, ...record(), failure: cause.failure };
      }
    },
  };
}

/** Turns a reply into an action. An unknown action becomes `none`. */
function toAction(name: string, input: JsonReader | undefined): Action {
  if (input === undefined) return { kind: 'none' };
  if (name === 'answer') return { kind: 'answer', answers: [input.text('answer')] };
  if (name === 'search') return { kind: 'tool', name, input: { query: input.text('query') } };
  if (name !== 'read') return { kind: 'none' };
  // A model may write the number of a link as a number or as text.
  const number = input.has('url') ? input.optionalNumber('url') : undefined;
  const url = number ?? input.text('url');
  const goal = input.optionalText('goal');
  return { kind: 'tool', name, input: { url, ...(goal !== undefined && { goal }) } };
}

function keepNewest(
  turns: readonly Entry[],
  room: number,
  count: (text: string) => number,
): readonly Entry[] {
  let left = room;
  let first = turns.length;
  while (first > 0) {
    left -= count(turns[first - 1]!.text);
    if (left < 0) break;
    first -= 1;
  }
  return turns.slice(first);
}

function unsupported(stage: string): AtomMemError<'unsupported-observation'> {
  return new AtomMemError('unsupported-observation', {
    problem: `web-react acts in web tasks, but the task shows the stage "${stage}"`,
    remedy: 'Use the workflow `react` for document streams',
    details: { stage, reader: 'web-react' },
  });
}
