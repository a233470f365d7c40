/**
 * Splits an utterance into clauses and marks questions, changes and requests to remember.
 *
 * @module
 */

export interface Clause {
  /** The clause, with expanded contractions and without openers such as "by the way". */
  readonly text: string;
  /** The clause is a question. */
  readonly question: boolean;
  /** The speaker marks a change or a correction: "actually", "now", "I meant". */
  readonly changed: boolean;
  /** The speaker asks for it to be remembered: "remember that …", "don't forget that …". */
  readonly asked: boolean;
  /** The sentence that it is part of, as it was said. */
  readonly sentence: string;
}

const OPENER = new RegExp(
  `^(?:${[
    'and|but|so|well|oh|ah|hey|hi|hello|hmm+|um+|uh|ok|okay|yeah|yep|yes|no(?=[,.:!…–-])|nope|lol|haha|wow|also|plus|btw|fyi|anyway',
    'by the way|for the record|for your information|just so you know|just fyi|quick (?:update|note|heads[- ]up)|update|news|heads[- ]up|good news|bad news|big news|fun fact|small correction|correction|edit',
    'I (?:think|guess|believe|suppose|should mention|should say|should add|forgot to (?:say|mention|tell you)(?: that)?)(?= (?:I|my|we|our)\\b)',
    '(?:it )?turns out(?: that)?|as it happens|to be honest|tbh|honestly|basically|sorry|oops|whoops|wait|hold on|never mind|nevermind|please|thanks|thank you|cool|great|nice|sure|right|then|anyways|look|listen|you know|I mean|I meant to say|the thing is(?: that)?|long story short|guess what|surprise|finally|unfortunately|luckily|sadly|fortunately|happily|apparently|obviously',
    'I (?:mean|meant)(?= (?:my|the|I|we|our)\\b)|actually|in fact|in the end|at least|as of (?:today|now|yesterday)|since (?:yesterday|today)|from now on|these days|nowadays|currently|right now|now|today|yesterday|last (?:week|month|year|night)|this (?:week|month|year|morning)|recently|a (?:while|week|month|year) ago',
    'did (?:you|I) (?:know|tell you|mention)(?: that)?|have I (?:told you|mentioned)(?: that)?|I (?:wanted|want|have) to (?:tell|let) you(?: know)?(?: that)?|let me tell you(?: that)?|you should know(?: that)?|I (?:already )?told you(?: that)?',
  ].join('|')})(?:[,.:!…—–-]+\\s*|\\s+)`,
  'i',
);

const ASKED =
  /^(?:(?:can|could|would|will) you )?(?:please )?(?:remember|note|keep in mind|make a note|write down|save|store|bear in mind|do not forget|never forget)(?: (?:that|this|the fact that|for (?:me|later|next time)(?: that)?|down that))?\s*[:,]?\s+(?!to\b)(?=\S)/i;

const CHANGED =
  /\b(?:actually|now|since|as of|starting|from (?:this|next)|lately|currently|upgraded|moved|nowadays|these days|instead|from now on|no longer|any ?more|meant|correction|changed|switched)\b/i;

const QUESTION_START =
  /^(?:(?:who|whom|whose|what|which|when|where|why|how)\b(?! (?:I|we) (?:live|work|am)\b)|(?:do|does|did|is|are|was|were|am|can|could|would|will|should|shall|may|have|has|had)\s+(?:not\s+)?(?:I|you|we|he|she|they|it|there|this|that|these|the|my|your|our|anyone|someone|anybody|somebody|people)\b|any (?:idea|chance|tips?|suggestions?|recommendations?)\b|(?:remind|tell|show|give|send|help) me\b|suggest\b|recommend\b)/i;

const ABBREVIATION =
  /\b(?:Dr|Mr|Mrs|Ms|St|Prof|Sr|Jr|vs|approx|No|e\.g|i\.e|a\.m|p\.m|[A-Z]|(?<=\b(?:am|den|vom|zum|bis|der|ab) )\d{1,2})\.$/;

