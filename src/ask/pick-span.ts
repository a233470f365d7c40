/**
 * Picks the answering span among several of the same kind.
 *
 * @module
 */
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion } from './question.ts';
import type { Span } from './spans.ts';
import { splitSentences } from './unit.ts';

const RANGE = /^\s*(?:to|–|-|—|until|till|bis|à|a|hasta|~|〜)\s*$/;

/** Returns the asked end of a range such as "from 21:30 to 07:00", in the sentence with most words of the question. */
export function pickEdge(
  edge: 'start' | 'end',
  all: readonly Span[],
  text: string,
  matcher: WordMatcher,
): Span | undefined {
  const spans = keepBestSentence(all, text, matcher);
  for (const span of spans) {
    const inside = /^(\S+(?:\s?(?:am|pm))?)\s?(?:to|–|-|until|bis)\s?(\S.*)$/.exec(span.text);
    if (inside !== null) {
      const found = inside[edge === 'start' ? 1 : 2]!;
      const start = edge === 'start' ? span.start : span.end - found.length;
      return { text: found, start, end: start + found.length };
    }
  }
  const first = spans.findIndex(
    (span, place) => place + 1 < spans.length && RANGE.test(text.slice(span.end, spans[place + 1]!.start)),
  );
  return first === -1 ? undefined : spans[edge === 'start' ? first : first + 1];
}

/** Returns the spans in the sentence with most words of the question, or all if it has none. */
function keepBestSentence(spans: readonly Span[], text: string, matcher: WordMatcher): readonly Span[] {
  const weighed = splitSentences(text).map(([from, to]) => ({
    weight: matcher.weigh(text.slice(from, to)),
    spans: spans.filter(({ start }) => start >= from && start < to),
  }));
  if (weighed.length < 2) return spans;
  const best = weighed.reduce((most, one) => (one.weight > most.weight ? one : most));
  return best.spans.length > 0 ? best.spans : spans;
}

/** Returns whether a name is probably not a person: it follows "from" or "in", or is a street name. */
function weighPlace({ kind }: AskedQuestion, text: string, span: Span): number {
  if (kind !== 'person') return 1;
  if (/\b(?:Street|Road|Lane|Avenue|Square|Hill|Park|Station|Straße|Weg|Platz|Rue|Calle)\b/.test(span.text))
    return 0.3;
  const before = text.slice(Math.max(0, span.start - 40), span.start);
  if (/\b(?:from|in|at|near|of|to|instead of|than|von|aus|in|de|en)\s+$/i.test(before)) return 0.5;
  return /\b(?:by|von|par|por)\s+$/i.test(before) ? 1.3 : 1;
}

/** What a phrase after a span says about it: "five days in the fridge, three weeks with thymol". */
const BOUND =
  /^\s(?:in|to|with|for|without|per|mit|nach|ohne|für|pro|avec|vers|sans|pour|con|sin|para)\s(?:\p{L}{1,4}\s)?$/u;
const QUALIFIED = 4;

/** Before a value that the text rejects: "610 euros, not 640". */
const DENIED =
  /\b(?:not|instead of|rather than|no longer|nicht|statt|anstatt|et non|au lieu de|en vez de)\s+(?:the\s+|at\s+|on\s+)?$/i;

/** Returns the span with the most question words around it. `lead` is the margin, 0 to 1. */
export function pickNearest(
  question: AskedQuestion,
  spans: readonly Span[],
  text: string,
  matcher: WordMatcher,
): { span: Span; lead: number } {
  const words = matcher.find(text);
  const scored = spans.map((span) => {
    let score = 0;
    for (const { at, weight } of words) {
      const gap = at < span.start ? span.start - at : at >= span.end ? at - span.end : 0;
      // The end of a clause separates it from the following text.
      const between = at < span.start ? text.slice(at, span.start) : text.slice(span.end, at);
      const parted = /[;:.]\s|["”']?\)\s|,\s(?:and|but|while|which)\s/.test(between)
        ? 0.5
        : /,\s/.test(between)
          ? 0.7
          : 1;
      const side = at < span.start ? 1 : BOUND.test(between) ? QUALIFIED : 0.6;
      score += (weight * parted * side * weighPlace(question, text, span)) / (3 + gap / 4);
    }
    const denied = DENIED.test(text.slice(Math.max(0, span.start - 40), span.start));
    return { span, score: denied ? score * 0.3 : score };
  });
  const [first, second] = scored.toSorted(
    (left, right) => right.score - left.score || left.span.start - right.span.start,
  );
  const lead = second === undefined || first!.score === 0 ? 1 : 1 - second.score / first!.score;
  return { span: first!.span, lead: second === undefined ? 1 : Math.min(1, lead * 2) };
}
