/**
 * Finds the fact families that a message asks about.
 *
 * @module
 */
const CUES: readonly (readonly [string, RegExp])[] = [
  [
    'home',
    /\bwhere\b.*\b(?:live|living|based|located|home|moved?|staying|reside|am I)\b|\b(?:home ?town|address|city|town|country|neighbou?rhood|time ?zone|weather|nearby|near me|around here|local|home)\b/i,
  ],
  [
    'job',
    /\bwhat\b.*\bdo\b.*\b(?:living|work)\b|\bwhat do (?:I|you) do\b|\b(?:job|role|title|position|profession|occupation|career|cv|résumé|resume)\b/i,
  ],
  ['employer', /\b(?:where|who|which)\b.*\bwork\b|\b(?:employer|company|workplace|office|job|cv|resume)\b/i],
  ['name', /\bname\b|\bwho am I\b|\bcall(?:ed)? me\b|\bwhat am I called\b/i],
  [
    'diet',
    /\b(?:eat|eating|cook|cooking|recipe|dinner|lunch|breakfast|brunch|restaurant|meal|meals|food|snack|snacks|menu|diet|dish|bake|cater|catering|vegetarian|vegan)\b/i,
  ],
  [
    'health',
    /\b(?:allerg\w*|doctor|medicine|medication|health|condition|recipe|dinner|lunch|breakfast|restaurant|meal|food|snack|cook|eat)\b/i,
  ],
  ['age', /\bhow old\b|\bage\b|\bbirthday\b/i],
  ['partner', /\b(?:partner|wife|husband|married|girlfriend|boyfriend|spouse|dating|engaged)\b/i],
  ['status', /\b(?:married|single|divorced|engaged)\b/i],
  [
    'origin',
    /\b(?:come|born|grow|grew|originally)\b.*\b(?:from|in|up)\b|\bwhere\b.*\bfrom\b|\b(?:born|hometown)\b/i,
  ],
  ['weight', /\b(?:weigh|weight|kilos?|pounds)\b/i],
  ['height', /\b(?:tall|height)\b/i],
  ['language', /\b(?:languages?|speak)\b/i],
  ['learn', /\blearn(?:ing)?\b/i],
  ['drive', /\b(?:car|drive|vehicle|driving)\b/i],
];

/** Returns the attributes that a message asks about, in the first or the second person. */
export function findAskedAttributes(message: string): readonly string[] {
  return CUES.flatMap(([attribute, cue]) => (cue.test(message) ? [attribute] : []));
}

