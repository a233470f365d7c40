/**
 * The closed world of the lab: names, relations and vocabulary.
 *
 * @module
 */

/** Kind of a name. */
export type EntityKind = 'person' | 'firm' | 'place' | 'object';

/** A relation between two kinds. Questions use `asked` relations only. */
export interface Relation {
  readonly subject: EntityKind;
  readonly object: EntityKind;
  readonly asked: boolean;
}

/** Names by kind. Every sentence is `name relation name`, and every word is one token. */
export const ENTITIES: Readonly<Record<EntityKind, readonly string[]>> = {
  person: words(
    'Ada Boris Clara Dmitri Edith Farid Greta Hugo Irene Jonas Karim Lena Marco Nadia Oscar Petra Quentin',
    'Rosa Selim Tilda Umar Vera Walter Xenia Yusuf Zora Anton Bianca Cedric Doris Emil Flora Gustav Helga',
    'Ivan Judith Kaspar Lydia Miriam Noor',
  ),
  firm: words(
    'Kestrel Meridian Novaline Orbit Pinnacle Quarry Redwood Solstice Tidewater Umbra Vertex Westwind',
    'Alcove Beacon Cobalt Driftwood Ember Foundry Granite Harbour Ironside Juniper Keystone Lantern',
  ),
  place: words(
    'Ashford Brindle Corvano Dunmore Elstow Fenwick Galway Hollin Istria Jarrow Kelso Lindau Marsten Norwick',
    'Ostrava Pellam Quimper Rostock Sarnia Tavira Ulmen Varna Wexcombe Yarrow',
  ),
  object: words(
    'amulet barometer cello dagger easel flute globe harp icon jug kite loom mirror necklace organ',
    'pendulum quilt ring sextant telescope urn violin weathervane zither',
  ),
};

/** Relations by their word. */
export const RELATIONS: Readonly<Record<string, Relation>> = {
  'works-for': { subject: 'person', object: 'firm', asked: true },
  'lives-in': { subject: 'person', object: 'place', asked: true },
  owns: { subject: 'person', object: 'object', asked: true },
  'taught-by': { subject: 'person', object: 'person', asked: true },
  'based-in': { subject: 'firm', object: 'place', asked: true },
  'led-by': { subject: 'firm', object: 'person', asked: true },
  sells: { subject: 'firm', object: 'object', asked: true },
  'ruled-by': { subject: 'place', object: 'person', asked: true },
  'known-for': { subject: 'place', object: 'object', asked: true },
  'made-by': { subject: 'object', object: 'firm', asked: true },
  'kept-in': { subject: 'object', object: 'place', asked: true },
  visited: { subject: 'person', object: 'place', asked: false },
  met: { subject: 'person', object: 'person', asked: false },
  saw: { subject: 'person', object: 'object', asked: false },
  praised: { subject: 'person', object: 'firm', asked: false },
};

/** All relations, asked or not. */
export const ALL_RELATIONS: readonly string[] = Object.keys(RELATIONS);

/** Relations that a question may use, by the kind of their subject. */
export const ASKED_OF: Readonly<Record<EntityKind, readonly string[]>> = {
  person: listAsked('person'),
  firm: listAsked('firm'),
  place: listAsked('place'),
  object: listAsked('object'),
};

/** The kinds in the order of the vocabulary. */
export const ENTITY_KINDS = ['person', 'firm', 'place', 'object'] as const;

/** All words of sentences and questions. Token ids depend on their order. */
export const LAB_WORDS: readonly string[] = [
  ...ENTITY_KINDS.flatMap((kind) => ENTITIES[kind]),
  ...ALL_RELATIONS,
];

/** All valid `subject relation` pairs, which `pairTokens` writes as one token. */
export const SUBJECT_RELATION_PAIRS: readonly string[] = ALL_RELATIONS.flatMap((relation) =>
  ENTITIES[RELATIONS[relation]!.subject].map((subject) => `${subject} ${relation}`),
);

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '));
}

function listAsked(kind: EntityKind): readonly string[] {
  return Object.keys(RELATIONS).filter((word) => RELATIONS[word]!.asked && RELATIONS[word]!.subject === kind);
}
