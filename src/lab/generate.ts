/**
 * Generates the stories of lab tasks.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom, type Random } from '../shared/random.ts';
import { chunkCount, type LabOptions } from './options.ts';
import { ALL_RELATIONS, ASKED_OF, ENTITIES, ENTITY_KINDS, type EntityKind, RELATIONS } from './world.ts';

/** One sentence of the stream. */
export interface LabFact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** A question: a subject, and the relations to follow from it. */
export interface LabQuestion {
  readonly subject: string;
  readonly relations: readonly string[];
  readonly answer: string;
  /** Whether one of its facts is replaced later in the stream. */
  readonly superseded: boolean;
  /** Positions in the stream of the facts that lead to the answer, hop by hop. */
  readonly support: readonly number[];
}

/** The questions and sentences of a task. */
export interface LabStory {
  readonly questions: readonly LabQuestion[];
  readonly sentences: readonly LabFact[];
}

/** A fact that the stream must contain, with the constraints on its position. */
interface Planned {
  readonly fact: LabFact;
  /** Number of steps that a policy needs afterwards to follow the rest of the chain. */
  readonly stepsAfter: number;
  /** Facts that must come at least two chunks earlier: the fact it replaces, and the hops that lead to it. */
  readonly after: readonly Planned[];
}

interface PlannedQuestion {
  readonly question: Omit<LabQuestion, 'support'>;
  readonly chain: readonly Planned[];
  /** The outdated branch of a superseded question. */
  readonly outdated: readonly Planned[];
}

/**
 * Chunks between a fact and its replacement: one to store the fact and Read it, one to see it next to the
 * new fact.
 */
const REPLACEMENT_GAP = 2;
const PLACEMENT_TRIES = 200;

/**
 * Generates a story from a seed. Every question can be answered despite the one-step latency of Reads. A
 * fact is replaced at least two chunks later, and a fact with `n` further hops is followed by at least `n`
 * chunks.
 *
 * @throws AtomMemError `bad-option` if the options leave no room for the facts of a task.
 */
export function generateStory(seed: number, options: LabOptions): LabStory {
  const random = createRandom(mixSeed(seed, 0x1ab));
  for (let attempt = 0; attempt < 1000; attempt++) {
    const planned = planQuestions(random, options);
    const places = planned && placeFacts(random, listFacts(planned), options);
    if (planned && places) return tell(random, planned, places, options);
  }
  throw new AtomMemError('bad-option', {
    problem: `no lab task of ${options.sentences} sentences fits these options`,
    remedy: 'Use more sentences or fewer questions',
    details: { option: 'sentences', value: options.sentences },
  });
}

function listFacts(planned: readonly PlannedQuestion[]): readonly Planned[] {
  return planned.flatMap(({ chain, outdated }) => [...chain, ...outdated]);
}

function planQuestions(random: Random, options: LabOptions): readonly PlannedQuestion[] | undefined {
  const { least, most } = options.questions;
  const used = new Set<string>();
  const lastRelations = new Set<string>();
  const planned: PlannedQuestion[] = [];
  const count = least + random.integer(most - least + 1);
  for (let place = 0; place < count; place++) {
    const relations = drawRelations(random, drawHops(random, options), lastRelations);
    if (relations === undefined) return undefined;
    lastRelations.add(relations.at(-1)!);
    planned.push(planQuestion(random, relations, used, options));
  }
  const noted = planned.reduce((sum, { chain }) => sum + (chain.length > 1 ? chain.length : 0), 0);
  return noted <= options.scratchpadPhrases ? planned : undefined;
}

function drawHops(random: Random, { hops }: LabOptions): number {
  const drawn = random.next();
  if (drawn < hops[0]) return 1;
  return drawn < hops[0] + hops[1] ? 2 : 3;
}

/** Draws distinct relations that form a path. No two questions of a task end in the same relation. */
function drawRelations(
  random: Random,
  hops: number,
  lastRelations: ReadonlySet<string>,
): readonly string[] | undefined {
  const relations: string[] = [];
  let kind: EntityKind = random.pick(ENTITY_KINDS);
  for (let hop = 0; hop < hops; hop++) {
    const last = hop === hops - 1;
    const open = ASKED_OF[kind].filter(
      (relation) => !relations.includes(relation) && !(last && lastRelations.has(relation)),
    );
    if (open.length === 0) return undefined;
    const relation = random.pick(open);
    relations.push(relation);
    kind = RELATIONS[relation]!.object;
  }
  return relations;
}

