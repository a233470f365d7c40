/**
 * Extracts the short answer that a sentence supports.
 *
 * @module
 */

import { foldAccents } from '../shared/fold-accents.ts';
import { chooseCell } from './cells.ts';
import type { IndexedUnit } from './evidence-index.ts';
import type { WordMatcher } from './match-words.ts';
import { readNumbered } from './numbered-answer.ts';
import { pickEdge, pickNearest } from './pick-span.ts';
import type { AskedQuestion } from './question.ts';
import { findNames, findSpans, type Span } from './spans.ts';
import { findTopicAnswer } from './topic-answer.ts';
import { asksForCode, findContact } from './unit-kind.ts';
import { judge } from './verdict.ts';

/** Method that found an answer. Confidence is calibrated per method. */
export type AnswerSource =
  | 'cell'
  | 'extreme'
  | 'list'
  | 'span'
  | 'name'
  | 'statement'
  | 'section'
  | 'verdict'
  | 'clause'
  | 'passages';

export interface ShortAnswer {
  readonly text: string;
  readonly source: AnswerSource;
  /** Certainty that the sentence refers to this span, 0 to 1. */
  readonly certainty: number;
  /** Its position in the sentence. */
  readonly span?: Span;
}

/** Extracts the answer to a question from one unit. */
export function readAnswer(
  question: AskedQuestion,
  unit: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  const answer = readAny(question, unit, matcher);
  return answer !== undefined && asksForCode(question) && !/\d/.test(answer.text) ? undefined : answer;
}

function readAny(question: AskedQuestion, unit: IndexedUnit, matcher: WordMatcher): ShortAnswer | undefined {
  if (question.kind === 'yes-no') return { ...judge(question, unit, matcher), source: 'verdict' };
  const said = findSaying(unit, matcher);
  if (said !== undefined) {
    const answer = readProse(question, said, matcher);
    return answer && { ...answer, span: locateIn(unit.text, answer.text) };
  }
  const { cells } = unit.block;
  if (cells !== undefined && cells.length > 0) {
    const cell = chooseCell(question, cells, matcher);
    if (cell !== undefined) return toCellAnswer(question, unit, cell.text, cell.certainty, matcher);
    // A number of another column would be a guess.
    if (cells.length > 1 && question.kind === 'number') return undefined;
  }
  return readProse(question, unit, matcher);
}

/** Returns whether a cell is a sentence that covers most of the question. */
function findSaying(unit: IndexedUnit, matcher: WordMatcher): IndexedUnit | undefined {
  const long = (unit.block.cells ?? []).find(
    ([, value]) =>
      (value.length > 40 || /[.!?]$/.test(value)) &&
      value.includes(' ') &&
      matcher.weigh(value) > 0.6 * matcher.weigh(unit.text),
  );
  return long === undefined
    ? undefined
    : { ...unit, text: long[1], block: { ...unit.block, cells: undefined } };
}

function readProse(
  question: AskedQuestion,
  unit: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  return (
    readCommand(question, unit) ??
    readContact(question, unit) ??
    readStatement(question, unit, matcher) ??
    readTyped(question, unit, matcher) ??
    toSpanAnswer(readNumbered(question, unit.text, matcher)) ??
    readPlace(question, unit, matcher) ??
    readNamed(question, unit, matcher) ??
    readSection(question, unit)
  );
}

/** Returns the answer in a cell. If the cell is a sentence or mixed, the answer is the span of the asked kind. */
function toCellAnswer(
  question: AskedQuestion,
  { text }: IndexedUnit,
  value: string,
  certainty: number,
  matcher: WordMatcher,
): ShortAnswer {
  const mixed = value.length > 24 || (question.kind === 'person' && value.includes(': '));
  const spans = mixed ? findSpans(question, value, true) : [];
  const best = spans.length > 0 ? pickNearest(question, spans, value, matcher) : undefined;
  const answer = best?.span.text ?? value;
  const at = text.indexOf(answer);
  const span = at === -1 ? undefined : { text: answer, start: at, end: at + answer.length };
  const long = answer.length > 80;
  return { text: answer, source: 'cell', certainty: long ? certainty * 0.5 : certainty, span };
}