/** Returns the clauses of a text in order. Code and quotations are left out. */
export function splitClauses(text: string): readonly Clause[] {
  return splitSentences(text).flatMap((sentence) => {
    const changed = CHANGED.test(sentence);
    let rest = expandContractions(sentence);
    let asked = false;
    for (let before = ''; before !== rest; ) {
      before = rest;
      rest = rest.replace(OPENER, '');
      if (ASKED.test(rest)) {
        rest = rest.replace(ASKED, '');
        asked = true;
      }
    }
    const question = /\?["')\s]*$/.test(sentence)
      ? !asked && !/^(?:I|my|we|our)\b.*\b(?:remember|right|ok(?:ay)?)\?/i.test(rest)
      : !asked && QUESTION_START.test(rest) && !/[!]$/.test(rest);
    rest = rest.replace(LEADING_TIME, '');
    if (ELLIPSIS.test(rest) || PAST_START.test(rest)) rest = `I ${rest}`;
    return splitParts(rest.replace(/[\s.!?…]+$/u, '')).map((part) => ({
      text: part,
      question,
      changed,
      asked,
      sentence,
    }));
  });
}

/** "After ten years I switched …", "As of Monday, my …". */
const LEADING_TIME =
  /^(?:after|since|in|on|at|for|during|as of|with|starting|from|until|because of|thanks to|due to|last|this|next|every|some)\s[^,.!?]{1,40}?,?\s+(?=(?:I|we|my|our)\s)/i;

/** Clauses without "I": "moved to Porto last month", "no longer drink coffee". */
const ELLIPSIS =
  /^(?:(?:just|finally|recently|also|now)\s+)?(?:moved|started|joined|quit|left|got|bought|sold|adopted|switched|became|turned|finished|no longer|used to|gave up|gave away|changed|married|retired|been diagnosed|stopped|traded|swapped|replaced|lost my|cancell?ed my|had (?:an?|to|the)|(?:(?:also|now|badly|severely) )?(?:allergic to|based in|living in|working (?:at|as|for)|married to|diagnosed with))\b/i;

/** Sentences that start with a past tense: "upgraded to a Pixel", "took up the cello". */
const PAST_START =
  /^(?:[a-z]{3,}ed|took|went|gave|began|broke|chose|met|built|found|made|got|bought|sold|left|quit|lost|won|ran|grew|put|set up)\s+(?:to|my|our|a|an|the|from|into|out|off|up|for|with|on|at|in|back|over|away|rid|two|three|\d+|\p{Lu}\p{L}+)\b/u;

/** Maximum length of a text in characters. Statements about oneself are short; pasted documents are not. */
const LONGEST_TEXT = 4000;

function splitSentences(text: string): readonly string[] {
  const plain = text
    .slice(0, LONGEST_TEXT)
    .replace(/```[\s\S]*?(?:```|$)/g, '\n')
    .replace(/^\s*>.*$/gm, '')
    .replace(/[‘’`´]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/(?:\p{Extended_Pictographic}|\u{FE0F}|\u{200D})+/gu, '. ')
    .replace(/(?<=\s)(?::\)|:\(|;\)|:D|<3|xD)(?=\s|$)/g, '.');
  const sentences: string[] = [];
  for (const piece of plain.split(
    /(?<=[.!?…])\s+|(?<=[。！？])|\s*\n+\s*|;\s+|\s+[—–-]{1,2}\s+|:\s+(?=(?:I|my|we|our|these days|now)\b)/u,
  )) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last)) sentences[sentences.length - 1] = `${last} ${piece}`;
    else if (piece.trim() !== '') sentences.push(piece.trim());
  }
  return sentences;
}

const VERBS =
  'am|was|live|lived|work|worked|moved|joined|started|have|got|bought|sold|became|switched|prefer|like|love|hate|drive|use|speak|play|study|married|adopted|quit|left|started|took|now|changed|eat|drink|do not|did not|will|went|broke|lost|gave';

const PAST_VERBS =
  'moved|joined|started|got|bought|sold|changed|switched|quit|left|became|adopted|lost|gave|finished|traded|swapped|replaced|cancelled|canceled';

const CONJUNCTION = new RegExp(
  `(?:,\\s*|\\s+)(?:and|but|so|because|since|although|though|while|whereas|then|plus|after|before|as|until|when)\\s+(?:(?:now|then|so|also|instead|currently|today|recently)\\s+)*(?=(?:I|my|we|our|he|she|they|his|her|it is|the)\\b)|(?:,\\s*|\\s+)(?:and|but|then|so)\\s+(?:(?:then|now|also|instead|just|currently)\\s+)*(?=(?:${VERBS})\\b)|,\\s+(?=(?:I|my|we|our|he|she|they|his|her|their|the|it is)\\s|(?:${PAST_VERBS})\\s+(?:my|our|to|from|a|an|the|at|in)\\s)`,
  'i',
);

const STARTS_WITH_VERB = new RegExp(`^(?:${VERBS}|${PAST_VERBS})\\b`, 'i');

/** Splits at conjunctions. A part that starts with a verb inherits the subject of the previous part. */
function splitParts(sentence: string): readonly string[] {
  let subject = 'I';
  return sentence.split(new RegExp(CONJUNCTION, 'gi')).flatMap((part, index) => {
    const text = part.trim().replace(/^[,:\s]+/, '');
    if (text === '') return [];
    // The first part without a subject may be a request: "use Python for this".
    if (index > 0 && STARTS_WITH_VERB.test(text)) return [`${subject} ${text}`];
    subject = /^(?:I|we|he|she|they)\b/i.exec(text)?.[0] ?? subject;
    return [text];
  });
}

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/(\w)'s (been|got|gone|become)\b/gi, '$1 has $2'],
  [
    /(\w)'s (now|an?|not|no longer|called|named|booked|scheduled|moved|cancell?ed|due|on|at|in|from|going|getting|starting|moving|working|living|learning|studying|allergic|married|engaged|pregnant|vegan|vegetarian|turning|\d+)\b/gi,
    '$1 is $2',
  ],
  [/\bi['’]?m\b(?!\.)/gi, 'I am'],
  [/\bi['’]ve\b|\bive\b/gi, 'I have'],
  [/\bi['’]ll\b/gi, 'I will'],
  [/\bi['’]d\b/gi, 'I would'],
  [/\b(we|they|you)['’]re\b/gi, '$1 are'],
  [/\b(we|they|you)['’]ve\b/gi, '$1 have'],
  [/\b(we|they|you|he|she|it)['’]ll\b/gi, '$1 will'],
  [/\b(he|she|it|that|there|what|where|who|here)['’]s\b/gi, '$1 is'],
  [/\bcan['’]?t\b/gi, 'can not'],
  [/\bwon['’]t\b/gi, 'will not'],
  [/\b(do|does|did|is|was|are|were|have|has|had|would|could|should)n['’]?t\b/gi, '$1 not'],
  [/\bgonna\b/gi, 'going to'],
  [/\bwanna\b/gi, 'want to'],
  [/\bgotta\b/gi, 'have to'],
  [/\bi\b/g, 'I'],
];

export function expandContractions(text: string): string {
  return CONTRACTIONS.reduce((expanded, [pattern, full]) => expanded.replace(pattern, full), text);
}
