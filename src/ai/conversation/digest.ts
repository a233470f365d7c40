/**
 * Shortens what a person says to its informative sentences, in the person's own words.
 *
 * @module
 */

/** Maximum length of one digest in characters. Longer turns give several. */
const LONGEST_DIGEST = 200;

/** Digests of one turn. What is longer is a pasted document. */
const MOST_DIGESTS = 4;

const GREETING =
  /^(?:(?:hey|hi|hello|wow|yeah|yep|yes|no|oh|ah|aw+|haha|lol|thanks|thank you|thx|cool|great|nice|awesome|sure|ok|okay|well|hmm+|sorry|absolutely|definitely|totally|exactly|right|congrats|congratulations|good to (?:see|hear from) you|long time no (?:see|talk)|by the way|so|anyway|and|but|also|plus)(?:\s+(?:so much|a lot|again|there|for [^,.!?]{1,40}))?(?:,?\s+\p{Lu}[\p{Ll}]+)?\s*[,.!…–-]+\s*)+/iu;

const LEAD =
  /^(?:(?:so|and|but|also|well),?\s+)*(?:I(?:'m| am) (?:just |also |still |kinda |really )*(?:trying to (?:understand|figure out|find out|see) (?:how|why|what|whether|if)|trying to|wondering (?:if|how|whether|about)|curious (?:about|if|how)|not sure (?:if|how|what|whether))|I was (?:just )?wondering (?:if|how|whether)|I(?:'d| would) (?:like|love) to(?: know)?|I (?:just )?(?:want|need) to (?:make sure (?:that )?|understand (?:how |why )?|know (?:if |how |whether )?)|(?:can|could|would) you (?:please )?(?:help me(?: to| with| understand)?|explain|tell me|show me|give me|provide(?: me with)?)|please (?:help me|explain|tell me|show me)|I think|I guess|I mean|I know|I feel like|I(?:'m| am) (?:so |really |just )*(?:glad|happy) (?:that )?)\s+/i;

/** Requests at the end: ", can you help me with that?" */
const REQUEST =
  /[,;]?\s+(?:(?:and|but|so|or)\s+)*(?:can|could|would|will|do|should) (?:you|I|we)\b[^,]*$|[,;]\s+(?:(?:and|but|so)\s+)*(?:what|how|which|where|why|is|are|does|any)\b[^,]*$/i;

const FILLER =
  /\b(?:really|very|just|so much|super|pretty|kinda|kind of|sort of|actually|definitely|totally|absolutely|basically|honestly|literally|quite|though|as well|of course|you know|for sure|right now|a bit|a lot of)\b\s*(?=[\s\p{L}])/giu;

/** A figure, a name inside the sentence or a quotation. */
const SPECIFIC = /\d|(?<=[\p{L}\p{N},;]\s)["“']?\p{Lu}[\p{L}\p{N}]|["“`]\S/u;

const OWN = /\b(?:I|I'm|I've|I'd|I'll|my|mine|me|we|we're|we've|our|us|myself)\b/i;

/** What replies say about what the other one said. */
const REACTION =
  /^(?:that(?:'s| is| was| sounds| must)|this is|it(?:'s| is) (?:great|nice|good|awesome|amazing|cool|so)|sounds|looks|you(?:'re| are|'ve| have|r)?\b|glad|happy|good (?:luck|job|for you)|keep|what an?\b|how (?:cool|great|nice|awesome)|love (?:that|it|your)|can't wait|no (?:worries|problem)|same here|me too|let(?:'s| us| me) know|take care|good night|bye|see you|have (?:a|fun)|hope|thank|thanks|wishing|enjoy)/i;

/** Standing instructions and preferences concern every later answer. */
const INSTRUCTION =
  /^(?:(?:please|from now on,?)\s+)*(?:always|never|make sure|remember|do not|don't|avoid|prefer|use)\b/i;

/** Sentences that lead to code or ask for help and name nothing. */
const EMPTY_TALK =
  /^(?:(?:however|but|and|also|so),?\s+)*(?:here(?:'s| is| are)\b|my (?:current )?(?:code|implementation|setup|config\w*|\w+ file) looks? like|I have (?:a|the) \w+ like this|I(?:'m| am) using the following|I(?:'ve| have) started with the following|(?:can|could) (?:someone|anyone|you) (?:please )?(?:help|review|suggest|provide|give|check|identify)|any (?:idea|suggestion|advice|tip|thought)|this (?:is|should|doesn)|it(?:'s| is) not working|I(?:'m| am) not sure (?:if|how|what|where|why)|let me know|what do you think|does (?:this|that) (?:work|make sense))/i;

/** Length limit of what one turn of a dialogue between people leaves, in characters. */
const LONGEST_SPOKEN = 240;

/**
 * Returns the informative sentences of a text, shortened and joined to digests of up to 200 characters. Leaves out code,
 * quoted lines, greetings, reactions and requests that name nothing.
 *
 * @param spoken whether two people talk. Then questions and statements about the other one are left out, and the
 * limit is 240 characters a turn.
 */
export function writeDigests(sentences: readonly string[], spoken: boolean): readonly string[] {
  const short = sentences.flatMap((sentence) => shorten(sentence, spoken));
  return spoken ? joinStrongest(short) : joinInOrder(short.map(({ text }) => text));
}

interface ShortSentence {
  readonly text: string;
  /** How much it says. */
  readonly weight: number;
}

function joinInOrder(sentences: readonly string[]): readonly string[] {
  const digests: string[] = [];
  for (const sentence of sentences) {
    const last = digests.at(-1);
    if (last !== undefined && last.length + sentence.length + 1 <= LONGEST_DIGEST) {
      digests[digests.length - 1] = `${last} ${sentence}`;
    } else if (digests.length < MOST_DIGESTS) digests.push(sentence);
  }
  return digests;
}

/** Keeps the sentences that say most, in their order. */
function joinStrongest(sentences: readonly ShortSentence[]): readonly string[] {
  const ranked = sentences
    .map(({ text, weight }, place) => ({ sentence: text, place, weight }))
    .sort((one, other) => other.weight - one.weight || one.place - other.place);
  let left = LONGEST_SPOKEN;
  const kept = ranked.filter(({ sentence, weight }, rank) => {
    if (weight <= 0 || (rank > 0 && sentence.length > left)) return false;
    left -= sentence.length + 1;
    return true;
  });
  if (kept.length === 0) return [];
  kept.sort((one, other) => one.place - other.place);
  return [kept.map(({ sentence }) => sentence).join(' ')];
}

const EVENT =
  /\b(?:I|we)(?:'ve|'m|'re|'ll| have| am| are| was| were| will)?(?: \w+ly| also| just| even| recently| finally)? (?!(?:am|'m|feel|felt|hope|think|guess|know|love|like|need|want|can|could|would|believe|agree|see|mean|understand|appreciate)\b)[a-z]+/i;

const TIME =
  /\b(?:yesterday|today|tonight|tomorrow|last|next|ago|since|this (?:week|month|year|weekend|summer|morning)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|weekend)\b/i;

/** How much a sentence of a dialogue says: times and names, then events, then length. */
function weigh(sentence: string): number {
  const words = sentence.split(' ').length;
  return (
    (TIME.test(sentence) ? 2 : 0) +
    (SPECIFIC.test(sentence) ? 2 : 0) +
    (/\bpicture: /.test(sentence) ? 1 : 0) +
    (EVENT.test(sentence) ? 2 : 0) +
    (OWN.test(sentence) ? 1 : 0) +
    Math.min(words, 16) / 8 -
    1.7
  );
}

function shorten(sentence: string, spoken: boolean): readonly ShortSentence[] {
  let rest = sentence
    .replace(/^[\s>*#•-]+/, '')
    .replaceAll('**', '')
    .replace(/https?:\/\/\S{40,}/g, 'link')
    .replace(
      /\[shares a picture: ([^\]]*)\]/,
      (_, caption: string) => `[picture: ${shortenCaption(caption)}]`,
    )
    .replace(GREETING, '')
    .trim();
  const question = /\?["')\s]*$/.test(rest);
  const instruction = INSTRUCTION.test(rest);
  if (REACTION.test(rest) && !instruction && !/\d|\[picture/.test(rest)) return [];
  if (spoken && question && !/\d|\[picture/.test(rest)) return [];
  if (!spoken && question && !SPECIFIC.test(rest) && !OWN.test(rest)) return [];
  if (!spoken && EMPTY_TALK.test(rest) && !/\d/.test(rest)) return [];
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(LEAD, '');
    const request = REQUEST.exec(rest);
    if (request && request.index >= 30 && !SPECIFIC.test(request[0])) rest = rest.slice(0, request.index);
  }
  rest = rest.replace(FILLER, '').replace(/\s+/g, ' ').trim();
  const weight = weigh(rest);
  if (spoken) rest = writeTelegram(rest);
  if (
    rest.split(' ').length < (spoken ? 3 : 2) &&
    !/\d/.test(rest) &&
    /^[\p{Script=Latin}\P{L}]*$/u.test(rest)
  )
    return [];
  return splitLong(rest).map((part) => ({ text: /[.!?…:\]。！？]$/.test(part) ? part : `${part}.`, weight }));
}

/** "a photo of a beach with footprints in the sand" gives "beach footprints sand". */
function shortenCaption(caption: string): string {
  return caption
    .replace(/^(?:an? )?(?:close ?up )?(?:photo(?:graph|graphy)?|picture|image) of (?:an? |the |some )?/i, '')
    .replace(CAPTION_FRAME, '')
    .slice(0, LONGEST_CAPTION)
    .replace(/\s+\S*$/, (end, at: number) => (at + end.length < LONGEST_CAPTION ? end : ''))
    .trim();
}

const LONGEST_CAPTION = 38;

/** Words of a caption that say where things are, not what they are. */
const CAPTION_FRAME =
  /\b(?:an?|the|some|and|with|in|on|of|at|to|by|near|next|top|front|up|its|his|her|their|is|are|being|sitting|standing|holding|posing|laying|hanging|filled|wearing|displayed|covered|background|it|them|that)\b\s*/gi;

const DROPPED =
  /(?<![\p{L}'’])(?:the|an?|I|I['’](?:m|ve|d|ll)|we|we['’](?:re|ve|d|ll)|it|it['’]s|that['’]s|this is|there['’]s|they['’]re|is|am|are|was|were|be|been|being|have|has|had|did|does|so|also|too|then|even|still|such|gonna|here['’]s|that|this|there|will|would|can|could|do|some|all|get|got|these|those|because|as|more|much|who|which|my|our|your|really|when|if|out|up|you|they|he|she|but|of|and|thing|things|every|their|its|like|into|about)(?![\p{L}'’])\s*/giu;

/** Drops the words that carry the grammar, as in a telegram: "went to a support group yesterday". */
function writeTelegram(sentence: string): string {
  return sentence
    .replace(DROPPED, '')
    .replace(LIGHT_WORDS, '')
    .replace(/\s+(?=[,.!?;])/g, '')
    .replace(/^[,\s]+/, '')
    .trim();
}

/** Prepositions and praise before words that are neither names nor figures. "From … to" says what changed. */
const LIGHT_WORDS =
  /(?<![\p{L}'’-])(?:to(?<!\bfrom\b.*)|with|for|in|on|at|by|how|around|just|great|awesome|amazing|cool|nice)(?![\p{L}'’-])\s+(?=\p{Ll})/gu;

/** Cuts a long sentence between its clauses. */
function splitLong(sentence: string): readonly string[] {
  const parts: string[] = [];
  for (const clause of sentence.split(/(?<=[,;])\s+/)) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + clause.length + 1 <= LONGEST_DIGEST)
      parts[parts.length - 1] = `${last} ${clause}`;
    else parts.push(clause.slice(0, LONGEST_DIGEST));
  }
  return parts.map((part) => part.replace(/[,;]$/, ''));
}
