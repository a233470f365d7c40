/**
 * Finds spans of a text that can answer a kind of question: dates, amounts, names, places, reasons.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';

/** A span of a text. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const MONTH = String.raw`(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Maerz|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?|Oct(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\.?`;
const WEEKDAY = `(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)s?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo`;
const EASTERN_WEEKDAY = '[月火水木金土日]曜日?|(?:星期|周|礼拜)[一二三四五六日天]|[월화수목금토일]요일';
const HAN = '[一二三四五六七八九十百千万两〇零0-9０-９]';

const DATES: readonly string[] = [
  String.raw`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?${MONTH}(?:,?\s+(?:de\s+)?\d{4})?`,
  String.raw`${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{1,2})?(?:,?\s+\d{4})?(?!\d)`,
  String.raw`\d{1,2}[./]\d{1,2}[./]\d{2,4}`,
  String.raw`${MONTH}\s+(?:de\s+)?\d{4}`,
  `(?:${HAN}{2,4}年)?${HAN}{1,3}月(?:${HAN}{1,3}[日号])?`,
  `${HAN}{2,4}年`,
  String.raw`(?:\d{4}년\s?)?\d{1,2}월(?:\s?\d{1,2}일)?`,
  String.raw`\b(?:1[0-9]|20)\d{2}\b`,
  String.raw`(?<=\b(?:in|im|by|until|since|from|ab|bis|en|early|late|mid|end of|beginning of|Anfang|Mitte|Ende|fin)\s)${MONTH}(?![\p{L}\d])`,
  String.raw`the\s\d{1,2}(?:st|nd|rd|th)(?=[.,;:!?)]|$|\s(?:of|to|and|or|at|in|until)\b)`,
  String.raw`(?:next |last )?(?:${WEEKDAY})\b(?:\s+(?:morning|afternoon|evening))?`,
  EASTERN_WEEKDAY,
  String.raw`after\s+(?:\w+|\d+)\s+(?:days|weeks|months|years)`,
  String.raw`(?:Easter|Christmas|Ostern|Weihnachten|tomorrow|tonight)\b`,
];

const TIMES: readonly string[] = [
  String.raw`(?<![\d.:,])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.:])(?:\s?(?:am|pm|a\.m\.|p\.m\.|Uhr|h))?(?:\s?(?:to|–|-|until|bis)\s?\d{1,2}[:.]\d{2}(?:\s?(?:am|pm|Uhr))?)?`,
  String.raw`\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.|Uhr|o'clock|heures)(?![\p{L}])`,
  `(?:午前|午後|上午|下午|凌晨|早上|中午|晚上|夜里|오전|오후)\\s?${HAN}{1,3}(?:時|点|시)(?:半|${HAN}{1,3}分)?`,
  `(?:朝|夜|晚|早)?${HAN}{1,3}(?:時|点)(?:半|${HAN}{1,3}分)?`,
  String.raw`(?:noon|midnight|Mitternacht|midi|minuit)\b`,
];

const WORD_NUMBER = `(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|both|twice|once|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|cent|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|cien)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand|cinco))*`;
const NUMBER = String.raw`[-−+]?\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?`;
const SCALE = String.raw`(?:\s?(?:million|billion|thousand|Millionen|millones|k|m|bn|万|億|亿)\b)?`;
const AMOUNT = `(?:${NUMBER}${SCALE}|${WORD_NUMBER})`;

const TIME_UNIT = String.raw`(?:milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?|Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|secondes?|heures?|jours?|semaines?|mois|ans?|années?|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|[smhd])(?![\p{L}])`;

const DURATIONS: readonly string[] = [
  String.raw`(?<![\p{L}\d.:])${AMOUNT}(?:\s?(?:to|or|and|bis|–|-|à|a)\s?${AMOUNT})?(?:\s|-)?(?:whole |full |working |calendar )?${TIME_UNIT}(?:['’](?=\s))?`,
  `a (?:whole |full )?(?:day|week|month|year|fortnight|minute|hour)`,
  `${HAN}{1,4}(?:分钟|分間|小时|時間|天|日間|周|週間|个月|か月|ヶ月|年間|年)`,
  String.raw`(?:\d{1,4}|[일이삼사오육칠팔구십백]+)\s?(?:분|시간|일간|주|개월|년)`,
];

const MONEYS: readonly string[] = [
  String.raw`[€$£¥₩]\s?\d[\d.,]*\d${SCALE}|[€$£¥₩]\s?\d${SCALE}`,
  String.raw`(?<![\p{L}\d])(?:${NUMBER}${SCALE}|${WORD_NUMBER})\s?(?:€|\$|£|¥|EUR|USD|GBP|CHF|JPY|euros?|Euros?|dollars?|pounds?|francs?|Franken|pence|cents?|kr|kronor|pesos?|yen)(?![\p{L}])`,
  `${HAN}{1,8}(?:円|元|块|角|원)(?:钱)?`,
  String.raw`(?:\d[\d,]*|[일이삼사오육칠팔구십백천만]+)\s?원`,
];

const NUMBERS: readonly string[] = [
  String.raw`(?<![\p{L}\d.,:/-])(?:[€$£¥₩]\s?)?${NUMBER}${SCALE}(?:\s?(?:%|°\s?C|°\s?F|°|per cent|percent|kg|mg|µg|g|tonnes?|hectares?|ha|knots|km|cm|mm|m|ml|l|litres?|KB|MB|GB|TB|Mi|Gi|kWh|watts?|degrees?|bar|teaspoons?|tablespoons?|kilowatt hours)(?![\p{L}]))?(?![\d:/月日年時分点号월일년시])`,
  String.raw`(?<![\p{L}\d])${WORD_NUMBER}(?:\s(?:times))?(?![\p{L}])`,
  `${HAN}{1,6}(?:本|个|個|枚|人|名|台|册|冊|次|回|口|只)`,
  String.raw`\d{1,6}\s?(?:명|개|권|번|마리)`,
];

/** Words of names whose full stop does not end a sentence. That of other words does: "Courier. Northway". */
const SHORTENED = String.raw`(?:\p{Lu}|St|Mt|Ft|Thos|Wm|Chas|Geo|Jas|Jos|Jr|Sr)\.(?=\s?\p{Lu})`;
const CAPITAL = String.raw`(?:${SHORTENED}|\p{Lu}(?:[\p{L}\p{M}’'-]|\.(?=\p{L}))*)`;
const NAME = String.raw`(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme|M|Sra?|Don|Doña|Sir|Lady|Aunt|Uncle|Tante|Onkel|Oma|Opa)\.?\s+)?${CAPITAL}(?:\s+(?:(?:van|von|de|der|den|del|la|le|da|di|of|and|&|bin|al)\s+){0,2}${CAPITAL}){0,4}`;

