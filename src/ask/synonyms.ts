/**
 * Synonyms in everyday English, and forms of irregular verbs.
 *
 * @module
 */

const GROUPS: readonly string[] = [
  'cost price fee charge pay paid payable rate tariff amount due',
  'start begin began begun commence open launch',
  'end finish expire ended until close terminate run out',
  'due deadline payable expire until valid',
  'phone telephone tel mobile call ring',
  'mail email e-mail',
  'buy bought purchase order acquire',
  'live reside address home',
  'work job role position occupation employment task',
  'boss manager supervisor lead chief head',
  'doctor physician gp',
  'illness disease condition diagnosis diagnosed',
  'operate operation surgeon surgery',
  'car vehicle auto',
  'flat apartment',
  'salary wage income earnings pay',
  'holiday vacation leave',
  'fix repair mend solve resolve replace',
  'delete remove purge erase clear drop',
  'allow permit may permitted allowed kept',
  'forbid prohibit ban forbidden prohibited',
  'need require must required necessary',
  'return back',
  'leave left depart departure',
  'arrive arrival reach',
  'cause reason because due',
  'child children kid pupil',
  'error bug fault crash failure',
  'fail failed failure error',
  'limit maximum max cap most',
  'licence license licensed released',
  'meet met meeting gather',
  'owner own owned owns belongs',
  'landlord landlady owner lessor',
  'tenant lessee renter',
  'rent rental',
  'spouse wife husband married',
  'big large size',
  'address street',
  'time duration minutes hours long last lasted',
  'outage incident downtime failure',
  'new replaced changed',
  'write wrote written author',
  'build built construct constructed',
  'give gave given',
  'take took taken',
  'go went gone travel trip',
  'send sent',
  'choose chose chosen select pick',
  'find found',
  'found founded founder established founding',
  'keep kept hold held store stored',
  'win won winner champion',
  'lose lost',
  'sell sold sale',
  'grow grew grown growth',
  'rise rose risen raised increase increased',
  'fall fell fallen drop decrease decreased fewer',
  'break broke broken',
  'speak spoke spoken talk',
  'teach taught teacher',
  'make made produce produced',
  'bring brought',
  'tell told say said',
  'think thought',
  'eat ate eaten food',
  'drive drove driven',
  'freeze froze frozen',
  'steal stole stolen theft',
  'wear wore worn dressed',
  'swear swore sworn curse',
  'colour color',
  'organise organize',
  'cancel cancelled cancellation',
  'renew renewed renewal',
  'deliver delivered delivery supplied',
  'sign signed signature',
  'agree agreed agreement decided decide decision',
  'help support assist',
  'size length width',
  'shop store market',
  'customer client',
  'vendor supplier provider',
  'staff employee employees personnel',
  'stop end finish quit',
  'show display',
  'run running execute',
  'setting set option value',
  'timeout ttl',
  'attempt try retry',
  'born birth birthday',
  'die died death dead',
  'location located place site',
  'restart reboot',
];

const members = new Map<string, string[]>();
for (const group of GROUPS) {
  const words = group.split(' ');
  for (const word of words)
    members.set(word, [...(members.get(word) ?? []), ...words.filter((other) => other !== word)]);
}

/** Returns words that a text may use instead of this one. */
export function findSynonyms(word: string): readonly string[] {
  const plain = word.toLowerCase();
  return (
    members.get(plain) ??
    members.get(plain.replace(/(?:s|ed|d|ing)$/, '')) ??
    members.get(plain.replace(/(?:ed|ing)$/, 'e')) ??
    []
  );
}
