/**
 * The user prompt for a situation in which the agent acts with tools.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { ActObservation } from '../task/observation.ts';
import type { ToolDefinition } from '../task/tool.ts';
import { asData } from './as-data.ts';
import {
  renderQuestions,
  renderReadCount,
  renderShownMemory,
  SECTION_NAMES,
  type Wording,
} from './shown-memory.ts';

/** Raised with every change of the text. */
export const ACT_VERSION = 1;

/** Writes the prompt for a situation: task and tools first, then what changes from step to step. */
export function renderAct(observation: ActObservation, view: View, wording: Wording): string {
  const { instructions, questions, situation } = observation;
  const { content, tools, turnsLeft } = situation;
  const last = turnsLeft <= 1 ? ' This is your last step.' : '';
  const answer = questions.length === 0 ? '' : ` When you know the answer, give it with ${wording.answer}.`;
  const parts = [
    section('task', instructions),
    questions.length > 0 && `<questions>\n${renderQuestions(questions)}\n</questions>`,
    wording.listsTools && tools.length > 0 && section('task_tools', tools.map(renderTool).join('\n')),
    section('situation', content),
    renderShownMemory(view),
    `Steps left: ${Number.isFinite(turnsLeft) ? turnsLeft : 'no limit'}.${last} ${renderReadCount(observation)}
Write to memory what you will need later. Then call one tool: ${wording.tool}. You see its result at the next step.${answer}`,
  ];
  return parts.filter((part) => part !== false).join('\n\n');
}

function section(name: string, text: string): string {
  return `<${name}>\n${asData(text, SECTION_NAMES) || '(empty)'}\n</${name}>`;
}

function renderTool({ name, description, inputSchema }: ToolDefinition): string {
  return `- ${name}: ${description.replace(/\s+/g, ' ')} Input: ${JSON.stringify(inputSchema)}`;
}