const PATTERNS: Partial<Record<AnswerKind, readonly string[]>> = {
  date: [...DATES, ...TIMES.slice(0, 3)],
  time: TIMES,
  duration: DURATIONS,
  money: MONEYS,
  number: NUMBERS,
};

const compiled = new Map<AnswerKind, RegExp>();

function getPattern(kind: AnswerKind): RegExp | undefined {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  const sources = PATTERNS[kind];
  if (sources === undefined) return undefined;
  const made = new RegExp(sources.map((source) => `(?:${source})`).join('|'), kind === 'date' ? 'giu' : 'gu');
  compiled.set(kind, made);
  return made;
}

/** Returns whether a text contains the asked kind of answer. */
export function holdsKind(question: AskedQuestion, text: string): boolean {
  const { kind } = question;
  if (kind === 'yes-no' || kind === 'thing' || kind === 'method' || kind === 'place') return true;
  if (kind === 'reason') return findReason(text) !== undefined;
  return findSpans(question, text).length > 0;
}

/**
 * Returns all spans of the asked kind, in order. Skips spans that occur in the question.
 *
 * @param labelled whether the text is the value of a label or a cell
 */
export function findSpans(question: AskedQuestion, text: string, labelled = false): readonly Span[] {
  const { kind } = question;
  const asked = foldAccents(question.text.toLowerCase());
  const fresh = (span: Span): boolean => !containsWords(asked, foldAccents(span.text.toLowerCase()));
  if (kind === 'person') return findPeople(text, labelled).filter(fresh);
  if (kind === 'reason') return [findReason(text)].filter((span) => span !== undefined);
  const pattern = getPattern(kind);
  if (pattern === undefined) return [];
  const isYear = ({ text: one, start }: Span): boolean =>
    kind === 'number' &&
    /^(?:19|20)\d{2}$/.test(one) &&
    YEAR_CUE.test(text.slice(Math.max(0, start - 20), start));
  const spans = matchAll(text, pattern).filter((span) => fresh(span) && !isYear(span));
  if (kind !== 'money') return spans;
  // "140 euros a night, 190 in London": the currency occurs once.
  const numbers = spans.length === 0 ? [] : matchAll(text, getPattern('number')!).filter(fresh);
  // Digits only: in "a new one costs 900 euros", "one" is not an amount.
  const plain = numbers.filter(
    (one) =>
      /\d/.test(one.text) && !/^(?:19|20)\d{2}$/.test(one.text) && !/^\p{L}/u.test(text.slice(one.end)),
  );
  return [
    ...spans,
    ...plain.filter((one) => !spans.some(({ start, end }) => one.start < end && start < one.end)),
  ];
}

