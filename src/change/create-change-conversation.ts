/**
 * `createChangeConversation`: generates a conversation whose facts change, with the true state at every moment.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { createRandom, type Random } from '../shared/random.ts';
import {
  type Conversation,
  type DialogueQuestion,
  type Session,
  type Turn,
  turnDocumentId,
} from '../task/dialogue/conversation.ts';
import {
  CONTRADICTED,
  CORRECTED,
  FORGOTTEN,
  OPENERS,
  REPEATED,
  REPLIES,
  RETRACTED,
  SMALL_TALK,
  UPDATE_OPENERS,
} from './general-templates.ts';
import { type ChangeKind, type GeneratedFact, type PlannedEvent, planEvents } from './plan-events.ts';

/** Templates of the three splits are disjoint. */
export type ChangeSplit = 'train' | 'dev' | 'test';

const SPLITS: readonly ChangeSplit[] = ['train', 'dev', 'test'];

export interface ChangeOptions {
  readonly seed: number | string;
  /** Messages of both sides. Default: 500. */
  readonly turns?: number;
  /** Default: `test`. */
  readonly split?: ChangeSplit;
}

/** One change of the world, as a turn of the user tells it. */
export interface ChangeEvent {
  /** Id of the turn. */
  readonly turn: string;
  readonly kind: ChangeKind;
  /** "Lighthouse: deadline", "user: rent". */
  readonly fact: string;
  /** What holds after the turn. `undefined` if nothing is known. */
  readonly value: string | undefined;
}

/** A generated conversation. */
export interface ChangeConversation extends Conversation {
  /** Every event, in order. */
  readonly events: readonly ChangeEvent[];
}

/**
 * Generates a conversation of a user with an assistant. Facts about the user, people, teams and projects are stated,
 * repeated, changed explicitly or by implication, corrected, retracted, contradicted by a source of little trust, or
 * forgotten on request. Small talk surrounds them. Each fact is asked about at the end, and every third one also in
 * between. `type` of a question is the last kind of event of its fact.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * const conversation = createChangeConversation({ seed: 1, turns: 500 });
 * readStateAfter(conversation, conversation.events[5].turn).get('user: rent');
 */
export function createChangeConversation({
  seed,
  turns = 500,
  split = 'test',
}: ChangeOptions): ChangeConversation {
  if (!(Number.isInteger(turns) && turns >= 10)) {
    throw new AtomMemError('bad-option', {
      problem: `"turns" is ${turns}`,
      remedy: 'Give a whole number from 10',
      details: { option: 'turns', value: turns },
    });
  }
  const random = createRandom(`change/${split}/${turns}/${seed}`);
  const id = `change-${split}-${turns}-${seed}`;
  const messages = Math.floor(turns / 2);
  const slots = placeEvents(planEvents(countFacts(messages), random), messages, random);
  const written = createWriter(split, random);
  const said: Turn[] = [];
  const events: ChangeEvent[] = [];
  const told: { readonly event: PlannedEvent; readonly turn: string }[] = [];
  for (let message = 0; message < messages; message++) {
    const event = slots.get(message);
    const turn = `t${2 * message}`;
    said.push({ id: turn, speaker: 'user', text: event ? written.event(event) : written.smallTalk() });
    said.push({ id: `t${2 * message + 1}`, speaker: 'assistant', text: written.reply() });
    if (event === undefined) continue;
    told.push({ event, turn });
    const holds = event.kind === 'retracted' || event.kind === 'forgotten' ? undefined : readValue(event);
    events.push({ turn, kind: event.kind, fact: nameFact(event.fact), value: holds });
  }
  return {
    id,
    dataset: `change-${turns}`,
    speakers: ['user', 'assistant'],
    sessions: splitSessions(said, random),
    questions: askQuestions(id, told, written.question),
    events,
  };
}

/** Returns what holds after a turn: the value of every known fact by its name. */
export function readStateAfter({ events }: ChangeConversation, turn: string): ReadonlyMap<string, string> {
  const state = new Map<string, string>();
  const last = Number(turn.slice(1));
  for (const event of events) {
    if (Number(event.turn.slice(1)) > last) break;
    if (event.value === undefined) state.delete(event.fact);
    else state.set(event.fact, event.value);
  }
  return state;
}

/** A wrong value from a source of little trust changes nothing. */
function readValue({ kind, value, old }: PlannedEvent): string {
  return kind === 'contradicted' ? old : value;
}

function nameFact({ attribute, subject }: GeneratedFact): string {
  return `${subject === '' ? 'user' : subject}: ${attribute.name}`;
}

/** 50 turns have 7 facts, 500 have 39 and 5,000 have 130 or so. */
function countFacts(messages: number): number {
  return Math.max(3, Math.min(Math.round(messages / 3.6), Math.round(8 * Math.sqrt(messages / 10.5))));
}

