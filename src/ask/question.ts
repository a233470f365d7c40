/**
 * Parses a question: the asked kind of answer and the terms that evidence should contain.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';
import { detectLanguage, type Language, STOP_WORDS } from './language.ts';

export type AnswerKind =
  | 'person'
  | 'place'
  | 'date'
  | 'time'
  | 'duration'
  | 'money'
  | 'number'
  | 'reason'
  | 'method'
  | 'yes-no'
  | 'thing';

export interface AskedQuestion {
  readonly text: string;
  readonly language: Language;
  readonly kind: AnswerKind;
  /** Words between "which" or "what" and the verb, which name the asked kind. Folded, in lower case. */
  readonly head: readonly string[];
  /** Words that evidence should contain: what is counted, or what is asked about something. Folded. */
  readonly asked: readonly string[];
  /** For a range: whether its start or its end is asked. */
  readonly edge?: 'start' | 'end';
  /** Whether it asks for the current value. */
  readonly current: boolean;
  /** Words that ask for the current value. The dates of the texts answer them, not the words. Folded. */
  readonly currentWords: ReadonlySet<string>;
  /** Whether it asks for the original value. */
  readonly original: boolean;
  /** Whether it asks for several things. */
  readonly list: boolean;
  /** Set if it asks for the row with the largest (1) or smallest (-1) value. */
  readonly extreme?: Extreme;
}

export interface Extreme {
  readonly direction: 1 | -1;
  /** The measure: words that name the column, such as "long" → duration, minutes. */
  readonly measures: readonly string[];
  /** Words of the question that express the superlative. */
  readonly words: readonly string[];
  /** The word after the superlative: "shares" in "the most shares". */
  readonly noun: string;
  /** Names of columns where the order is reversed. */
  readonly flip?: RegExp;
}