/** Answers with a date, time, amount, duration, person or reason: the span nearest to the question's words. */
function readTyped(
  question: AskedQuestion,
  { text }: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  const spans = findSpans(question, text).filter(
    (span) => question.kind !== 'person' || matcher.repeats(span.text) < 1,
  );
  if (spans.length === 0) return undefined;
  if (question.kind === 'reason')
    return { text: spans[0]!.text, source: 'clause', certainty: 0.8, span: spans[0] };
  const defined = question.kind === 'person' ? findDefined(spans, text, matcher) : undefined;
  if (defined !== undefined) return { text: defined.text, source: 'name', certainty: 0.9, span: defined };
  const edge = question.edge === undefined ? undefined : pickEdge(question.edge, spans, text, matcher);
  const { span, lead } =
    edge === undefined ? pickNearest(question, spans, text, matcher) : { span: edge, lead: 1 };
  const alone = new Set(spans.map((one) => one.text)).size === 1;
  const source = question.kind === 'person' ? 'name' : 'span';
  return { text: span.text, source, certainty: alone ? 0.85 : 0.35 + 0.4 * lead, span };
}

/** Returns the name that the text defines as what was asked: `Ann Lee ("the Landlord")`, `Ann Lee, the landlord`. */
function findDefined(spans: readonly Span[], text: string, matcher: WordMatcher): Span | undefined {
  return spans.find(({ end }) => {
    const role = /^,?\s*\(?["“„'‘]?(?:the|our|their|its|der|die|das|le|la|el)\s+([\p{L}-]+)/iu.exec(
      text.slice(end, end + 60),
    );
    return role !== null && matcher.share(role[1]!) === 1;
  });
}

const PREPOSITION = `(?:in|at|on|under|behind|near|inside|into|to|from|above|below|beside|next to|opposite|outside|between|im|in der|in dem|am|an der|auf dem|auf der|unter|bei|nach|dans|à|au|chez|sur|sous|en|sobre|debajo de)`;
const PLACE = new RegExp(
  String.raw`(?:^|[\s(])(${PREPOSITION})\s+((?:(?:the|a|an|our|my|der|dem|den|die|das|la|le|el|l'|los|las)\s+)?(?:[^.;,·()]|\.(?=\d)){2,80}?)(?=\.(?!\d)|[;,·()]|\s(?:in|at|from|to|and|but|when|because|which|who|that|is|are|was|were|for|with|by|until|after|before|since)\s|$)`,
  'giu',
);

/** Answers where something is: the phrase after a preposition, nearest to the question's words. */
function readPlace(
  question: AskedQuestion,
  { text }: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  if (question.kind !== 'place') return readTopic(question, text, matcher);
  const spans = [...text.matchAll(PLACE)].flatMap((match): Span[] => {
    const phrase = match[2]!.trim();
    const start = match.index + match[0].lastIndexOf(match[2]!);
    if (
      /^(?:from|to|nach|à|zu)$/i.test(match[1]!) &&
      !/\b(?:from|to|go|move|send|travel|fly|lead|woher|wohin)\b/i.test(question.text)
    )
      return [];
    const isTime =
      /\b(?:spring|summer|autumn|winter|years?|months?|weeks?|days?|hours?|minutes?|nights?|Sommer|Winter|Jahr\w*|Tag\w*)$/i.test(
        phrase,
      ) ||
      /^\d|^(?:the )?(?:morning|evening|afternoon|end|beginning|first|last|next)\b|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/i.test(
        phrase,
      );
    if (isTime || matcher.repeats(phrase) > 0.6) return [];
    return [{ text: phrase, start, end: start + phrase.length }];
  });
  if (spans.length === 0) return readTopic(question, text, matcher);
  const { span, lead } = pickNearest(question, spans, text, matcher);
  const short = question.head.length > 0 ? findNames(span.text)[0] : undefined;
  const chosen =
    short === undefined
      ? span
      : { text: short.text, start: span.start + short.start, end: span.start + short.end };
  return {
    text: chosen.text,
    source: 'span',
    certainty: spans.length === 1 ? 0.75 : 0.4 + 0.3 * lead,
    span: chosen,
  };
}

/** Answers in Japanese, Chinese and Korean by the form of the sentence. */
function readTopic(question: AskedQuestion, text: string, matcher: WordMatcher): ShortAnswer | undefined {
  const topic = findTopicAnswer(question, text, matcher);
  if (topic === undefined) return undefined;
  return {
    text: topic.text,
    source: 'statement',
    certainty: topic.certainty,
    span: locateIn(text, topic.text, topic.from),
  };
}

/** A command has an argument or a call. A single word, such as a type, is not one. */
const COMMAND = /`([^`]{1,80}[\s(/][^`]{0,80})`/;

/** Answers how to do something: the command in the sentence. */
function readCommand({ kind }: AskedQuestion, { text }: IndexedUnit): ShortAnswer | undefined {
  if (kind !== 'method') return undefined;
  const match = COMMAND.exec(text);
  if (match === null) return undefined;
  const start = match.index + 1;
  return {
    text: match[1]!,
    source: 'span',
    certainty: 0.75,
    span: { text: match[1]!, start, end: start + match[1]!.length },
  };
}

function toSpanAnswer(found: Omit<ShortAnswer, 'source'> | undefined): ShortAnswer | undefined {
  return found && { ...found, source: 'span' };
}

/** Answers with the phone number or the address in the sentence. */
function readContact(question: AskedQuestion, { text }: IndexedUnit): ShortAnswer | undefined {
  const found = findContact(question, text);
  if (found === undefined) return undefined;
  return { text: found, source: 'span', certainty: 0.8, span: locateIn(text, found) };
}

const DEFINITION = /^#define\s+([\p{L}_][\p{L}\p{N}_]*)\s+(\S.*)$/u;
const SETTING = /^([\p{L}\p{N}_$."'-]+)\s*(?::\s*[\w<>[\]| ]+)?\s*[:=]\s*([^(){}]+)$/u;
const KEY_VALUE = /^["'`*\s-]*([\p{L}\p{N}][^:=·]{0,60}?)["'`*]*\s*(?::(?!\d)|=|\.{3,})\s*(\S.*)$/u;
const COPULA =
  /^(.{2,80}?)\s(?:is|are|was|were|is called|are called|is named|means|equals|ist|sind|heisst|heißt|est|sont|es|son)\s+(?:called\s+|now\s+|currently\s+)?(.+?)(?=(?<!\b(?:Mr|Mrs|Ms|Dr|Prof|St|Nr|No))\.(?:\s|$)|;(?:\s|$)|,\s(?:and|but|which|who|because|since|so)\b|$)/iu;

/** Answers from "Name: value", "NAME = value" and "X is Y", if the question names the left side. */
function readStatement(
  question: AskedQuestion,
  { text, block, document }: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  if (question.kind === 'reason' || question.extreme !== undefined) return undefined;
  const line =
    document.format === 'code'
      ? text.replace(/^(?:export |const |let |var |final |static |public |private |readonly )+/, '')
      : text;
  const isSetting = document.format === 'code' || document.format === 'yaml';
  const pair = (isSetting && DEFINITION.exec(line)) || (isSetting ? SETTING : KEY_VALUE).exec(line);
  if (
    pair !== null &&
    matcher.weigh(`${isSetting ? block.trail.join(' ') : ''} ${pair[1]!}`) > 0 &&
    (isSetting || matcher.share(pair[1]!) >= 0.5)
  ) {
    const value = isSetting
      ? pair[2]!.replace(/[;,]\s*(?:\/\/.*|#.*)?$/, '').replace(/\s+#.*$/, '')
      : pair[2]!;
    const plain = value.replace(/^["'`]|["'`]$/g, '').trim();
    const spans = isSetting ? [] : findSpans(question, plain, true);
    const answer =
      spans.length > 0 ? pickNearest(question, spans, plain, matcher).span.text : readWhere(question, plain);
    if (answer === '' || answer.length > 80 || matcher.repeats(answer) > 0.6) return undefined;
    if (!isSetting && spans.length === 0 && question.kind !== 'thing' && question.kind !== 'place')
      return undefined;
    return {
      text: answer,
      source: 'statement',
      certainty: isSetting ? 0.8 : 0.85,
      span: locateIn(text, answer),
    };
  }
  if (question.kind !== 'thing') return undefined;
  const says = COPULA.exec(text);
  if (
    says === null ||
    says[2]!.length > 70 ||
    !holdsHead(question, says[1]!) ||
    matcher.weigh(says[1]!) === 0 ||
    matcher.share(says[1]!) < 0.4 ||
    /^(?:there|here|not|it)\b/i.test(says[2]!) ||
    matcher.repeats(says[2]!) > 0.6
  )
    return undefined;
  return {
    text: says[2]!.trim(),
    source: 'statement',
    certainty: 0.6,
    span: locateIn(text, says[2]!.trim()),
  };
}

/** Returns the place of a person: "Lowfield Garage" of "Dave at Lowfield Garage". Other values are the answer. */
function readWhere({ kind }: AskedQuestion, value: string): string {
  if (kind !== 'place') return value;
  return (
    /^\p{Lu}[\p{L}\p{M}’'-]+(?: \p{Lu}[\p{L}\p{M}’'-]+)? (?:at|in|bei|in der|chez|en) (\S.*)$/u.exec(
      value,
    )?.[1] ?? value
  );
}

/** Answers "Which licence …": a name or a version in the sentence that is not in the question. */
function readNamed(
  question: AskedQuestion,
  { text }: IndexedUnit,
  matcher: WordMatcher,
): ShortAnswer | undefined {
  if (question.kind !== 'thing' || question.head.length === 0) return undefined;
  if (question.head.includes('version')) {
    const version = /\bv?\d+\.\d+(?:\.\d+)*\b/.exec(text)?.[0];
    if (version !== undefined)
      return { text: version, source: 'span', certainty: 0.6, span: locateIn(text, version) };
    return undefined;
  }
  const asked = foldAccents(question.text.toLowerCase());
  const names = findNames(text).filter((name) => !asked.includes(foldAccents(name.text.toLowerCase())));
  if (names.length === 0) return undefined;
  const head = question.head.map((word) => word.replace(/s$/, '').replace(/c(?=e$)/, ''));
  const typed = names.find((name) =>
    head.some((word) => foldAccents(name.text.toLowerCase()).includes(word.slice(0, 6))),
  );
  const { span, lead } = pickNearest(question, names, text, matcher);
  const chosen = typed ?? span;
  const longer = /^\s+\d+(?:\.\d+)*\b/.exec(text.slice(chosen.end))?.[0].trimEnd() ?? '';
  const full = { text: chosen.text + longer, start: chosen.start, end: chosen.end + longer.length };
  return {
    text: full.text,
    source: 'name',
    certainty: typed ? 0.75 : names.length === 1 ? 0.6 : 0.3 + 0.3 * lead,
    span: full,
  };
}

const HEADED_DATE = /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\.? \p{L}{3,10} \d{4}\b|\b\p{L}{3,10} \d{1,2}, \d{4}\b/u;
const HEADED_VERSION = /\bv?\d+\.\d+(?:\.\d+)*\b/;

/** Answers with a date or a version in the nearest heading that has one. */
function readSection(
  { kind, head }: AskedQuestion,
  { block, document }: IndexedUnit,
): ShortAnswer | undefined {
  const find = (pattern: RegExp): string | undefined =>
    block.trail
      .toReversed()
      .map((heading) => pattern.exec(heading)?.[0])
      .find((text) => text !== undefined);
  if (head.includes('version') || head.includes('release')) {
    const version = find(HEADED_VERSION);
    if (version !== undefined) return { text: version, source: 'section', certainty: 0.75 };
  }
  if (kind !== 'date' || document.format === 'pdf') return undefined;
  const date = find(HEADED_DATE);
  return date === undefined ? undefined : { text: date, source: 'section', certainty: 0.6 };
}

/** Checks the subject: for "What is the password of …", the statement must be about the password. */
function holdsHead({ head }: AskedQuestion, text: string): boolean {
  const plain = foldAccents(text.toLowerCase());
  return (
    head.length === 0 || head.some((word) => plain.includes(word.slice(0, Math.max(4, word.length - 2))))
  );
}

function locateIn(text: string, answer: string, from = 0): Span | undefined {
  const start = text.indexOf(answer, from);
  return start === -1 ? undefined : { text: answer, start, end: start + answer.length };
}
