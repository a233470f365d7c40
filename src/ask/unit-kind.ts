/**
 * Decides whether a sentence, row or setting contains the asked kind of answer.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';
import { holdsKind } from './spans.ts';
import type { Unit } from './unit.ts';

/** Names of columns that usually contain a kind of answer. */
const COLUMNS: Partial<Record<AnswerKind, RegExp>> = {
  person:
    /\b(?:name|owner|contact|person|manager|who|from|user|author|by|employee|staff|teacher|warden|chair|lead|customer|wer|qui|quien|zustandig)\b/,
  place:
    /\b(?:place|location|city|town|office|address|where|room|venue|site|country|region|street|ort|stadt|lieu|ville|lugar|ciudad)\b/,
  date: /\b(?:date|day|time|start|started|end|due|until|from|since|opened|closed|month|year|when|on|next due|datum|tag|fecha|jour)\b/,
  time: /\b(?:time|hour|start|end|opens|closes|uhrzeit|heure|hora)\b/,
  duration: /\b(?:duration|minutes|hours|days|length|time|weeks|months|dauer)\b/,
  money:
    /\b(?:price|cost|amount|fee|total|eur|usd|gbp|salary|monthly fee|budget|preis|betrag|prix|precio|importe)\b/,
  reason: /\b(?:reason|cause|why|grund|ursache|motif|motivo)\b/,
};

/** Returns whether a column with this folded name usually contains a kind of answer. */
export function isUsualColumn(kind: AnswerKind, name: string): boolean {
  return COLUMNS[kind]?.test(name) === true;
}

/** Units in the name of a setting or column: `timeout_seconds: 30`. */
const UNITS: Partial<Record<AnswerKind, RegExp>> = {
  duration:
    /(?:^|[\s_.-])(?:ms|secs?|seconds?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|ttl|timeout)(?:$|[\s_.-])/i,
  money: /(?:^|[\s_.-])(?:eur|usd|gbp|chf|price|cost|fee|amount|total|preis|betrag)(?:$|[\s_.-])/i,
};

const NAMED_NUMBER = /^(.{1,60}?)\s*[:=]\s*["']?[-+]?[\d.,]+["']?[;,]?$/;

/** Ways to reach someone, and the form of their values. */
const CONTACTS: readonly (readonly [asked: RegExp, value: RegExp])[] = [
  [
    /\b(?:phone|telephone|mobile|fax|telefon\w*|handynummer|telephone|telefono|movil)\b|电话|電話|전화/,
    /(?<![\d./:-])(?!\d{1,4}[./-]\d{1,2}[./-]\d{2,4})\+?\d[\d\s()/.-]{4,}\d(?![\d:])/,
  ],
  [
    /\b(?:e-?mail(?: address)?|mail address|mailadresse|courriel|correo electronico)\b|邮箱|メールアドレス|이메일/,
    /[^\s<>(),;:"']+@[^\s<>(),;:"']+[^\s<>(),;:"'.]/,
  ],
  [
    /\b(?:web ?site|homepage|url|web ?seite|site web|sitio web)\b|网址|ホームページ/,
    /(?:https?:\/\/|www\.)[^\s<>"']+|\b[\w-]+(?:\.[\w-]+){0,3}\.(?:com|org|net|de|fr|es|io|eu|uk|example)\b/,
  ],
];

const CODE_ASKED = /^(?:number|no|code|id|reference|pin|iban|isbn|nummer|nr|numero|ref)$/;

/** Returns whether a question asks for a code, such as the number of a policy. A code has digits. */
export function asksForCode({ kind, head }: AskedQuestion): boolean {
  return kind === 'thing' && head.length > 1 && CODE_ASKED.test(head.at(-1)!);
}

function findForm(question: AskedQuestion): RegExp | undefined {
  if (question.kind !== 'thing' && question.kind !== 'number') return undefined;
  const folded = foldAccents(question.text.toLowerCase());
  return CONTACTS.find(([asked]) => asked.test(folded))?.[1];
}

/** Returns whether the question asks for a phone number or an address that the text does not contain. */
export function lacksContact(question: AskedQuestion, text: string): boolean {
  return findForm(question)?.test(text) === false || (asksForCode(question) && !/\d/.test(text));
}

/** Returns the phone number or the address that the question asks for. */
export function findContact(question: AskedQuestion, text: string): string | undefined {
  return findForm(question)?.exec(text)?.[0];
}

/** Returns whether a unit contains the asked kind of answer, judged by its text and the names of its cells. */
export function unitHoldsKind(
  question: AskedQuestion,
  { text, block }: Pick<Unit, 'text' | 'block'>,
): boolean {
  const { kind } = question;
  const filled = (block.cells ?? []).filter(([, value]) => value !== '');
  if (kind === 'place' && filled.length > 1)
    return filled.some(([name]) =>
      isUsualColumn(kind, foldAccents(name.toLowerCase()).replace(/[_-]+/g, ' ')),
    );
  if (holdsKind(question, text)) return true;
  const units = UNITS[kind];
  if (units === undefined) return false;
  const named = NAMED_NUMBER.exec(text);
  return (
    (named !== null && units.test(named[1]!.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1_'))) ||
    filled.some(([name, value]) => units.test(name) && /^[-+]?[\d.,]+$/.test(value))
  );
}
