/**
 * Reads corrections of the last statement, and topics that the speaker takes back.
 *
 * @module
 */
import { readValue } from './value.ts';

/** A correction of the last statement, or of the statement that contains `old`. */
export interface Correction {
  readonly value: string;
  readonly old?: string;
}

const MEANT =
  /^(?:I meant(?: to say)?|I should have said|make (?:that|it)|(?:that|it) should (?:be|have been|read)|should be|(?:I )?misspoke:?|typo[:,]?)\s+(?:sorry,?\s+)?(.+?)(?:,?\s+(?:not|instead of|rather than)\s+(.+))?$/i;
const IT_IS =
  /^(?:it|that|this)\s+is\s+(?:actually\s+|really\s+|now\s+)?(.+?)(?:,?\s+(?:and not|not|instead of|rather than)\s+(.+))?$/i;
const NOT_BUT = /^not\s+(.+?)(?:,\s+(?:but\s+)?|\s+but\s+)(?:it is\s+|rather\s+)?(.+)$/i;
const THIS_NOT_THAT = /^([^,]{2,40}),?\s+not\s+([^,]{2,40})$/i;

/** Reads a clause as a correction. Returns `undefined` for other clauses. */
export function readCorrection(text: string, changed: boolean): Correction | undefined {
  const meant = MEANT.exec(text);
  if (meant) return toCorrection(meant[1]!, meant[2]);
  const is = IT_IS.exec(text);
  if (is && (is[2] !== undefined || changed)) return toCorrection(is[1]!, is[2]);
  const but = NOT_BUT.exec(text);
  if (but) return toCorrection(but[2]!, but[1]!);
  const pair = THIS_NOT_THAT.exec(text);
  if (
    pair &&
    !/^(?:my|our|his|her|their|the) (?:[\p{L}'-]+ ){2,}/iu.test(pair[1]!) &&
    !/\b(?:I|we|am|is|are|was|were|do|does|did|have|has|will|would|can|could|should|why|if|or)\b/i.test(
      pair[1]!,
    )
  )
    return toCorrection(pair[1]!, pair[2]!);
  return undefined;
}

function toCorrection(value: string, old: string | undefined): Correction | undefined {
  const right = readValue(value);
  const wrong = old === undefined ? undefined : readValue(old);
  if (right === '' || right.split(/\s+/).length > 8) return undefined;
  return { value: right, old: wrong === '' ? undefined : wrong };
}

const RETRACTIONS: readonly RegExp[] = [
  /\b(?:ignore|disregard|take back|scrap|cross out|never mind) (?:what|everything|anything) I (?:said|told you|mentioned|wrote) about ([^.,;!]+)/i,
  /^what I (?:said|told you|mentioned) about ([^.,;!]+?) (?:was|is) (?:wrong|not true|off)\b/i,
  /^(?:please )?scrap ([^.,;:!]+)[:,.;]/i,
  /^(?:it turns out that )?((?:my|our|the|\p{Lu}[\p{L}]+'s)\s[^.,;!]{3,60}?) is (?:not|no longer) [^.,;!]+[.,;]?(?:$|\s*(?:and nobody|it is open))/iu,
  /\btake back what I (?:said|told you) about ([^.,;!]+)/i,
];

/** Returns the topic that the speaker takes back without giving another value, or `undefined`. */
export function readRetraction(sentence: string): string | undefined {
  for (const pattern of RETRACTIONS) {
    const topic = pattern.exec(sentence)?.[1];
    if (topic !== undefined) return topic.trim();
  }
  return undefined;
}