/** Spreads the events of all facts over the user's messages. The events of one fact keep their order. */
function placeEvents(
  facts: readonly (readonly PlannedEvent[])[],
  messages: number,
  random: Random,
): ReadonlyMap<number, PlannedEvent> {
  let total = 0;
  const fitting = facts.filter((events) => {
    if (total + events.length > messages) return false;
    total += events.length;
    return true;
  });
  // The first statement needs room for what follows, and a random order of owners keeps each history in order.
  const owners = random.shuffle(fitting.flatMap((events, fact) => events.map(() => fact)));
  const places = random
    .shuffle(Array.from({ length: messages }, (_, place) => place))
    .slice(0, total)
    .sort((one, other) => one - other);
  const next = fitting.map(() => 0);
  return new Map(owners.map((fact, place) => [places[place]!, fitting[fact]![next[fact]!++]!]));
}

interface Writer {
  event(event: PlannedEvent): string;
  question(fact: GeneratedFact): string;
  smallTalk(): string;
  reply(): string;
}

/** Writes turns with the templates of one split. */
function createWriter(split: ChangeSplit, random: Random): Writer {
  const own = <Item>(items: readonly Item[]): readonly Item[] =>
    items.filter((_, place) => place % SPLITS.length === SPLITS.indexOf(split));
  const pick = (items: readonly string[]): string => random.pick(own(items));
  const smallTalk = (): string => pick(SMALL_TALK);

  function choose({ kind, fact: { attribute } }: PlannedEvent): string {
    switch (kind) {
      case 'stated':
        return pick(OPENERS) + pick(attribute.stated);
      case 'explicit':
        return pick(UPDATE_OPENERS) + pick(attribute.changed);
      case 'implied':
        return pick(attribute.implied);
      case 'repeated':
        return pick(REPEATED);
      case 'corrected':
        return pick(CORRECTED);
      case 'retracted':
        return pick(RETRACTED);
      case 'forgotten':
        return pick(FORGOTTEN);
      case 'contradicted':
        return pick(CONTRADICTED);
    }
  }

  return {
    smallTalk,
    reply: () => pick(REPLIES),
    question: ({ attribute, subject }) => fill(pick(attribute.questions), { s: subject }),
    event(event) {
      const { fact, value, old } = event;
      const phrase = fill(fact.attribute.phrase, { s: fact.subject });
      const text = fill(choose(event), { s: fact.subject, v: value, w: value, old, p: phrase });
      const sentence = text[0]!.toUpperCase() + text.slice(1);
      // A statement comes with something else in one of six turns.
      return event.kind !== 'forgotten' && random.integer(6) === 0 ? `${sentence} ${smallTalk()}` : sentence;
    },
  };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

const DAY = 86_400_000;

/** Sessions of about 20 turns, one to nine days apart, from 5 January 2026. */
function splitSessions(turns: readonly Turn[], random: Random): readonly Session[] {
  const sessions: Session[] = [];
  let date = Date.UTC(2026, 0, 5);
  for (let start = 0; start < turns.length; ) {
    const length = 2 * (6 + random.integer(9));
    sessions.push({
      id: `session_${sessions.length + 1}`,
      dateTime: new Date(date).toISOString().slice(0, 10),
      turns: turns.slice(start, start + length),
    });
    start += length;
    date += (1 + random.integer(9)) * DAY;
  }
  return sessions;
}

type Told = readonly { readonly event: PlannedEvent; readonly turn: string }[];

function askQuestions(
  id: string,
  told: Told,
  write: (fact: GeneratedFact) => string,
): readonly DialogueQuestion[] {
  const facts = [...Map.groupBy(told, ({ event }) => event.fact)];
  return facts.flatMap(([fact, events], place) => {
    const questions = [toQuestion(`${id}-q${place + 1}`, id, events, write(fact))];
    if (place % 3 !== 0 || events.length === 1) return questions;
    const before = events.slice(0, -1);
    const between = toQuestion(`${id}-q${place + 1}-then`, id, before, write(fact));
    // The assistant's reply is the last turn before the next message.
    return [{ ...between, after: turnDocumentId(id, before.at(-1)!.turn) }, ...questions];
  });
}

/** The question about a fact after some of its events. */
function toQuestion(id: string, conversation: string, events: Told, text: string): DialogueQuestion {
  const last = events.at(-1)!;
  const { kind } = last.event;
  const gone = kind === 'retracted' || kind === 'forgotten';
  const current = gone ? undefined : readValue(last.event);
  const values = events.flatMap(({ event }) => (event.kind === 'contradicted' ? [] : [event.value]));
  const old = [...new Set(values)].filter((value) => value !== current);
  const listTurns = (wanted: (value: string) => boolean): readonly string[] =>
    events
      .filter(({ event }) => event.kind !== 'forgotten' && wanted(event.value))
      .map(({ turn }) => turnDocumentId(conversation, turn));
  const turns = current === undefined ? [] : listTurns((value) => value === current);
  return {
    id,
    text,
    type: kind,
    answers: current === undefined ? [] : [current],
    answerable: current !== undefined,
    support: turns,
    current: current === undefined ? undefined : { turns, values: [current] },
    superseded:
      old.length === 0 || kind === 'forgotten'
        ? undefined
        : { turns: listTurns((value) => old.includes(value)), values: old },
    forgotten: kind === 'forgotten' ? { turns: [], values: old } : undefined,
    sides:
      kind === 'contradicted'
        ? [
            { turns: turns.slice(0, 1), values: [current!] },
            { turns: [turnDocumentId(conversation, last.turn)], values: [last.event.value] },
          ]
        : undefined,
  };
}
