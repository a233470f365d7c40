/**
 * Leaves out lines of pages that speak to an agent instead of a reader.
 *
 * @module
 */

const CUES: readonly RegExp[] = [
  // Tags of agent formats and chat templates
  /<\/?\s*(?:\w+_memory|scratchpad|final_answer|use_tool|tool_calls?|situation|system|assistant|functions?|think)\b/i,
  /\[\/?(?:inst|tool_calls?|available_tools|web-\w+)\]/i,
  // Calls written as JSON
  /\{\s*["'](?:op|name|tool|function|action|arguments|parameters)["']\s*:/i,
  // Roles at the start of a line
  /^\s*(?:system|assistant|developer|user)\s*:/i,
  /\b(?:ignore|disregard|forget|override)\b[^.]{0,60}\b(?:instructions?|prompts?|rules|previous|above)\b/i,
  /\b(?:the user wants you to|real instructions?|new instructions?|as an ai (?:agent|assistant|model))\b/i,
];

/**
 * Returns the text without lines that look like instructions to an agent. A searcher by rules takes queries from the
 * names in a text, so that such a line could choose a query. This is a second line of defence: page text is never
 * parsed for operations or calls in any case.
 */
export function dropInstructions(text: string): string {
  return text
    .split('\n')
    .filter((line) => !CUES.some((cue) => cue.test(line)))
    .join('\n');
}
