/**
 * Requests to the memory itself: forget something, or correct the last statement.
 *
 * @module
 */
import { expandContractions } from './clauses.ts';
import { readValue } from './value.ts';

/** A request to forget the last statement, everything, or a topic. */
export type ForgetRequest =
  | { readonly what: 'last' }
  | { readonly what: 'everything' }
  | { readonly what: 'topic'; readonly topic: string };

const FORGET =
  /^(?:(?:oh|ok|okay|hey|hmm|well|actually|no|wait|sorry|and|also|but|so|then|btw|by the way|on second thought|one more thing)[,.!]*\s+)*(?:(?:(?:can|could|would|will|should) you|I (?:want|need|would like) you to|you (?:can|should|may)|please|pls|just|now|kindly|go ahead and|do me a favou?r and|better)[, ]+)*(forget|delete|erase|remove|wipe|purge|unlearn|discard|scratch|strike|do not (?:remember|store|save|keep|hold on to)|stop (?:remembering|storing))\s+(.+?)[\s.!?]*$/i;

/** A request after a reason: "Somebody read that, please forget the number". */
const LATE_REQUEST =
  /^[^,]{3,80},\s+(?:so |and )?((?:please |can you |could you )?(?:forget|erase|unlearn) (?:the|my|our|that|about|what|where|everything)\b.*)$/i;

const LAST =
  /^(?:about )?(?:that|this|that one|this one|that last (?:one|thing|bit|part)|the last (?:one|thing|bit|part|message|statement|fact)|what I (?:just )?(?:said|told you|wrote|mentioned)(?: just now| before)?|my last (?:message|statement)|that again|that part|that bit|that fact|that detail)$/i;

const EVERYTHING =
  /^(?:about )?(?:everything|all(?: of (?:it|that|this))?|all (?:my|the|your) (?:data|info|information|memories|notes)(?: (?:about|on) me)?|me|my data|your notes about me|(?:everything|all|anything|whatever)(?: that)? (?:you (?:know|have|remember|stored|saved)(?: about me| on me)?|about me|I(?: have)? (?:ever )?(?:told|said to) you|we talked about))$/i;

const TAIL =
  /\s*,?\s*(?:please|pls|ok|okay|now|altogether|completely|entirely|delete it|erase it|for good|forever|from (?:your |the )?(?:memory|notes|records?)|from my (?:profile|file)|will you|would you|if you can|thanks|thank you)$/i;

/** Verbs that can also refer to things other than memory. */
const ORDINARY = /^(?:delete|remove|erase|wipe|discard|strike|purge)$/i;

/** Reads a sentence as a request to forget. Returns `undefined` for other sentences. */
export function readForgetRequest(sentence: string): ForgetRequest | undefined {
  const plain = expandContractions(sentence.trim());
  const match = FORGET.exec(plain) ?? FORGET.exec(LATE_REQUEST.exec(plain)?.[1] ?? '');
  if (match === null) return undefined;
  const verb = match[1]!;
  let rest = match[2]!;
  const fromMemory = /\bfrom (?:your |the )?(?:memory|notes|records?)\b/i.test(rest);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(TAIL, '').replace(/[\s.!?,]+$/, '');
  }
  const short = rest.replace(/,\s.*$/, '');
  if (LAST.test(short)) rest = short;
  if (LAST.test(rest))
    return ORDINARY.test(verb) && /^(?:this|about)\b/i.test(rest) ? undefined : { what: 'last' };
  if (EVERYTHING.test(rest)) return { what: 'everything' };
  const topic = rest
    .replace(
      /^(?:the (?:thing|stuff|bit|part|fact|note|info|information)|everything|anything|what (?:I|you)(?: have)? (?:said|told you|know|mentioned|have|stored)|all(?: that)?)\s+(?=about|regarding|that|on)/i,
      '',
    )
    .replace(/^(?:about|regarding|that|on)\s+/i, '')
    .replace(/,\s.*$/, '')
    .trim();
  // "delete the file" and "remove duplicates" are tasks for the assistant.
  if (ORDINARY.test(verb) && !fromMemory && !/^(?:my|our|where|what|who|how|when|that|I)\b/i.test(topic))
    return undefined;
  return topic === '' || /^(?:it|to)\b/i.test(topic) ? undefined : { what: 'topic', topic };
}

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
