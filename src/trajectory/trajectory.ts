import type { Issue } from '../codec/codec.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import type { View } from '../memory/view.ts';
import type { Failure, ModelCall, PromptMessage, ReplyTokens, Usage } from '../policy/policy.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Action } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ToolResult } from '../task/tool.ts';

/** Version of the record schema; a reader refuses what it does not know. */
export const TRAJECTORY_SCHEMA = 'atommem.trajectory/1';

/** Everything that happened in one episode: a header, one record for each step, and an end. */
export interface Trajectory {
  readonly header: EpisodeRecord;
  readonly steps: readonly StepRecord[];
  readonly end: EndRecord;
}

/** One line of a trajectory file. */
export type TrajectoryRecord = EpisodeRecord | StepRecord | EndRecord;

/** The first line: what was run. */
export interface EpisodeRecord {
  readonly kind: 'episode';
  readonly schema: typeof TRAJECTORY_SCHEMA;
  readonly id: string;
  readonly policy: string;
  readonly task: {
    readonly id: string;
    readonly kind: string;
    readonly dataset: string;
    readonly documents: number;
    readonly questions: readonly RecordedQuestion[];
    readonly instructions?: string;
    /** The seed that the task was opened with, if one was given. */
    readonly seed?: number;
  };
  /** Settings that a replay needs. */
  readonly memory: MemorySettings;
  /** Anything else that the caller wants to stand in the record (rules, seed, command). */
  readonly settings: JsonObject;
}

export interface RecordedQuestion {
  readonly id: string;
  readonly text: string;
  readonly answers: readonly string[];
  readonly support: readonly string[];
  readonly type?: string;
}

export interface MemorySettings {
  readonly namespace: string;
  readonly retriever: string;
  readonly k: number;
  readonly readTiming: 'next-step' | 'same-step';
  readonly capacity: number | null;
  readonly overCapacity: 'refuse' | 'discard-newest';
  readonly duplicates: 'allow' | 'refuse';
  readonly identity: 'id' | 'equal-text';
  readonly slotZero: 'invalid' | 'last-entry';
  readonly ablated: readonly string[];
}

/** One step: what was seen, said and done. */
export interface StepRecord {
  readonly kind: 'step';
  /** 0-based. */
  readonly step: number;
  readonly stage: Observation['stage'];
  /** The window that was shown while memorising, by the ids of its documents. */
  readonly chunk?: { readonly index: number; readonly documents: readonly string[]; readonly text?: string };
  /** 0-based question that was put while answering. */
  readonly question?: number;
  /** The situation that was shown while acting. */
  readonly situation?: RecordedSituation;
  /** The query that the task posed ahead of this step, where it did. */
  readonly posed?: string;
  readonly view: View;
  readonly prompt?: readonly PromptMessage[];
  readonly text?: string;
  /** Model calls of the step, for policies that make several. */
  readonly calls?: readonly ModelCall[];
  readonly tokens?: ReplyTokens;
  /** Reads that were answered within the step; `query` is `null` for a Read of everything. */
  readonly reads: readonly RecordedRead[];
  readonly operations: readonly Operation[];
  readonly effects: readonly Effect[];
  readonly action: Action;
  /** Answers of this step that count. */
  readonly answers: readonly { readonly index: number; readonly text: string }[];
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  /** Searches of this step: one for its view where a query stands, and one for each of `reads`. */
  readonly retrievals: number;
  /** The memory's clock during this step. */
  readonly time: number;
  /** Wall time of the step, the only figure that differs between two runs. */
  readonly latencyMs: number;
  readonly failure?: Failure;
}

/** A situation, its tools by name and its documents by id. */
export interface RecordedSituation {
  readonly tools: readonly string[];
  readonly turnsLeft: number;
  readonly documents: readonly string[];
  /** Only if the episode records texts (`recordChunks`). */
  readonly content?: string;
  /** What came of the tool call in the step before. Its output is part of `content`. */
  readonly result?: RecordedToolResult;
}

export type RecordedToolResult =
  | { readonly tool: string; readonly ok: true }
  | Extract<ToolResult, { ok: false }>;

export interface RecordedRead {
  readonly query: string | null;
  readonly limit: number;
  readonly filter?: MetaFilter;
  /** Ids of what was found, in order. */
  readonly found: readonly string[];
}

/** Why an episode ended. */
export type EndReason =
  | 'done'
  | 'turn-cap'
  | 'budget-turns'
  | 'budget-tokens'
  | 'budget-time'
  | 'budget-calls'
  | 'aborted'
  | 'failed';

/** The last line: how it ended. */
export interface EndRecord {
  readonly kind: 'end';
  readonly reason: EndReason;
  /** One for each question; `null` where none was given. */
  readonly answers: readonly (string | null)[];
  /** Live entries, the scratchpad not counted. */
  readonly entries: number;
  /** What memory would have shown for questions that were never put. */
  readonly unasked: readonly { readonly question: number; readonly view: View }[];
  /** What the task says the episode was worth. Absent for tasks without a reward. */
  readonly reward?: number;
  readonly latencyMs: number;
}