/** Before a year: "on New Year's Eve of 2023". */
const YEAR_CUE = /\b(?:in|of|since|until|till|by|from|im|seit|bis|jahr|en|de|depuis|desde|año)\s+$/i;

function matchAll(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)]
    .map((match) => trimSpan(match[0], match.index))
    .filter((span) => span.text !== '');
}

function trimSpan(found: string, index: number): Span {
  const lead = found.length - found.trimStart().length;
  const text = found.trim().replace(/[,;:]$|(?<=\p{L}{4})\.$/u, '');
  return { text, start: index + lead, end: index + lead + text.length };
}

/** Returns whether a text contains the words as whole words. */
function containsWords(text: string, words: string): boolean {
  const at = text.indexOf(words);
  if (at === -1) return false;
  const [before, after] = [text[at - 1] ?? ' ', text[at + words.length] ?? ' '];
  return !/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after);
}

const NAMES = new RegExp(NAME, 'gu');

/** Capitalised words that are not names: sentence starts, days, months and similar words. */
const NO_NAME = new RegExp(
  `^(?:The|A|An|This|That|These|Those|It|He|She|They|We|I|You|In|On|At|For|From|By|With|After|Before|When|Where|While|If|As|And|But|Or|So|Then|There|Here|To|Of|No|Not|Yes|All|Please|Both|Each|Every|Some|Any|His|Her|Their|Our|My|Your|Its|Since|Because|Until|Once|Also|Only|Der|Die|Das|Ein|Eine|Im|Am|Es|Wir|Ich|Bitte|Le|La|Les|Un|Une|El|Los|Las|Una|En|Dear|Re|Note|From|Subject|Date|Page|Total|Easter|Christmas|Ostern|Weihnachten|EUR|USD|GBP|CHF|JPY|PDF|ID|OK|FAQ|TBD|N/A|AM|PM|TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|${MONTH}|${WEEKDAY}|Monday|January)$`,
  'u',
);

/** Returns whether a value is a day, a month, a date or a number. Sharing one does not relate two texts. */
export function isNoName(value: string): boolean {
  return (
    NO_NAME.test(value) ||
    /^[\d\s.,:/-]+$/.test(value) ||
    new RegExp(`^(?:${DATES.join('|')})$`, 'iu').test(value)
  );
}

/**
 * Returns names of people, groups and places: runs of capitalised words.
 *
 * @param people whether a single word at the start of a sentence counts if any verb seems to follow
 */
