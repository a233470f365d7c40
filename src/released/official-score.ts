/**
 * The reward of the released training code.
 *
 * @module
 */
/**
 * Computes the reward of the released training code, to reproduce its figures. Every turn, memorising ones
 * included, scores 1 if its boxed answer equals an accepted answer. The sum is divided by the number of
 * questions.
 *
 * It differs from `exactMatch`: an answer needs a `\boxed{…}`. Case and spaces do not count, but articles and
 * punctuation do. The answers of all questions form one list, so one right answer to every question scores
 * fully, and more answers than questions can score above 1.
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

/** Number of characters at the end of an answer that count. */
const TAIL = 300;

/**
 * Returns the text of a turn that the released code scores, in lower case: the content of the last box in the
 * last 300 characters of its answer tag. Without exactly one answer tag, the whole turn is searched.
 */
export function officialAnswer(turn: string): string | undefined {
  const tagged = [...turn.matchAll(/<final_answer>(.*?)<\/final_answer>/gs)];
  const text = tagged.length === 1 ? tagged[0]![1]! : turn;
  const tail = Array.from(text.slice(-2 * TAIL))
    .slice(-TAIL)
    .join('');
  return findLastBox(tail.toLowerCase());
}

/** Returns the content of the last balanced `\boxed{…}`, or else of the last `\fbox{…}`. */
function findLastBox(text: string): string | undefined {
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
