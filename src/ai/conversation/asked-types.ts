/**
 * Finds the types of values that a question asks for.
 *
 * @module
 */
const TYPES: readonly (readonly [cue: RegExp, types: readonly string[]])[] = [
  [
    /\b(?:(?:an|zu) welche[mnr] (?:abend|tag|tagen|abenden)|quels? (?:jours?|soirs?)|qué (?:día|noche)s?)\b/iu,
    ['date'],
  ],
  [/\b(?:address|parcels?|postal|letters?|adresse|anschrift|dirección)\b/i, ['address']],
  [/\b(?:wann|quand|cuándo|quel jour|qué día|welchem tag)\b|언제|いつ|什么时候|几号/iu, ['date', 'time']],
  [/\b(?:wie viele?|combien|cuánt[oa]s?)\b|多少|几|何[匹人枚本時]|몇/iu, ['count', 'money']],
  [/\b(?:wo|où|dónde|welcher? stadt|quelle ville)\b|在哪|どこ|어디/iu, ['place']],
  [/\b(?:wer|qui|quién|wie heißt)\b/iu, ['name']],
  [/\b(?:raum|salle|pin|code|badge|plot|pitch|gate|platform)\b/i, ['code', 'count']],
  [/\bhow many\b|\bhow much time\b|\bhow long\b|\bheadcount\b|\bdose\b/i, ['count']],
  [
    /\b(?:average|typical|usage|size|limit|speed|length|duration|capacity|distance|weight|height|response time|goal|target)\b/i,
    ['count', 'percent'],
  ],
  [/\bhow old\b|\bage\b/i, ['count']],
  [
    /\bhow much\b|\b(?:costs?|costing|prices?|budget|spend|pay|paying|salary|rent|fee|charge|ceiling)\b/i,
    ['money', 'count'],
  ],
  [/\b(?:percent\w*|accuracy|rate|score|share)\b/i, ['percent', 'count', 'money']],
  [/\bwhen\b|\b(?:date|day|days|deadline|due|scheduled)\b/i, ['date', 'time']],
  [/\bwhat time\b|\bat what time\b|\b(?:slot|lesson|appointment)\b/i, ['time', 'date']],
  [/\b(?:number|phone|call|ring|mobile|reach)\b/i, ['phone', 'code', 'count']],
  [
    /\bwhich (?:room|section|plot|year|class|seat|grade|gate|bus|desk)\b|\b(?:seats?|room|extension|grade|class)\b/i,
    ['code', 'count'],
  ],
  [
    /\bwho\b|\bwhose\b|\bwhich (?!day|date|time|room|section|number|plot|year|class|grade|seat)\w+|\bwhat (?:database|company|team|client|owner|employer)\b/i,
    ['name'],
  ],
  [
    /\bwhere\b|\bwhich (?:city|town|area|country|place)\b|\bwho\b.*\bwork\b|\b(?:based|address|live|living|employer)\b/i,
    ['place', 'code'],
  ],
];

/** Returns the types of `listStatedValues` that a question asks for. Empty if it does not say. */
export function findAskedTypes(question: string): ReadonlySet<string> {
  return new Set(TYPES.flatMap(([cue, types]) => (cue.test(question) ? types : [])));
}