/** Parses a question. */
export function readQuestion(text: string): AskedQuestion {
  const folded = foldAccents(text.toLowerCase().normalize('NFKC'))
    .replace(/[’‘]/g, "'")
    .replace(/\b(what|who|where|when|how|which)'s\b/g, '$1 is')
    .replace(/\b(what|who|where|when|how)'re\b/g, '$1 are');
  const language = detectQuestionLanguage(text, folded);
  const currentWords = findCurrentWords(folded, language);
  const current = currentWords.size > 0;
  return {
    text,
    language,
    kind: findKind(folded, language),
    head: findHead(folded),
    asked: findAsked(folded),
    edge: FROM.test(folded) ? 'start' : UNTIL.test(folded) ? 'end' : undefined,
    current,
    currentWords,
    original: !current && ORIGINAL.test(foldAccents(withoutNames(text).toLowerCase())),
    list: LIST.test(folded),
    extreme: findExtreme(folded),
  };
}

function findCurrentWords(folded: string, language: Language): ReadonlySet<string> {
  const words = [...folded.matchAll(CURRENT)].flatMap(([phrase]) => phrase.split(/[\s-]+/));
  // In English, "actual" is the opposite of "planned".
  return new Set(words.filter((word) => language !== 'en' || !word.startsWith('actual')));
}

/** Removes capitalised words after the first: "the Old Vines Syrah" is not an old value. */
function withoutNames(text: string): string {
  return text.replace(/(?<=\s)\p{Lu}[\p{L}’'-]*/gu, '');
}

const CURRENT =
  /\b(?:now|current|currently|latest|newest|today|still|at present|at the moment|right now|these days|nowadays|by now|so far|up-to-date|most recent(?:ly)?|up to date|finally|in the end|eventually|after all|end(?:s|ed)? up|turn(?:s|ed)? out|nun|aktuell\w*|jetzt|momentan\w*|zurzeit|zur zeit|inzwischen|derzeit\w*|heute|neueste\w*|actuel\w*|maintenant|en ce moment|actual\w*|ahora|hoy)\b|現在|今の|最新|现在|目前|当前|현재|지금|최신/g;
const ORIGINAL =
  /\b(?:original(?:ly)?|at first|first planned|previous(?:ly)?|former(?:ly)?|used to|before that|old|ursprunglich\w*|fruher\w*|anciennement|antes)\b|以前|原来|이전/;
const LIST =
  /^(?:which|what) (?:\w+ ){0,2}?(?:\w{2,}s|people|children) (?:are|were|have|do|did|can|belong|live|work|cost|need)\b|^(?:list|name all|name the|who are|who were|who all)\b|\b(?:all|every) (?:the |of the )?\w+s\b|^(?:welche|quels|quelles|cuales) \w+/;

/** Detects the language of a question. Short questions have few stop words, so the question word decides. */
function detectQuestionLanguage(text: string, folded: string): Language {
  const script = detectLanguage(text);
  if (script === 'zh' || script === 'ja' || script === 'ko') return script;
  if (/[¿¡]/.test(text)) return 'es';
  const first = /^\W*(\p{L}+)/u.exec(folded)?.[1] ?? '';
  const votes = (['en', 'de', 'fr', 'es'] as const).map((language) => {
    const words = folded.match(/\p{L}+/gu) ?? [];
    const hits = words.filter((word) => STOP_WORDS[language].has(word)).length;
    return { language, hits: hits + (STOP_WORDS[language].has(first) ? 0.5 : 0) };
  });
  return votes.reduce((best, one) => (one.hits > best.hits ? one : best)).language;
}

const MONEY = `cost|sum|costs|price|pay|paid|fee|fees|charge|charged|rent|salary|budget|owe|due|deposit|bill|invoice|excess|spend|spent|worth|earn|wage|refund|fine|total|subscription|insured`;

/** Cues per kind, most reliable first. */
const KINDS: readonly (readonly [AnswerKind, RegExp])[] = [
  [
    'reason',
    /^(?:and |but )?why\b|\bwhat (?:is|was) the (?:reason|cause)\b|\bwhat caused\b|^(?:warum|weshalb|wieso|weswegen|pourquoi)\b|^¿?por que\b|なぜ|どうして|为什么|为何|왜/,
  ],
  [
    'duration',
    /\bhow long\b|\bhow many (?:seconds|minutes|hours|days|weeks|months|years|nights)\b|\bhow much (?:time|notice)\b|\bfor how\b|\bwie lange?\b|\b(?:mit )?welche[rm]? frist\b|\bcombien de (?:temps|jours|mois|semaines|minutes|heures)\b|\bcuant[oa]s? (?:tiempo|dias|meses|semanas|minutos|horas|anos)\b|何日間|何分|何時間|多久|多长时间|얼마나 오래/,
  ],
  [
    'time',
    /\b(?:at )?what time\b|\bhow (?:late|early)\b|\bwhat are the opening\b|\b(?:um )?wie viel uhr\b|\bquelle heure\b|\bque hora\b|何時|几点|몇 시/,
  ],
  [
    'money',
    new RegExp(
      String.raw`\bhow much\b.*\b(?:${MONEY})\b|\bcosts? how much\b|\bwhat (?:does|do|did|will|would|must|should)\b.*\b(?:costs?|pay|spend|charge|owe)\b|\bwhat (?:is|was|are|were) the (?:\w+ ){0,4}(?:price|cost|fee|rent|deposit|budget|salary|charge|total|amount|sum|excess|refund)s?\b|\bhow (?:large|high|big) (?:is|was) the (?:\w+ )?(?:${MONEY})\b|\bwas kostet\b|\bwie ?viel (?:kostet|kosten)\b|\bwie (?:hoch|teuer)\b|\bcombien (?:coute|coutent|vaut)|\bquel est le (?:prix|montant|cout)|\bcual (?:es|fue) el (?:\w+ )?(?:total|importe|precio|coste|costo)\b|\bquel est le total\b|\bcuanto (?:cuesta|costara|vale|cuestan|hay que pagar)|\bprecio\b|いくら|多少钱|얼마`,
    ),
  ],
  [
    'number',
    /\bhow (?:many|much|often|old|far|tall|large|big|high|heavy|deep|fast|wide|thick|hot|cold)\b|\bwhat (?:number|percentage|share|temperature|size|port|version|year of)\b|\bwhat (?:is|was) (?:[\w']+ ){0,4}?(?:temperature|percentage|height|width|weight|length|distance|depth|speed)\b|\b(?:wie viele?|wieviele?|wie (?:oft|alt|gross|weit|schwer|schnell))\b|\bcombien\b|\bcuant[oa]s?\b|いくつ|何人|何個|何枚|何本|几个|几本|几|多少|몇/,
  ],
  [
    'method',
    /\bhow (?:do|can|should|must|would|does one|to)\b|\bwhat (?:do|should|must|can) (?:i|we|you) do\b|^(?:wie (?:kann|muss|soll|mache|komme|bekomme|starte|installiere))\b|^comment\b|^¿?como\b|どうやって|どのように|怎么|如何|어떻게/,
  ],
  [
    'date',
    /\bwhen\b|\b(?:what|which) (?:date|day|month|year|weekday)\b|\bwhat is the (?:\w+ )?(?:date|deadline)\b|\b(?:until|since|till) when\b|\bwann\b|\bseit wann\b|\bwelche[mnrs]? (?:datum|tag|monat|jahr)\b|\bquand\b|\bquelle (?:est la )?date\b|\bcuando\b|\bque (?:fecha|dia)\b|いつ|何月|何日|何曜|哪天|几号|星期几|周几|무슨 요일|什么时候|何时|언제|며칠/,
  ],
  [
    'person',
    /(?<!\b(?:the|an?|our|my|one|those|person|people|somebody|someone|anyone)(?: [\p{L}'-]+)? )\bwho(?:m|se|'s)?\b|\b(?:what|which) (?:is the name of the )?(?:person|man|woman|author|director|actor|actress|singer|manager|doctor|teacher)\b|\b(?:wer|wem|wen|wessen)\b|^(?:a |de |avec |par )?qui\b|\bquien(?:es)?\b|誰|だれ|どなた|谁|누구|누가/u,
  ],
  [
    'place',
    /\bwhere\b|\b(?:in|at|to|from) (?:which|what) (?:city|town|country|place|room|office|street|building|village|state|county|region|address)\b|\b(?:which|what) (?:city|town|country|village|state|county)\b|\b(?:wo|wohin|woher)\b|\bou\b(?= (?:est|sont|se|a |habite|va|peut))|^¿?(?:donde|adonde)\b|\bdonde\b|どこ|哪里|哪儿|在哪|어디/,
  ],
];

const YES_NO =
  /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|must|should|shall|am)\b|^(?:ist|sind|war|hat|haben|darf|durfen|kann|konnen|muss|gibt|wird|werden|braucht)\b|^(?:est-ce que|est-ce|peut-on|y a-t-il|faut-il)\b|^¿?(?:es|esta|estan|hay|puede|pueden|tiene|se puede)\b(?!.*\b(?:que|cual|quien|cuando|donde|cuanto)\b)|ますか[?？]?$|吗[?？]?$/;

function findKind(folded: string, language: Language): AnswerKind {
  const plain = folded.replace(/^[\s¿¡"'(]+/, '');
  const eastern = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/.test(plain);
  if (eastern && KINDS.some(([, cue]) => cue.test(plain)))
    return KINDS.find(([, cue]) => cue.test(plain))![0];
  if (
    YES_NO.test(plain) &&
    !(language === 'de' && /^was\b/.test(plain)) &&
    !/\b(?:what|which|who|when|where|how)\b.*\?/.test(plain.slice(3)) &&
    !/\bor\b/.test(plain)
  )
    return 'yes-no';
  return findFirstKind(plain) ?? 'thing';
}

const ASKING = /^(?:what|which|who|whose|how|why)\b/;
const SUBORDINATE = /(?<=[\p{L}\d] )(?<!\b(?:and|or|but|since|until|till|from|by) )(?:when|where)\b/gu;

/** Returns the kind with the earliest cue: "Who was ill when the boat left?" asks for a person. */
function findFirstKind(plain: string): AnswerKind | undefined {
  let first: { readonly kind: AnswerKind; readonly at: number } | undefined;
  // In "What was the temperature when it rained", "when" does not ask.
  const text = ASKING.test(plain) ? plain.replace(SUBORDINATE, (word) => '_'.repeat(word.length)) : plain;
  for (const [kind, cue] of KINDS) {
    const at = cue.exec(text)?.index;
    if (at !== undefined && (first === undefined || at < first.at)) first = { kind, at };
  }
  return first?.kind;
}

/** Verbs that follow the question word directly: "What happened to …". */
const VERBS = `happened|happens|caused|causes|became|becomes|made|makes|changed|came|went|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|the|of|in|on|to|it|we|i|you|they|he|she`;
const HEAD = new RegExp(
  String.raw`\b(?:which|what|whose)\s+((?!(?:${VERBS})\b)[\p{L}\p{N}-]+(?:\s+(?!(?:${VERBS})\b)[\p{L}\p{N}-]+){0,2})`,
  'u',
);
const HEAD_OF =
  /\bwhat (?:is|was|are|were) (?:the |my |our |his |her |their )?((?:[\p{L}\p{N}-]+ ){0,2}[\p{L}\p{N}-]+?)(?:'s)? (?:of|for|in|at|from|on|to|called|that)\b/u;

/** "Which garage replaced …" gives "garage"; "What is the phone number of …" gives "phone", "number". */
function findHead(folded: string): readonly string[] {
  const found = HEAD.exec(folded)?.[1] ?? HEAD_OF.exec(folded)?.[1] ?? '';
  return found.split(/\s+/).filter((word) => word !== '');
}

const FROM =
  /\b(?:from (?:when|what time|which)|since when|(?:when|what time) (?:\w+ ){1,6}(?:open|start|begin)s?\b|ab wann|seit wann|a partir de|desde (?:cuando|que))/;
const UNTIL =
  /\b(?:until|till|by what time|how late|bis wann|jusqu|hasta|(?:when|what time) (?:\w+ ){1,6}(?:close|end|finish|stop)e?s?\b)/;

const COUNTED =
  /\b(?:how many|wie viele|combien de|cuant[oa]s) ((?:[\p{L}-]+ ){0,1}?[\p{L}-]+?)(?= (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|must|should|of|in|on|at|per|came|come|ist|sind|hat|haben|gibt|est|sont|a|ont|hay|tiene|son)\b|[?]|$)/u;
const UNCOUNTED =
  /^(?:people|persons?|times?|things?|ones?|hours?|minutes?|days?|weeks?|months?|years?|seconds?|euros?)$/;

/** Returns what is counted, or what is asked about something: "phone number" in "the phone number of the plumber". */
function findAsked(folded: string): readonly string[] {
  const counted = COUNTED.exec(folded)?.[1]?.split(' ').at(-1);
  if (counted !== undefined) return UNCOUNTED.test(counted) ? [] : [counted];
  const of =
    HEAD_OF.exec(folded)?.[1] ??
    /^((?:[\p{L}-]+ ){0,2}[\p{L}-]+) (?:of|von|de|du|del) /u.exec(folded)?.[1] ??
    '';
  if (/^(?:what|which|who|how|when|where|why|is|are|was|were|do|does|did|can)\b/.test(of)) return [];
  return of
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:name|names|date|time|number|amount)$/.test(word));
}

/** Columns that say how large something is. */
const SIZES =
  'size amount number population area quantity count total volume tonnes tons kg litres liters seats hectares acres principal balance sum value menge anzahl betrag grosse flache nombre montant taille superficie importe cantidad numero';

/** Columns that say how good something is. */
const SCORES = 'score mean average rating mark marks grade points stars note punkte nota';

/** Columns that say when something began. Ages run the other way. */
const DATED =
  'date year started born founded since start made built opened joined age alter edad jahr annee ano datum';
const AGE = /\b(?:age|alter|edad)\b/;

/** Who is there longest came first. */
const SINCE = /\b(?:since|joined|started|founded|seit|depuis|desde)\b/;

/** Superlatives with their measures, and whether the largest or the smallest wins. */
const EXTREMES: readonly (readonly [RegExp, 1 | -1, string])[] = [
  [
    /\blongest\b|\blasted longest\b|\btook (?:the )?longest\b|\blangsten?\b|\bplus long\w*\b|\bmas larg\w+\b/,
    1,
    'duration minutes hours days seconds length time long km miles distance dauer lange duree longueur duracion',
  ],
  [
    /\bshortest\b|\bquickest\b|\bkurzesten?\b/,
    -1,
    'duration minutes hours days seconds length time km miles distance dauer lange duree longueur duracion',
  ],
  [
    /\b(?:most expensive|dearest|costliest|priciest)\b|\bteuersten?\b|\bplus cher\w*\b|\bmas car\w+\b|\bcosts? (?:the )?most\b/,
    1,
    'cost price amount fee eur usd total preis kosten betrag prix montant tarif cout precio importe coste',
  ],
  [
    /\b(?:cheapest|least expensive)\b|\bgunstigsten?\b|\bbilligsten?\b|\bmoins cher\w*\b|\bmas barat\w+\b|\bcosts? (?:the )?least\b/,
    -1,
    'cost price amount fee eur usd total preis kosten betrag prix montant tarif cout precio importe coste',
  ],
  [/\b(?:heaviest)\b/, 1, 'weight kg mass gewicht poids peso'],
  [/\b(?:lightest)\b/, -1, 'weight kg mass gewicht poids peso'],
  [/\b(?:oldest|earliest|altesten?|plus (?:vieux|vieille|ancien\w*)|mas (?:viej|antigu)\w+)\b/, -1, DATED],
  [/\bfirst\b(?= (?:\w+ )?(?:to|one|entry|employee|member|person|record|job|contract))/, -1, DATED],
  [/\b(?:youngest|newest|jungsten?|neuesten?|plus (?:jeune|recent)\w*|mas (?:joven|recient)\w*)\b/, 1, DATED],
  [
    /\b(?:most recent|latest)\b(?= (?:\w+ )?(?:to|one|entry|employee|member|person|record|job|contract|hire))/,
    1,
    DATED,
  ],
  [/\b(?:highest|tallest|hochsten?|plus haut\w*|mas alt\w+)\b/, 1, 'max maximum high'],
  [/\b(?:lowest|niedrigsten?|tiefsten?)\b/, -1, 'min minimum low'],
  [/\b(?:hottest|warmest|heissesten?|warmsten?)\b/, 1, 'max maximum temperature temp c'],
  [/\b(?:coldest|coolest|kaltesten?)\b/, -1, 'min minimum temperature temp c'],
  [/\b(?:strongest)\b/, 1, 'abv strength alcohol vol'],
  [/\b(?:weakest)\b/, -1, 'abv strength alcohol vol'],
  [/\b(?:busiest|best attended)\b/, 1, 'visitors guests people number count total'],
  [/\b(?:fullest)\b/, 1, 'level volume percent pct'],
  [/\b(?:emptiest)\b/, -1, 'level volume percent pct battery'],
  [
    /\b(?:scored|rated|did|was|is) (?:the )?(?:best|highest)\b|\bbest (?:score|mark|grade|rating)\b/,
    1,
    SCORES,
  ],
  [
    /\b(?:scored|rated|did|was|is) (?:the )?(?:worst|lowest)\b|\bworst (?:score|mark|grade|rating)\b/,
    -1,
    SCORES,
  ],
  [/\b(?:largest|biggest|greatest|grossten?|plus grand\w*|mas grande)\b/, 1, SIZES],
  [/\b(?:smallest|kleinsten?|plus petit\w*|mas pequen\w+)\b/, -1, SIZES],
  [/\b(?:fastest)\b/, 1, 'speed'],
  [/\b(?:slowest)\b/, -1, 'speed'],
  [/\b(?:fewest|least|am wenigsten|le moins|menos)\b/, -1, 'number count total sold quantity'],
  [/\b(?:most)\b(?! (?:recent|of)\b)|\bam meisten\b|\ble plus\b|\bel mas\b/, 1, ''],
];

/** Columns for units and measures that the question names. */
const MEASURES: readonly (readonly [RegExp, string])[] = [
  [/\bpounds?\b|£/, 'gbp total amount price'],
  [/\beuros?\b|€/, 'eur total amount price'],
  [/\bdollars?\b|\$/, 'usd total amount price'],
  [
    /\b(?:discount|rebate|commission|interest|percentage|share|rabatt|remise|descuento)\b/,
    'percent pct percentage rate discount',
  ],
];

function findExtreme(folded: string): Extreme | undefined {
  for (const [cue, direction, measures] of EXTREMES) {
    const match = cue.exec(folded);
    if (match === null) continue;
    const next = /^\s+([\p{L}-]+)/u.exec(folded.slice(match.index + match[0].length))?.[1] ?? '';
    const noun = /^(?:items?|ones?|things?|entry|entries|names?|rows?|of|in|on|the)$/.test(next) ? '' : next;
    return {
      direction,
      measures: `${measures} ${MEASURES.find(([asked]) => asked.test(folded))?.[1] ?? ''}`
        .split(' ')
        .filter(Boolean),
      words: match[0].split(/\s+/),
      noun,
      flip: measures === DATED ? AGE : /duration/.test(measures) ? SINCE : undefined,
    };
  }
  return undefined;
}
