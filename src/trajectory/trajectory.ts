/**
 * The record of an episode: a header, one record for each step, and an end.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import type { View } from '../memory/view.ts';
import type { Failure, ModelCall, PromptMessage, ReplyTokens, Usage } from '../policy/policy.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Action } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ToolResult } from '../task/tool.ts';

/** Version of the record schema. A reader rejects versions that it does not know. */
export const TRAJECTORY_SCHEMA = 'atommem.trajectory/1';

/** The record of one episode. */
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
  /** Settings of the memory, as a replay needs them. */
  readonly memory: MemorySettings;
  /** Anything else that the caller records, such as rules or the command. */
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
  /** Absent without a limit. */
  readonly characterCapacity?: number;
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
  /** The chunk that was shown while memorising, with the ids of its documents. */
  readonly chunk?: { readonly index: number; readonly documents: readonly string[]; readonly text?: string };
  /** 0-based question that was asked while answering. */
  readonly question?: number;
  /** The situation that was shown while acting. */
  readonly situation?: RecordedSituation;
  /** The query that the task posed before this step, if it did. */
  readonly posed?: string;
  readonly view: View;
  readonly prompt?: readonly PromptMessage[];
  readonly text?: string;
  /** Model calls of the step, for policies that make several. */
  readonly calls?: readonly ModelCall[];
  readonly tokens?: ReplyTokens;
  /** Reads that were answered within the step. */
  readonly reads: readonly RecordedRead[];
  readonly operations: readonly Operation[];
  readonly effects: readonly Effect[];
  readonly action: Action;
  /** Answers of this step that count. */
  readonly answers: readonly { readonly index: number; readonly text: string }[];
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  /** Searches of this step: one for the view if a query is set, and one for each of `reads`. */
  readonly retrievals: number;
  /** The memory's clock during this step. */
  readonly time: number;
  /** Wall time of the step. With equal seeds, the only value that differs between two runs. */
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
  /** The result of the latest tool call. Its output is part of `content`. */
  readonly result?: RecordedToolResult;
}

/** The result of a tool call, without its output. */
export type RecordedToolResult =
  | { readonly tool: string; readonly ok: true }
  | Extract<ToolResult, { ok: false }>;

export interface RecordedRead {
  /** `null` for a Read of everything. */
  readonly query: string | null;
  readonly limit: number;
  readonly filter?: MetaFilter;
  /** Ids of the entries that were found, in order. */
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

/** The last line: how the episode ended. */
export interface EndRecord {
  readonly kind: 'end';
  readonly reason: EndReason;
  /** One for each question; `null` if none was given. */
  readonly answers: readonly (string | null)[];
  /** Live entries, without the scratchpad. */
  readonly entries: number;
  /** The entries that memory would show for questions that were never asked. */
  readonly unasked: readonly { readonly question: number; readonly view: View }[];
  /** The reward of the task. Absent for tasks without one. */
  readonly reward?: number;
  /** How the task ended, in its own words. Absent for tasks that do not say. */
  readonly ending?: string;
  /** The failure of the outside world that ended the task, if one did. `reason` is then `failed`. */
  readonly failure?: Failure;
  readonly latencyMs: number;
}
