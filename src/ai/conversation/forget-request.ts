/**
 * Reads requests to the memory to forget something.
 *
 * @module
 */
import { expandContractions } from './clauses.ts';

/** A request to forget the last statement, everything, or a topic. */
export type ForgetRequest =
  | { readonly what: 'last' }
  | { readonly what: 'everything' }
  | { readonly what: 'topic'; readonly topic: string };

const LEAD =
  '(?:(?:oh|ok|okay|hey|hmm|well|actually|no|wait|sorry|and|also|but|so|then|btw|by the way|on second thoughts?|on reflection|one more thing|in that case)[,.!]*\\s+)*(?:(?:(?:can|could|would|will|should) you|I (?:want|need|would like) you to|you (?:can|should|may)|please|pls|just|now|kindly|go ahead and|do me a favou?r and|better|maybe|let us)[, ]+)*';

/** Verbs that mean memory, and verbs that can also refer to other things. */
const FORGET_VERBS =
  'forget|unlearn|unremember|do not (?:remember|store|save|keep|record|hold on to|hang on to)|stop (?:remembering|storing|keeping)';
const ORDINARY_VERBS = 'delete|erase|remove|wipe|discard|scratch|strike|purge|clear|drop|take|get rid of';

const FORGET = new RegExp(`^${LEAD}(${FORGET_VERBS}|${ORDINARY_VERBS})\\s+(.+?)[\\s.!?]*$`, 'i');