export function findNames(text: string, people = false): readonly Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(NAMES)) {
    let { text: name, start } = trimSpan(match[0].replace(/['’]s?$/u, ''), match.index);
    // Drop words that are capitalised only at the start of a sentence.
    for (;;) {
      const word = /^\S+/.exec(name)?.[0] ?? '';
      if (word === '' || !NO_NAME.test(word.replace(/[.,]$/, ''))) break;
      const rest = name.slice(word.length).trimStart();
      start += name.length - rest.length;
      name = rest;
    }
    name = name.replace(/\.$/, (point) => (/\b\p{Lu}\.$/u.test(name) ? point : ''));
    const alone = !name.includes(' ');
    const opens = start === 0 || /[.!?:·]\s*$/.test(text.slice(0, start));
    const acts = people && looksActing(name, text, start);
    if (name.length < 2 || /[-–]$/.test(name) || (alone && opens && !acts && !looksNamed(name, text, start)))
      continue;
    found.push({ text: name, start, end: start + name.length });
  }
  return found;
}

/** Returns whether a single word at the start of a sentence is a name: a verb follows, or it fills a cell. */
function looksNamed(name: string, text: string, start: number): boolean {
  const after = text.slice(start + name.length, start + name.length + 24);
  return (
    /^\s*(?:$|·|,)/.test(after) ||
    /^\s+(?:is|was|has|had|will|takes|took|asks|asked|writes|wrote|brings|said|says|goes|went|works|lives|can|does|did|ist|hat|wird|est|es)\b/.test(
      after,
    )
  );
}

/** Returns whether a single word is probably a person who does something: "Marisol fires the kiln". */
function looksActing(name: string, text: string, start: number): boolean {
  const after = text.slice(start + name.length, start + name.length + 24);
  return (
    !/(?:s|ing|ed|ion|ment|ness|ity)$/.test(name) &&
    /^\s+(?!(?:as|this|is|was|has|us)\b)\p{Ll}{2,}(?:s|ed|t)(?:[\s.,;!]|$)/u.test(after)
  );
}

/** A first word that a value says more about: "Dave at Lowfield Garage", "Dave (mornings)", "Dave 0161 496 0". */
const LEADING_NAME =
  /^(\p{Lu}[\p{L}\p{M}’'-]+)(?=\s+(?:at|from|of|in|on|with|c\/o|bei|von|aus|chez|de|du)\s|\s*[(+\d–—-])/u;

function findPeople(text: string, labelled: boolean): readonly Span[] {
  const names = findNames(text, true);
  const [, lead] = (labelled ? LEADING_NAME.exec(text) : null) ?? [];
  if (lead === undefined || NO_NAME.test(lead) || names[0]?.start === 0) return names;
  return [{ text: lead, start: 0, end: lead.length }, ...names];
}

const REASONS: readonly RegExp[] = [
  /\b(?:because(?: of)?|since(?= (?:the|it|we|they|he|she|there|two|a|an|no|all|our|his|her)\b)|due to|owing to|on account of|so that|in order to|caused by|thanks to|otherwise|or else)\s+(.+?)(?=[.;]|$)/i,
  /\b(?:weil|da(?= \w+ \w+)|denn|wegen|damit|sonst)\s+(.+?)(?=[.;]|$)/,
  /\b(?:parce qu(?:e |')|car|puisque|à cause d(?:e |')|afin de)\s*(.+?)(?=[.;]|$)/i,
  /\b(?:porque|debido a|ya que|puesto que|a causa de)\s+(.+?)(?=[.;]|$)/i,
  /\b(?:FAILED|failed|error|ERROR|Root cause|root cause|Reason|reason|Cause|cause|Grund|Motif|Motivo)\s*:\s*(.+?)(?=[;]|$)/,
  /(?<=, )((?:or|as) (?:the|it|they|we)\b.+?)(?=[.;]|$)/,
];

/** Returns the clause that gives a reason. */
function findReason(text: string): Span | undefined {
  for (const pattern of REASONS) {
    const match = pattern.exec(text);
    if (match?.[1] === undefined) continue;
    const start = match.index + match[0].indexOf(match[1], Math.max(0, match[0].length - match[1].length));
    return { text: match[1].trim(), start, end: start + match[1].trim().length };
  }
  const japanese = /([^。、]+)(?:ので|ため|から)、/.exec(text);
  if (japanese !== null)
    return { text: japanese[1]!, start: japanese.index, end: japanese.index + japanese[1]!.length };
  return undefined;
}
