/**
 * Reads a model's reply in a format.
 *
 * @module
 */
import { renderCallText } from '../codec/call-text.ts';
import type { ParseContext, ParsedReply } from '../codec/codec.ts';
import { parseToolCalls, type WrittenCall } from '../codec/tool-call.ts';
import { MEMORY_TOOLS } from '../codec/tool-set.ts';
import type { Format } from '../format/format.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { type Action, chooseAction } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { Reply } from './policy.ts';
import { readPlainAnswer } from './read-plain-answer.ts';
import { rejectExamples } from './reject-examples.ts';

/** What a model wrote: text, and native tool calls in order. */
export interface WrittenReply {
  readonly text: string;
  readonly calls: readonly WrittenCall[];
  /** Whether the reply was cut at its limit. If so, its plain text is not an answer. */
  readonly cut?: boolean;
}

/** What a reply says. `text` is what was read: native calls become text. */
export interface ReadReply extends Pick<Reply, 'operations' | 'action' | 'issues'> {
  readonly text: string;
}

/** Descriptions of the memory tools. Small models store them as if they were facts. */
const TOOL_TEXTS = MEMORY_TOOLS.flatMap(({ description, inputSchema }) => [
  description,
  ...Object.values(inputSchema.properties).map((property) => property.description),
]);

/** Reads the reply to a prompt. Operations that copy an example or instructions of the prompt are left out. */
export function readReply(
  format: Format,
  observation: Observation,
  prompt: readonly PromptMessage[],
  written: WrittenReply,
): ReadReply {
  const tools = observation.stage === 'act' ? observation.situation.tools.map((tool) => tool.name) : [];
  const { text, parsed } = parse(format, written, { tools });
  const told = format.calls === 'native' ? TOOL_TEXTS : [];
  const { operations, issues } = rejectExamples(parsed, format.prompts.examples, prompt, told);
  const plain =
    format.lenient === true && observation.stage === 'answer' && written.cut !== true && isSilent(parsed)
      ? readPlainAnswer(text)
      : undefined;
  const action: Action =
    plain === undefined ? toAction(parsed, observation) : { kind: 'answer', answers: [plain] };
  return { operations, action, issues, text };
}

/** Writes native calls as the text that the codec reads. If there are none, the text may contain calls. */
function parse(
  { codec }: Format,
  written: WrittenReply,
  context: ParseContext,
): { readonly text: string; readonly parsed: ParsedReply } {
  if (written.calls.length === 0) {
    return { text: written.text, parsed: codec.parse(written.text, context) };
  }
  return { text: renderCallText(written.calls), parsed: parseToolCalls(written.calls, context) };
}

function isSilent({ operations, answers, tool }: ParsedReply): boolean {
  return operations.length === 0 && answers.length === 0 && tool === undefined;
}

function toAction(parsed: ParsedReply, { stage }: Observation): Action {
  return chooseAction(stage === 'act' ? parsed : { answers: parsed.answers });
}
