/**
 * Prompts of workflows: fixed instructions, then sections of data.
 *
 * @module
 */
import { asData } from './as-data.ts';
import type { PromptMessage } from './prompt-message.ts';

/** The role of the model in one call of a workflow. Costs are counted by role. */
export type WorkflowRole =
  | 'agent'
  | 'answerer'
  | 'decider'
  | 'extractor'
  | 'linker'
  | 'query-writer'
  | 'rater'
  | 'reflector'
  | 'selector'
  | 'summariser';

/** A prompt of a workflow: instructions that never change, then sections of data in a fixed order. */
export interface WorkflowPrompt<Section extends string = string> {
  readonly name: string;
  /** Raised with every change of the text. */
  readonly version: number;
  readonly role: WorkflowRole;
  readonly instructions: string;
  /** Names of the sections in the order shown. What changes most comes last. */
  readonly sections: readonly Section[];
}

/**
 * Writes the messages of a prompt: the instructions, then each section between tags of its name. Texts of
 * sections cannot open or close a section, a thought or a turn.
 */
export function renderWorkflowPrompt<Section extends string>(
  prompt: WorkflowPrompt<Section>,
  texts: Readonly<Record<Section, string>>,
): readonly PromptMessage[] {
  const shown = prompt.sections.map(
    (name) => `<${name}>\n${asData(texts[name], prompt.sections) || '(none)'}\n</${name}>`,
  );
  return [
    { role: 'system', content: prompt.instructions },
    { role: 'user', content: shown.join('\n\n') },
  ];
}

/** Writes each text on one numbered line, so that no text can be mistaken for another. */
export function numberedLines(texts: readonly string[], first = 1): string {
  return texts.map((text, index) => `[${index + first}] ${text.replace(/\s+/g, ' ').trim()}`).join('\n');
}