function planQuestion(
  random: Random,
  relations: readonly string[],
  used: Set<string>,
  options: LabOptions,
): PlannedQuestion {
  const hops = relations.length;
  const fresh = (kind: EntityKind): string => drawUnused(random, kind, used);
  const subject = fresh(RELATIONS[relations[0]!]!.subject);
  const chain: Planned[] = [];
  let from = subject;
  for (const [hop, relation] of relations.entries()) {
    const object = fresh(RELATIONS[relation]!.object);
    chain.push({ fact: { subject: from, relation, object }, stepsAfter: hops - 1 - hop, after: [] });
    from = object;
  }
  const superseded = random.next() < options.supersede;
  const outdated = superseded ? supersede(random, chain, relations, fresh) : [];
  return { question: { subject, relations, answer: from, superseded }, chain, outdated };
}

/**
 * Adds an outdated version of the chain's first or last fact. The outdated object leads to a wrong end, so
 * neither branch looks better than the other.
 */
function supersede(
  random: Random,
  chain: Planned[],
  relations: readonly string[],
  fresh: (kind: EntityKind) => string,
): readonly Planned[] {
  const hop = random.next() < 0.5 ? 0 : chain.length - 1;
  const replaced = chain[hop]!;
  const object = fresh(RELATIONS[relations[hop]!]!.object);
  const old: Planned = { ...replaced, fact: { ...replaced.fact, object } };
  chain[hop] = { ...replaced, after: [old, ...chain.slice(0, hop)] };
  const next = relations[hop + 1];
  if (next === undefined) return [old];
  const wrongEnd = { subject: object, relation: next, object: fresh(RELATIONS[next]!.object) };
  return [old, { fact: wrongEnd, stepsAfter: 0, after: [] }];
}

function drawUnused(random: Random, kind: EntityKind, used: Set<string>): string {
  for (;;) {
    const name = random.pick(ENTITIES[kind]);
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}

function placeFacts(
  random: Random,
  facts: readonly Planned[],
  options: LabOptions,
): ReadonlyMap<Planned, number> | undefined {
  const last = chunkCount(options) - 1;
  const findChunk = (place: number): number => Math.floor(place / options.chunkSentences);
  const everywhere = Array.from({ length: options.sentences }, (_, place) => place);
  for (let attempt = 0; attempt < PLACEMENT_TRIES; attempt++) {
    const order = random.shuffle(everywhere);
    const places = new Map(facts.map((planned, position) => [planned, order[position]!]));
    const fits = facts.every((planned) => {
      const chunk = findChunk(places.get(planned)!);
      const before = planned.after.map((other) => findChunk(places.get(other)!));
      return chunk + planned.stepsAfter <= last && before.every((other) => other + REPLACEMENT_GAP <= chunk);
    });
    if (fits) return places;
  }
  return undefined;
}

function tell(
  random: Random,
  planned: readonly PlannedQuestion[],
  places: ReadonlyMap<Planned, number>,
  options: LabOptions,
): LabStory {
  const told = new Map([...places].map(([{ fact }, place]) => [place, fact]));
  const taken = new Set([...told.values()].map(toKey));
  const asked = planned.flatMap(({ question }) => question.relations);
  const sentences = Array.from(
    { length: options.sentences },
    (_, place) => told.get(place) ?? drawIrrelevant(random, asked, taken, options),
  );
  const questions = planned.map(({ question, chain }) => ({
    ...question,
    support: chain.map((fact) => places.get(fact)!),
  }));
  return { questions, sentences };
}

/** Draws a sentence whose subject and relation differ from those of every relevant fact. */
function drawIrrelevant(
  random: Random,
  asked: readonly string[],
  taken: ReadonlySet<string>,
  options: LabOptions,
): LabFact {
  for (;;) {
    const near = options.dense > 0 && random.next() < options.dense;
    const relation = random.pick(near ? asked : ALL_RELATIONS);
    const { subject, object } = RELATIONS[relation]!;
    const fact = { subject: random.pick(ENTITIES[subject]), relation, object: random.pick(ENTITIES[object]) };
    if (!taken.has(toKey(fact)) && fact.subject !== fact.object) return fact;
  }
}

function toKey(fact: LabFact): string {
  return `${fact.subject} ${fact.relation}`;
}
