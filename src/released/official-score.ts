/**
 * The reward of the released training code, kept to reproduce its figures: for every turn, memorising ones
 * included, 1 if the boxed answer in it equals one of the accepted answers, summed and divided by the
 * number of questions.
 *
 * What it does that `exactMatch` does not: an answer needs a `\boxed{…}`; case and spaces do not count but
 * articles and punctuation do; the answers of all questions are one list, so that one right answer given
 * to every question scores full marks, and more answers than questions can score above 1.
 *
 * @param turns the model's replies, in order.
 * @param answers the accepted answers of each question.
 */
export function officialScore(turns: readonly string[], answers: readonly (readonly string[])[]): number {
  if (answers.length === 0) return 0;
  const accepted = new Set(answers.flat().map((answer) => normaliseMaths(answer.toLowerCase())));
  const right = turns.filter((turn) => {
    const boxed = officialAnswer(turn);
    return boxed !== undefined && accepted.has(normaliseMaths(boxed));
  });
  return right.length / answers.length;
}

/** Characters at the end of an answer that are looked at. */
const TAIL = 300;

/**
 * The text of a turn that the released code scores, in small letters: the content of the last box in the
 * last 300 characters of its one answer tag, or of the whole turn where it has none or several and a box.
 */
export function officialAnswer(turn: string): string | undefined {
  const tagged = [...turn.matchAll(/<final_answer>(.*?)<\/final_answer>/gs)];
  const text = tagged.length === 1 ? tagged[0]![1]! : turn;
  const tail = Array.from(text.slice(-2 * TAIL))
    .slice(-TAIL)
    .join('');
  return lastBox(tail.toLowerCase());
}

/** The content of the last `\boxed{…}`, or else `\fbox{…}`, whose braces balance. */
function lastBox(text: string): string | undefined {
  const box = text.includes('\\boxed{') ? '\\boxed{' : '\\fbox{';
  const start = text.lastIndexOf(box);
  if (start === -1) return undefined;
  const open = start + box.length - 1;
  let depth = 0;
  for (let position = open; position < text.length; position++) {
    if (text[position] === '{') depth++;
    if (text[position] === '}') depth--;
    if (depth === 0) return text.slice(open + 1, position);
  }
  return undefined;
}

/** Steps of the normaliser for mathematical answers, in order. */
const MATHS_STEPS: readonly (readonly [RegExp, string])[] = [
  [/\n/g, ''],
  [/\\!/g, ''],
  [/\\\\/g, '\\'],
  [/[td]frac/g, 'frac'],
  [/\\left/g, ''],
  [/\\right/g, ''],
  [/\^\{\\circ\}|\^\\circ/g, ''],
  [/\\\$/g, ''],
  [/\\%/g, ''],
  [/ \./g, ' 0.'],
  [/\{\./g, '{0.'],
  [/ /g, ''],
];

function normaliseMaths(answer: string): string {
  return MATHS_STEPS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), answer);
}
