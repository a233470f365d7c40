/**
 * Finds answers in Japanese, Chinese and Korean sentences by their form.
 *
 * @module
 */
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion } from './question.ts';

/** An answer, and the offset in the text from which it occurs. */
export interface TopicAnswer {
  readonly text: string;
  readonly from: number;
  readonly certainty: number;
}

type Patterns = Partial<Record<AskedQuestion['language'], RegExp>>;

/** Phrases that say where someone or something is or comes from. */
const PLACES: Patterns = {
  zh: /(?:来自|位于|住在|坐落在|放在|挂在)([^，。、]{1,24})/u,
  ja: /([^、。は]{1,20})(?:にあります|にある|に住んで|から来|の出身)/u,
  ko: /(\S{1,20}?)에(?: 있| 살|서 (?:왔|온|살))/u,
};

/** A topic with its marker, and what is said about it. */
const TOPICS: Patterns = {
  ja: /(?:^|。)([^。]{1,30}?)は([^。]+?)(?:です|でした|だった|だ|で行(?:います|いました)|にあります|が持っています)?(?:。|$)/u,
  zh: /(?:^|[，、。])([^，。]{1,20}?)(?:是|为|叫)([^，。]{1,30})/u,
  ko: /^(.{1,30}?)[은는이가] (.+?)(?:입니다|이다|에서 합니다|합니다)?\.?$/u,
};

const LONGEST = 40;

/** Returns the place in the sentence, or what it says about a topic of the question. */
export function findTopicAnswer(
  question: AskedQuestion,
  text: string,
  matcher: WordMatcher,
): TopicAnswer | undefined {
  const place = question.kind === 'place' ? PLACES[question.language]?.exec(text) : undefined;
  if (place) return { text: place[1]!, from: place.index, certainty: 0.8 };
  const match = TOPICS[question.language]?.exec(text);
  if (!match || matcher.weigh(match[1]!) === 0) return undefined;
  const answer = match[2]!.trim();
  if (answer.length > LONGEST) return undefined;
  return { text: answer, from: match.index + match[1]!.length, certainty: 0.7 };
}