/** Requests that name what the memory should not do. */
const POLITE: readonly RegExp[] = [
  /\bI would (?:rather|prefer)(?: it if| that)? you (?:did not|do not|would not|not)\s+(?:remember|keep|store|save|record|know|have|hold|hold on to|hang on to)\s+(.+)$/i,
  /\b(?:I|we) (?:do not|would not) (?:really )?(?:want|like|need) you to (?:remember|keep|store|save|record|know|hold on to|hang on to)\s+(.+)$/i,
  /\b(?:you (?:should not|need not|must not|do not (?:need|have) to)|(?:there is )?no need to|let(?:'s| us| is) not|better not)\s+(?:remember|keep|store|save|record|know|write down|hold on to|hang on to)\s+(.+)$/i,
  /\b(?:would|do) you mind (?:forgetting|deleting|erasing|removing|wiping|dropping|not (?:remembering|keeping|storing))\s+(.+)$/i,
  /\b(?:vergiss|vergessen sie|lösch(?:en? sie|e|)|entferne|streiche?)\s+(?:(?:bitte|mal|doch|einfach|wieder),? )*(?:das mit |dass |was ich (?:dir )?(?:über|von) )?(.+)$/i,
  /\b(?:oublie[zr]?|efface[zr]?|supprime[zr]?|dimentica|cancella|vergeet|esque[cç]a?|apaga)\s+(.+)$/i,
  /\b(?:olvida(?:te de)?|olvide|borra|borre|elimina|elimine)\s+(.+)$/i,
];

/** A request after a reason: "Somebody read that, please forget the number". */
const LATE_REQUEST =
  /^([^,;:]{3,80}?)(?:[,;:]| [—–-])\s+(?:so |and |but )?((?:please |can you |could you |actually |just )*(?:forget|erase|unlearn|wipe|remove|delete) (?:the|my|our|it|that|about|what|where|everything)\b.*)$/i;

const LAST =
  /^(?:about )?(?:that|this|that one|this one|that last (?:one|thing|bit|part)|the last (?:one|thing|bit|part|message|statement|fact)|what I (?:just )?(?:said|told you|wrote|mentioned)(?: just now| before)?|my last (?:message|statement)|that again|that part|that bit|that fact|that detail|I (?:ever )?(?:said|mentioned) (?:that|it|anything))$/i;

const EVERYTHING =
  /^(?:about )?(?:everything|all(?: of (?:it|that|this))?|all (?:my|the|your) (?:data|info|information|memories|notes)(?: (?:about|on) me)?|me|my data|your notes about me|(?:everything|all|anything|whatever)(?: that)? (?:you (?:know|have|remember|stored|saved)(?: about me| on me)?|about me|I(?: have)? (?:ever )?(?:told|said to) you|we talked about)|alles(?: über mich)?|tout(?: sur moi)?|todo(?: sobre mí)?)$/i;

const MEMORY =
  '(?:(?:your|the|my|whatever|any|all|those|these) ){0,2}(?:memory|memories|notes?|records?|files?|head|mind|history|profile|list of facts)(?: (?:that )?you (?:keep|have|hold|made|took))?';

const TAIL = new RegExp(
  `\\s*,?\\s*(?:please|pls|ok|okay|now|again|altogether|completely|entirely|delete it|erase it|for good|forever|any ?more|any longer|on file|on record|from my (?:profile|file)|will you|would you|if you can|thanks|thank you|bitte|wieder|s'il (?:te|vous) pla[iî]t|por favor|(?:from|out of|off|in) ${MEMORY})$`,
  'i',
);

const FROM_MEMORY = new RegExp(`\\b(?:from|out of|off) ${MEMORY}\\b`, 'i');
const ORDINARY = new RegExp(`^(?:${ORDINARY_VERBS})$`, 'i');

/** What a topic begins with if it is something that the user said: "everything I told you about". */
const SAID =
  /^(?:(?:the (?:thing|stuff|bit|part|fact|note|info|information)|everything|anything|all(?: that)?) (?=about|regarding|that|on)|(?:what(?:ever)?|everything|anything|that|the (?:thing|stuff|bit|part)|all)?\s*(?:I|you)(?: have)? (?:ever |just )?(?:said|told you|know|mentioned|have|stored|wrote)(?: (?:anything|something))?\s+(?=about|regarding|that|on))/i;

/** Reads a sentence as a request to forget. Returns `undefined` for other sentences. */
export function readForgetRequest(sentence: string): ForgetRequest | undefined {
  const plain = expandContractions(sentence.trim());
  const direct = FORGET.exec(plain);
  if (direct !== null) return readRequest(direct[1]!, direct[2]!);
  const [, reason = '', request = ''] = LATE_REQUEST.exec(plain) ?? [];
  const late = FORGET.exec(request);
  if (late !== null) return readRequest(late[1]!, replaceIt(late[2]!, reason));
  for (const pattern of POLITE) {
    const topic = pattern.exec(plain)?.[1];
    if (topic !== undefined) return readRequest('forget', topic.replace(/[\s.!?]+$/, ''));
  }
  return undefined;
}

/** "My PIN got out, so wipe it": the topic is what the reason begins with. */
function replaceIt(topic: string, reason: string): string {
  const subject = /^(?:the|my|our) [\p{L}' -]+?(?=\s+(?:is|was|has|had|got|went|leaked|should|can)\b)/iu.exec(
    reason,
  )?.[0];
  return topic.replace(/^(?:it|that)(?=$|[\s,])/i, subject ?? 'that');
}

function readRequest(verb: string, words: string): ForgetRequest | undefined {
  let rest = words;
  const fromMemory = FROM_MEMORY.test(rest);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(TAIL, '').replace(/[\s.!?,]+$/, '');
  }
  const short = rest.replace(/,\s.*$/, '');
  if (LAST.test(short)) rest = short;
  if (LAST.test(rest))
    return ORDINARY.test(verb) && /^(?:this|about)\b/i.test(rest) ? undefined : { what: 'last' };
  const isMeant =
    fromMemory ||
    SAID.test(rest) ||
    !ORDINARY.test(verb) ||
    (!/^(?:drop|take|clear|get)/i.test(verb) && OWN.test(rest));
  if (!isMeant) return undefined;
  if (EVERYTHING.test(rest)) return { what: 'everything' };
  const topic = rest
    .replace(SAID, '')
    .replace(/^(?:about|regarding|that|on)\s+/i, '')
    .replace(/,\s.*$/, '')
    .trim();
  return topic === '' || /^(?:it|to)\b/i.test(topic) ? undefined : { what: 'topic', topic };
}

/** "Delete my address" concerns memory, "delete the file" does not. */
const OWN =
  /^(?:(?:my|our|where|what|who|how|when|that|I|me|about me)\b|(?:everything|all)(?: (?:of|about|my|our|the things|that|I|you|it|this)\b|$))/i;
