import { type Entry, type EntryId, SCRATCHPAD, sourcesOf } from '../memory/entry.ts';
import type { EntryVersion, MemoryHistory } from '../score/memory-history.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import type { RecordedQuestion, Trajectory } from '../trajectory/trajectory.ts';

/** What an entry holds of a question: the answer given, an accepted answer, or an evidence document. */
export type Holding = 'given' | 'accepted' | 'evidence';

/** An entry (or the scratchpad) that holds something of a question, followed back to the chunk it came from. */
export interface EntryTrace {
  readonly id: EntryId;
  /** When the question was put: in the view, in memory only, or no longer. */
  readonly state: 'shown' | 'stored' | 'lost';
  /** 1-based place in the view, where it was shown as an entry. */
  readonly slot: number | null;
  readonly holds: readonly Holding[];
  /**
   * From the first version that held it (where the evidence came in) to the last one up to then, which for
   * a lost entry is the one that lost it. Of long histories the middle is left out.
   */
  readonly versions: readonly TracedVersion[];
  /** Versions before the first of these. */
  readonly earlier: number;
  /** Versions left out between the first of these and the second. */
  readonly between: number;
}

export interface TracedVersion {
  /** Step that wrote it; -1 for before the episode. */
  readonly step: number;
  /** Chunk that was shown in that step; `null` for none. */
  readonly chunk: number | null;
  /** `null` for a delete. */
  readonly version: number | null;
  readonly text: string;
  /** The text of the version before; `null` for the first of all. */
  readonly before: string | null;
  readonly sources: readonly string[];
}

export interface EvidenceTrace {
  /** Step in which the question was last put; `null` when it never was. */
  readonly asked: number | null;
  /** Shown ones first, at most `MOST_ENTRIES`. */
  readonly entries: readonly EntryTrace[];
  /** Entries beyond those. */
  readonly more: number;
}

const MOST_ENTRIES = 6;
const MOST_VERSIONS = 8;

/**
 * Follows the answers of an episode back: from the answer to the entries that hold it, through their
 * updates to the step and chunk in which it was written down. Where an answer was wrong, the accepted one
 * is followed as well; where text cannot tell (yes or no), entries that come from the evidence documents.
 */
export function createEvidenceTracer(
  history: MemoryHistory,
  trajectory: Trajectory,
): (question: number) => EvidenceTrace {
  const normalised = new Map<string, string>();
  const plain = (text: string): string => {
    const known = normalised.get(text) ?? ` ${normaliseAnswer(text)} `;
    normalised.set(text, known);
    return known;
  };
  const { header, steps, end } = trajectory;
  return (index) => {
    const asked = steps.findLastIndex((step) => step.question === index);
    const view = steps[asked]?.view ?? end.unasked.find(({ question }) => question === index)?.view;
    const holdings = holdingsFor(header.task.questions[index]!, end.answers[index] ?? '', plain);
    const shown = (view?.entries ?? []).map(({ id }) => id);
    const found = [...history].flatMap(([id, all]) => {
      const versions = all.filter(({ step }) => asked === -1 || step < asked);
      const trace = traceEntry(versions, holdings);
      if (trace === undefined) return [];
      const slot = shown.indexOf(id) + 1 || null;
      const visible = slot !== null || id === SCRATCHPAD;
      const state = trace.lost ? 'lost' : visible ? 'shown' : 'stored';
      return [{ id, state, slot, holds: trace.holds, ...told(versions, trace.origin, trajectory) } as const];
    });
    const ordered = found.sort((one, other) => rank(one) - rank(other));
    return {
      asked: asked === -1 ? null : asked,
      entries: ordered.slice(0, MOST_ENTRIES),
      more: Math.max(0, ordered.length - MOST_ENTRIES),
    };
  };
}

type HoldingsOf = (entry: Entry) => readonly Holding[];

function holdingsFor(
  question: RecordedQuestion,
  answer: string,
  plain: (text: string) => string,
): HoldingsOf {
  const telling = (text: string): boolean => !['', 'yes', 'no', 'noanswer'].includes(plain(text).trim());
  const accepted = question.answers.filter(telling).map(plain);
  const given = telling(answer) ? plain(answer) : undefined;
  const support = new Set(question.support);
  return (entry) => {
    const text = plain(entry.text);
    const evidence = sourcesOf(entry).some((source) => support.has(source));
    return [
      ...(given !== undefined && text.includes(given) ? (['given'] as const) : []),
      ...(accepted.some((each) => text.includes(each)) ? (['accepted'] as const) : []),
      ...(evidence ? (['evidence'] as const) : []),
    ];
  };
}

interface Found {
  readonly holds: readonly Holding[];
  readonly origin: number;
  readonly lost: boolean;
}

/** What the entry holds now, or, when it holds nothing any more, what it last held. */
function traceEntry(versions: readonly EntryVersion[], holdingsOf: HoldingsOf): Found | undefined {
  const each = versions.map(({ entry }) => (entry === undefined ? [] : holdingsOf(entry)));
  const last = each.findLastIndex((holds) => holds.length > 0);
  if (last === -1) return undefined;
  const holds = each[last]!;
  const [telling] = holds;
  const origin = each.findIndex((earlier) => earlier.includes(telling!));
  return { holds, origin, lost: last < each.length - 1 };
}

function told(
  all: readonly EntryVersion[],
  origin: number,
  { steps }: Trajectory,
): Pick<EntryTrace, 'versions' | 'earlier' | 'between'> {
  const places = all.map((_, place) => place).slice(origin);
  const between = Math.max(0, places.length - MOST_VERSIONS);
  const versions = [places[0]!, ...places.slice(1 + between)].map((place): TracedVersion => {
    const { step, entry } = all[place]!;
    return {
      step,
      chunk: steps[step]?.chunk?.index ?? null,
      version: entry?.version ?? null,
      text: entry?.text ?? '',
      before: place === 0 ? null : (all[place - 1]?.entry?.text ?? ''),
      sources: entry === undefined ? [] : sourcesOf(entry),
    };
  });
  return { versions, earlier: origin, between };
}

/** Shown before stored before lost; an answer before mere evidence. */
function rank({ state, holds }: Pick<EntryTrace, 'state' | 'holds'>): number {
  const strength =
    holds.includes('given') && holds.includes('accepted')
      ? 0
      : holds.includes('accepted')
        ? 1
        : holds.includes('given')
          ? 2
          : 3;
  return ['shown', 'stored', 'lost'].indexOf(state) * 4 + strength;
}
