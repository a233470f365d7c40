/**
 * The environment of a web task.
 *
 * @module
 */
import { admitEach } from '../memory/admission.ts';
import type { Operation, Refusal } from '../memory/operation.ts';
import { createRandom } from '../shared/random.ts';
import type { ToolCall } from '../task/action.ts';
import { describeResult } from '../task/call-tool.ts';
import type { Observation } from '../task/observation.ts';
import type { Environment, GivenAnswer, StepOutcome } from '../task/task.ts';
import type { ToolResult } from '../task/tool.ts';
import { callWebTool, removeFragment } from './call-web-tool.ts';
import { cutParts } from './page-parts.ts';
import { type Shown, showBudget, showResult } from './show-result.ts';
import { toPageDocument, type WebDocument } from './web-document.ts';
import type { WebEnding } from './web-ending.ts';
import type { WebSettings } from './web-settings.ts';
import { createToolDefinitions } from './web-tool-definitions.ts';
import type { WebFailure, WebPage } from './web-tools.ts';

/** Reads of memory in a row that are allowed without a write or a call between them, as in a document stream. */
const READ_LIMIT = 3;

/** Steps in which an answer can be given after the calls or steps are used up. */
const FORCED_STEPS = 3;

/** Opens a web task. The seed determines the marks around text from the web. */
export function openWeb(settings: WebSettings, seed: number): Environment {
  const { questions, tools, calls } = settings;
  const random = createRandom(`${seed}/${settings.id}/marks`);
  const definitions = createToolDefinitions(tools);
  const steps = 2 * calls + 5 * questions.length;
  const answers: (string | null)[] = questions.map(() => null);
  const calledBefore = new Set<string>();
  const seen = new Set(questions.flatMap(({ text }) => findUrls(text)));
  if (settings.startUrl !== undefined) seen.add(removeFragment(settings.startUrl));
  const outages = { search: 0, read: 0 };
  let shown: Shown = { kind: 'start', url: settings.startUrl };
  let result: ToolResult | undefined;
  let page: WebPage | undefined;
  let repeated = false;
  let mark = drawMark();
  let [turn, callsUsed, forcedSteps, unusable, readsUsed] = [0, 0, 0, 0, 0];
  let lastFailure: WebFailure | undefined;

  const unanswered = (): number[] => answers.flatMap((answer, index) => (answer === null ? [index] : []));
  const isForced = (): boolean => callsUsed >= calls || turn >= steps;
  const isDown = (): boolean => Math.max(outages.search, outages.read) >= settings.outageLimit;
  const isUnusable = (): boolean => unusable >= settings.formatLimit;
  const isOver = (): boolean =>
    unanswered().length === 0 || isDown() || isUnusable() || forcedSteps >= FORCED_STEPS;

  function drawMark(): string {
    return `web-${random.integer(2 ** 31).toString(36)}`;
  }

  function observe(): Observation | null {
    if (isOver()) return null;
    const refused = result !== undefined && !result.ok && result.failure !== 'tool-failed';
    const content = [
      ...(refused ? [describeResult(result!)] : []),
      showResult(shown, mark, repeated),
      showBudget(isForced() ? 0 : calls - callsUsed, calls),
    ].join('\n\n');
    return {
      stage: 'act',
      instructions: settings.instructions,
      // Policies never see the accepted answers, nor which pages hold the evidence.
      questions: unanswered().map((index) => ({ id: questions[index]!.id, text: questions[index]!.text })),
      turn,
      readsUsed,
      readsLeft: READ_LIMIT - readsUsed,
      situation: {
        content,
        tools: isForced() ? [] : definitions,
        turnsLeft: isForced() ? FORCED_STEPS - forcedSteps : steps - turn,
        documents: listDocuments(shown),
        result,
      },
    };
  }

  function refuse(operation: Operation): Refusal | undefined {
    if (operation.op !== 'read') readsUsed = 0;
    else if (readsUsed >= READ_LIMIT) return 'query-limit';
    else readsUsed += 1;
    return undefined;
  }

  function takeAnswers(given: readonly string[]): readonly GivenAnswer[] {
    const open = unanswered();
    return given.slice(0, open.length).map((text, place) => {
      answers[open[place]!] = text;
      return { index: open[place]!, text };
    });
  }

  async function call({ name, input }: ToolCall, signal?: AbortSignal): Promise<void> {
    readsUsed = 0;
    if (isForced()) {
      result = { tool: name, ok: false, failure: 'not-allowed', message: `all ${calls} tool calls are used` };
      return;
    }
    callsUsed += 1;
    mark = drawMark();
    const done = await callWebTool({ name, input }, { settings, seen, shown, page, signal });
    const key = JSON.stringify([name, done.key]);
    repeated = calledBefore.has(key);
    calledBefore.add(key);
    ({ result } = done);
    shown = done.shown;
    page = done.page ?? page;
    note(done.tool, done.shown.kind === 'failure' ? done.shown.failure : undefined);
    for (const document of listDocuments(shown)) {
      seen.add(removeFragment(document.url));
      for (const { url } of document.links) seen.add(removeFragment(url));
    }
  }

  function note(tool: 'search' | 'read' | undefined, failure: WebFailure | undefined): void {
    if (tool === undefined) return;
    outages[tool] = failure?.outage ? outages[tool] + 1 : 0;
    if (failure?.outage) lastFailure = failure;
  }

  /** Shows the next part of a long page, if pages are streamed. */
  function readOn(): void {
    if (settings.longPages !== 'stream' || shown.kind !== 'page' || page === undefined) return;
    const { part, parts } = shown.document;
    if (part >= parts) return;
    const cut = cutParts(page.text, settings.chunkSize, settings.countTokens);
    mark = drawMark();
    shown = { ...shown, document: toPageDocument(page, cut, part) };
  }

  async function act({ action, effects, lookAgain, signal }: StepOutcome): Promise<readonly GivenAnswer[]> {
    const forced = isForced();
    turn += 1;
    if (forced) forcedSteps += 1;
    if (action.kind === 'answer') {
      const given = takeAnswers(action.answers);
      // An empty list gives a question up.
      if (action.answers.length === 0 && unanswered().length > 0) answers[unanswered()[0]!] = '';
      unusable = 0;
      if (given.length > 0) forcedSteps = 0;
      return given;
    }
    if (action.kind === 'tool') {
      unusable = 0;
      await call(action, signal);
      return [];
    }
    // Nothing of the reply had an effect.
    const isIdle = action.kind !== 'read-on' && effects.every(({ applied }) => !applied);
    unusable = isIdle ? unusable + 1 : 0;
    if (!lookAgain) readOn();
    return [];
  }

  function nameEnding(): WebEnding {
    if (outages.search > 0 || outages.read > 0) return 'outage';
    if (answers.every((answer) => answer !== null)) return isForced() ? 'forced' : 'answered';
    if (callsUsed >= calls) return 'call-limit';
    return isUnusable() && turn < steps ? 'format' : 'step-limit';
  }

  return {
    // The task itself ends after its steps. Steps that failed do not count, and are bounded here.
    turnCap: 3 * (steps + FORCED_STEPS * questions.length),
    observe,
    posed: () => (isForced() && forcedSteps === 0 ? (questions[unanswered()[0]!]?.text ?? null) : null),
    admit: (operations) => admitEach(operations, refuse),
    act,
    ending() {
      const name = nameEnding();
      if (name !== 'outage') return { name };
      const message = `${lastFailure?.kind}: ${lastFailure?.message}`;
      return { name, failure: { boundary: 'tool', kind: 'server', message } };
    },
    async reward() {
      if (settings.reward === undefined) return undefined;
      let sum = 0;
      for (const [index, question] of questions.entries())
        sum += await settings.reward(question, answers[index]!);
      return sum / questions.length;
    },
  };
}

function listDocuments(shown: Shown): readonly WebDocument[] {
  if (shown.kind === 'results') return shown.documents;
  return shown.kind === 'page' ? [shown.document] : [];
}

function findUrls(text: string): readonly string[] {
  return (text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? []).map((url) =>
    removeFragment(url.replace(/[.,;:!?]+$/, '')),
  );
}