const ANSWERS: readonly (readonly [string, RegExp])[] = [
  [
    'I live in',
    /\bwhere\b.*\b(?:live|living|based|located)\b|\bwhich (?:city|town|country)\b.*\b(?:live|in|based)\b/i,
  ],
  ['I work at', /\b(?:where|who)\b.*\bwork\b|\bwhich company\b/i],
  [
    'I work as a',
    /\bwhat\b.*\bdo for (?:a living|work)\b|\bwhat(?: is|'s) your (?:job|role|title|profession)\b/i,
  ],
  [
    'my name is',
    /\b(?:what(?: is|'s)|may I (?:ask|have)|tell me) your name\b|\bwhat (?:should|can|may) I call you\b/i,
  ],
  ['I am', /\bhow old are you\b/i],
];

const YES =
  /^(?:yes|yep|yeah|yup|correct|right|exactly|that(?:'s| is) (?:right|correct|it)|spot on)(?:[,!.]? (?:please|exactly|exactly that|that's (?:right|it|correct)|correct|right|indeed|it is|do))*$/i;

/** A confirmation before other words: "That's right about the church. The date's wrong though." */
const PARTLY =
  /^(?:yes|yep|yeah|yup|correct|that(?:'s| is) (?:right|correct))(?: about [^.!?,]{2,40})?[.!,]\s+(?=\S)/i;

const FIGURE =
  '(?:\\d[\\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\p{Ll}+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\p{Ll}+teen)';

/** "No, twenty-two." */
const OTHER_FIGURE = new RegExp(
  `^no(?:pe)?,?\\s+(?:it's |it is |make (?:it|that) |just |only |more like |actually )*(${FIGURE})(?=[.!,]|$)[.!,]*\\s*`,
  'iu',
);

/** "Shall I assume thirty singers?": the thing that the figure counts. */
const ASKED_FIGURE = new RegExp(`\\b${FIGURE} (\\p{L}+(?: \\p{L}+)?)\\s*\\?\\s*$`, 'iu');

/** A statement that the assistant assumes and asks the user to confirm. */
const ASSUMED =
  /^(?:(?:so|ok|okay|got it|from what you (?:say|said|describe|told me)|and|just to (?:check|confirm|be sure)|am I right that|do I have (?:it|this) right that|(?:shall|should|can) I (?:note|remember|save|write down) that|you (?:told me|said|mentioned)(?: that)?)[,:]?\s+)+/i;

/** Returns the assistant's assumption as a statement, or `undefined` if it only offers something. */
function readConfirmed(question: string): string | undefined {
  const sentences = question.trim().split(/(?<=[.!?])\s+/);
  const assumed = sentences.findLast(
    (sentence) =>
      /\byou(?:r|'re|'d|'ll|'ve)?\b/i.test(sentence) &&
      !/^(?:would|do|did|can|could|shall I (?!note|remember|save)|should|are|have|is|what|which|where|when|who|how)\b/i.test(
        sentence,
      ),
  );
  if (assumed === undefined || assumed.length > 240) return undefined;
  const stated = assumed.replace(ASSUMED, '').replace(/[?.!]+$/, '');
  return `Remember that ${toFirstPerson(stated)}`;
}

function toFirstPerson(text: string): string {
  return text
    .replace(/\byou're\b/gi, "I'm")
    .replace(/\byou'(d|ll|ve)\b/gi, "I'$1")
    .replace(/\byou are\b/gi, 'I am')
    .replace(/\byours\b/gi, 'mine')
    .replace(/\byour\b/gi, 'my')
    .replace(/\byou\b/gi, 'I');
}

/**
 * Completes a short answer to the assistant's question: "Where do you live?" and "Porto" give "I live in Porto".
 * Returns `undefined` if the text is not a short answer.
 */
export function completeAnswer(question: string, text: string): string | undefined {
  const answer = text.trim().replace(/[.!]+$/, '');
  if (YES.test(answer)) return readConfirmed(question);
  const partly = PARTLY.exec(text);
  const confirmed = partly === null ? undefined : readConfirmed(question);
  if (confirmed !== undefined) return `${confirmed}.\n${text.slice(partly![0].length)}`;
  const figure = OTHER_FIGURE.exec(text);
  const counted = figure === null ? undefined : ASKED_FIGURE.exec(question)?.[1];
  if (counted !== undefined)
    return `Remember that it is ${figure![1]} ${counted}.\n${text.slice(figure![0].length)}`;
  const asked = /([^.!?\n]*)\?\s*$/.exec(question.trim())?.[1];
  if (asked === undefined || answer === '' || answer.split(/\s+/).length > 6) return undefined;
  if (
    /^(?:I|my|we|our|it|that|yes|no|not|none|nothing|why|what|idk|sure|ok|okay|thanks|please|maybe|never)\b/i.test(
      answer,
    )
  )
    return undefined;
  const start = ANSWERS.find(([, cue]) => cue.test(asked))?.[0];
  const value = answer.replace(/^(?:in|at|as|an?)\s+/i, '');
  if (start !== undefined) return `${start} ${value}`;
  const topic = /\bwhat(?: is|'s| are) your ((?:[\p{L}'-]+ ?){1,4})$/iu.exec(asked)?.[1];
  return topic === undefined ? undefined : `my ${topic.trim()} is ${value}`;
}
