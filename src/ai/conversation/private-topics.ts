/**
 * Topics that people ask to forget by their name ("my blood type"), although their statements use other words.
 *
 * @module
 */
import type { StoredFact } from './fact.ts';

interface PrivateTopic {
  /** The topic in a request. */
  readonly cue: RegExp;
  /** Attributes of facts about it. */
  readonly attributes?: readonly string[];
  /** Statements about it. */
  readonly text: RegExp;
  /** Statements that look alike and concern something else. */
  readonly except?: RegExp;
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\p{L}*';

const TOPICS: readonly PrivateTopic[] = [
  {
    cue: /\b(?:address|postcode|zip(?: code)?|adresse|anschrift|dirección|domicilio)\b/i,
    text: /\b(?:address|postcode|zip|adresse|anschrift|dirección)\b|\b(?:live|living|lives|moved|wohne|habite|vivo)\b.*\b\d+\p{L}? \p{Lu}|\d+\p{L}? (?:\p{Lu}\p{L}+ )+|\b(?:street|road|avenue|lane|close)\b|straße|strasse|\b(?:rue|calle)\b/iu,
  },
  {
    cue: /\b(?:home(?: ?town)?|(?:the |my |our )(?:city|town|village)|where (?:I|we) (?:live|stay|am|are)|hometown|wohnort|wohne|habite|vivo)\b/i,
    attributes: ['home'],
    // A street address is another topic.
    except: /\b\d+\p{L}? \p{Lu}|\baddress\b/u,
    text: /\b(?:I|we|my|our|I'm|I've|the user(?:'s)?)\b.*\b(?:lives?|living|based|moved|relocated|settled|reside|resident|rents?|sleeps?|stay(?:s|ing)?|place|house|home|flat|apartment|landlord|neighbou?r\p{L}*|place in|city|town)\b|\b(?:home|living|based|find (?:me|us)) (?:is |are )?(?:in|at)\b|\b(?:wohne|lebe|habite|vivo)\b/iu,
  },
  {
    cue: /\b(?:job(?: title)?|role|position|profession|occupation|career|what (?:I|we) do(?: for (?:a living|work))?|beruf|métier|trabajo)\b/i,
    attributes: ['job'],
    text: /\b(?:job|role|earn(?:s|ing)? (?:my|a|his|her|the) living|work(?:s|ing|ed)? as|employed as|(?:I am|I'm) an? (?:\p{L}+ ){0,2}\p{L}+(?:er|or|ist|ant|ian)\b|promoted to|arbeite als|je suis|trabajo como)\b/iu,
  },
  {
    cue: /\b(?:employer|company|workplace|where (?:I|we) work|who I work for|arbeitgeber|employeur|empresa)\b/i,
    attributes: ['employer'],
    text: /\b(?:work(?:s|ing|ed)? (?:at|for)|employed (?:at|by)|hired|joined|employer|arbeite bei|travaille (?:chez|pour)|trabajo en)\b/i,
  },
  {
    cue: /\b(?:(?:phone|mobile|cell)(?: number)?|(?:my|his|her|their|'s) number|handynummer|telefonnummer|rufnummer|numéro|teléfono)\b/i,
    text: /\+?\d[\d() -]{4,}\d|\b(?:phone|mobile|cell|call|ring|text|dial|reach)\b.*\d{3}/i,
  },
  { cue: /\be-?mail|correo\b/i, text: /\S@\S|\be-?mail\b/i },
  {
    cue: /\b(?:birthday|birth ?date|date of birth|dob|geburtstag|anniversaire|cumpleaños)\b/i,
    text: new RegExp(
      `\\b(?:born|birthday|geboren|geburtstag|née? le|anniversaire|nací|cumpleaños)\\b|\\b(?:turn|turned|turning|turns) \\d|\\bI am ${MONTH} \\d`,
      'iu',
    ),
  },
  {
    cue: /\b(?:age|how old|alter|âge|edad)\b/i,
    attributes: ['age'],
    text: /\b(?:turn|turned|turning|turns) \d{1,3}\b|\b(?:I'm|I am) \d{1,3}(?! ?\p{L})|\byears old\b|\bjahre alt\b|\bans\b|\baños\b/iu,
  },
  {
    cue: /\b(?:salary|pay|income|wages?|earn(?:ings)?|what I make|gehalt|salaire|sueldo|salario)\b/i,
    attributes: ['is salary'],
    text: /\b(?:earn|salary|paid|pays me|income|wages?|make|take home|gehalt|verdiene|salaire|gagne|sueldo|gano|cobro)\b.*\d|\d.*\b(?:salary|a year|per year|a month)\b/i,
  },
  {
    cue: /\b(?:blood (?:type|group)|blutgruppe|groupe sanguin|grupo sanguíneo)\b/i,
    text: /\b(?:A|B|AB|O) ?(?:positive|negative|pos\b|neg\b|[+-](?!\p{L}))|\bblood (?:type|group)\b|blutgruppe|sangu[ií]n/iu,
  },
  {
    cue: /\b(?:weight|how much I weigh|gewicht|poids|peso)\b/i,
    attributes: ['weight'],
    text: /\b\d+(?:[.,]\d+)?\s?(?:kg|kilos?|lbs?|pounds|stone)\b|\bweigh/i,
  },
  {
    cue: /\b(?:height|how tall)\b/i,
    attributes: ['height'],
    text: /\b(?:tall|height)\b|\b\d{3}\s?cm\b/i,
  },
  {
    cue: /\b(?:health|medical|medication|medicine|meds|diagnosis|illness|condition|gesundheit|santé|salud)\b/i,
    attributes: ['health'],
    text: /\b(?:diagnos\p{L}+|allergic|prescri\p{L}+|medication|medicine|tablets?|pills?|\d+ ?m(?:c?g|l)|surgery|operation|therap\p{L}+|asthma|diabet\p{L}+|depress\p{L}+|anxiety|migraines?|blood pressure|insulin|doctor|hospital|clinic|symptoms?)\b/iu,
  },
  {
    cue: /\b(?:relationship|marriage|divorce|love life|dating|break-?up|separation|split)\b/i,
    attributes: ['partner', 'status'],
    text: /\b(?:dating|married|engaged|divorc\p{L}+|split up|broke up|broken up|separat\p{L}+|seeing (?:someone|a)|girlfriend|boyfriend|husband|wife|partner|left me|moved out)\b/iu,
  },
  {
    cue: /\b(?:pregnan\p{L}+|baby news|schwanger\p{L}*|embarazo|grossesse)\b/iu,
    text: /\b(?:pregnan\p{L}+|expecting|trimester|due in \p{Lu}|baby|schwanger|enceinte|embarazada)\b/iu,
  },
  {
    cue: /\b(?:owner|lead(?:er)?|manager|boss|head|person in charge|who (?:owns|leads|runs|manages))\b/i,
    text: /(?<!\b(?:client|customer|contact)\b.*)\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+(?!.*\b(?:client|customer|contact)\b)|\b(?:own(?:s|ed|er)|responsible|in charge|le(?:ads?|ader|d by)|runs?|manage[sdr]|took over|takes over|decides|answers? for|answerable|belongs to|looks after|handles?|head(?:s|ed)?|signs off|hands of)\b/u,
  },
  {
    cue: /\b(?:debts?|loans?|money (?:troubles?|problems?|worries|issues|situation)|finances|schulden|dettes?|deudas?)\b/i,
    text: /\b(?:owe[ds]?|debts?|loans?|overdraft|overdrawn|borrowed|arrears|behind (?:on|with)|credit cards?|skint|broke|schulde\p{L}*|dettes?|deudas?)\b/iu,
  },
  {
    cue: /\b(?:religion|faith|beliefs)\b/i,
    text: /\b(?:church|mosque|synagogue|temple|christian|catholic|muslim|jewish|hindu|buddhist|atheist|baptis\p{L}+|convert\p{L}*|pray\p{L}*)\b/iu,
  },
  {
    cue: /\b(?:politics|political views?|vot(?:e|ed|ing))\b/i,
    text: /\b(?:vot(?:e|ed|ing)|election|labour|tory|tories|conservatives?|democrats?|republicans?|greens?|party member)\b/i,
  },
];

/** Returns a test of whether a statement is about the kind of thing that a topic names: its head, as in "my old job". */
export function matchPrivateTopic(topic: string): (fact: StoredFact, text: string) => boolean {
  const isClause = /^(?:where|what|how|who|that)\b/i.test(topic);
  const head = isClause ? topic : topic.replace(DETAIL, '');
  const kinds = TOPICS.filter(({ cue }) => {
    const named = new RegExp(cue, 'giu');
    return [...head.matchAll(named)].some(
      ({ 0: words, index }) => isClause || index + words.length === head.length,
    );
  });
  return ({ attribute }, text) =>
    kinds.some(
      ({ attributes = [], text: statement, except }) =>
        (attributes.includes(attribute) || statement.test(text)) && except?.test(text) !== true,
    );
}

/** "The address in Leeds" is an address. */
const DETAIL = /\s+(?:of|in|at|for|on|with|from|being|to)\s.*$/i;
