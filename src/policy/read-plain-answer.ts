/**
 * Reads an answer that a model gave as plain text.
 *
 * @module
 */
import { removeThoughts } from '../codec/thought.ts';

/** Longest plain text that passes for an answer, in characters. A longer one is an explanation. */
const LONGEST = 200;

const LABEL =
  /^[*_`#\s]*(?:the |my )?(?:final |short |best )?answer(?: to [^:]{1,80})?\s*(?:is\b\s*:?|:)\s*/i;

/**
 * Returns the answer in a reply without any tag, call or line of the format: the text after "answer:" or "the answer
 * is" in the last such line, or else the whole reply if it is one short line. Thoughts are left out.
 *
 * @returns `undefined` if there is no such text
 */
export function readPlainAnswer(reply: string): string | undefined {
  const lines = removeThoughts(reply)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const labelled = lines.findLast((line) => LABEL.test(line));
  const [only] = lines;
  const said = labelled?.replace(LABEL, '') ?? (lines.length === 1 ? only : undefined);
  const answer = said === undefined ? '' : trimMarks(said);
  return answer === '' || answer.length > LONGEST || /[<{[]/.test(answer[0]!) ? undefined : answer;
}

/** Removes bold marks and quotation marks around a text, and a full stop after it. */
function trimMarks(text: string): string {
  const bare = text.replace(/^[*_`"“'\s]+|[*_`"”'\s]+$/g, '');
  return bare.replace(/(?<=[^\s.]{3,})\.$/, '');
}
