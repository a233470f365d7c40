/**
 * Answers a question from a list of texts. Controls without a model use it.
 *
 * @module
 */
import { profileQuestion, profileText } from './profile.ts';
import { rank } from './relevance.ts';
import { answerSpan } from './span.ts';

/**
 * Answers a question with a span from the texts, best first. Model-free controls use it. The first line of a text is
 * its title.
 */
export function answerFromTexts(question: string, texts: readonly string[]): string {
  const profile = profileQuestion(question);
  const evidence = texts.map((text) => {
    const end = text.indexOf('\n');
    const title = end < 0 ? '' : text.slice(0, end);
    return profileText(title, end < 0 ? text : text.slice(end + 1), [], 'entry');
  });
  return answerSpan(profile, rank(profile, evidence));
}
