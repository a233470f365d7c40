/**
 * `miniWebTasks`: the questions of a mini-web as web tasks, and an expert that knows the way.
 *
 * @module
 */

import { definePolicy } from '../../policy/define-policy.ts';
import type { Policy } from '../../policy/policy.ts';
import { exactMatch } from '../../score/exact-match.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { Task } from '../../task/task.ts';
import { corpusTools } from '../corpus-tools.ts';
import { readWebDocuments } from '../web-document.ts';
import type { WebTaskOptions } from '../web-settings.ts';
import { webTask } from '../web-task.ts';
import type { WebTools } from '../web-tools.ts';
import type { MiniQuestion } from './mini-page.ts';
import type { MiniWeb } from './mini-web.ts';

export interface MiniWebTaskOptions extends Omit<WebTaskOptions, 'id' | 'questions' | 'tools' | 'startUrl'> {
  /** Default: search and read without a server. */
  readonly tools?: WebTools;
  /** Returns the address of a page where `tools` read it. Default: its own. */
  readonly toAddress?: (url: string) => string;
}

/**
 * Returns one task for each question. The reward is 1 for the exact answer and 0 for any other, unless it is given.
 *
 * @example
 * const tasks = miniWebTasks(createMiniWeb({ pages: 100 }));
 */
export function miniWebTasks(web: MiniWeb, options: MiniWebTaskOptions = {}): readonly Task[] {
  const { toAddress = (url) => url, dataset = 'mini-web', ...rest } = options;
  const tools = options.tools ?? corpusTools(web.toWebPages(), { indexed: ({ url }) => web.isIndexed(url) });
  return web.questions.map(({ id, text, answer, kind, path }) =>
    webTask({
      reward: (question, given) => exactMatch(given ?? '', question.answers),
      ...rest,
      ...{ id, dataset, tools },
      questions: [{ id, text, answers: [answer], support: [toAddress(path.at(-1)!)], type: kind }],
    }),
  );
}

/**
 * Creates a scripted policy that reads the pages of the known way, part by part, and answers when a page shows the
 * answer. It shows that a question can be answered, and what that costs.
 *
 * @example
 * const expert = miniWebExpert(web);
 */
export function miniWebExpert(web: MiniWeb, toAddress: (url: string) => string = (url) => url): Policy {
  const byText = new Map(web.questions.map((question) => [question.text, question]));
  return definePolicy({
    name: 'expert',
    act(observation, { view }) {
      const [asked] = observation.questions;
      const question = byText.get(asked?.text ?? '');
      if (question === undefined) throw unknownQuestion(asked?.text);
      const [document] = readWebDocuments(observation);
      if (document?.kind === 'page') {
        const sentence = document.text.split('\n').find((line) => line.includes(question.answer));
        const isLast = document.url === toAddress(question.path.at(-1)!);
        const answer = { kind: 'answer', answers: [question.answer] } as const;
        if (isLast && sentence !== undefined)
          return { action: answer, operations: [{ op: 'create', text: sentence }] };
        if (document.part < document.parts)
          return { kind: 'tool', name: 'read', input: { url: document.url, part: document.part + 1 } };
      }
      return readNext(question, document?.url, toAddress, view.scratchpad);
    },
  });
}

function readNext(
  question: MiniQuestion,
  at: string | undefined,
  toAddress: (url: string) => string,
  scratchpad: string,
): ReturnType<NonNullable<Parameters<typeof definePolicy>[0]['act']>> {
  const way = question.path.map(toAddress);
  if (scratchpad === '') {
    const query =
      /(?:of|the) (?:the )?(\p{Lu}\w+ (?:Museum|Observatory|Institute|Archive|Academy|Laboratory))/u.exec(
        question.text,
      )?.[1];
    const operations = [{ op: 'update', target: 'scratchpad', text: 'searched' }] as const;
    return { action: { kind: 'tool', name: 'search', input: { query: query ?? question.text } }, operations };
  }
  const place = at === undefined ? -1 : way.indexOf(at);
  const url = way[place + 1];
  return url === undefined ? { kind: 'answer', answers: [] } : { kind: 'tool', name: 'read', input: { url } };
}

function unknownQuestion(text: string | undefined): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', {
    problem: `the expert does not know the question ${JSON.stringify(text)}`,
    remedy: 'Give it the mini-web of the tasks',
    details: { option: 'web' },
  });
}
