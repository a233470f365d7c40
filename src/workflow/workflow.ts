/**
 * The contract of workflows: declaration, options and steps.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Entry } from '../memory/entry.ts';
import type { OperationName } from '../memory/operation.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import type { View } from '../memory/view.ts';
import type { Policy } from '../policy/policy.ts';
import type { WorkflowPrompt } from '../prompt/workflow-prompt.ts';
import type { JsonValue } from '../shared/json.ts';
import type { Ask } from './ask.ts';
import type { JsonReader } from './read-json.ts';
import type { Similarity } from './similarity.ts';
import type { TextCutter } from './truncate.ts';

/** A fixed program over the four operations: a policy that declares what it does and costs. */
export interface Workflow extends Policy {
  readonly declaration: WorkflowDeclaration;
}

/** What a workflow does and costs, as data. `atommem workflows` lists it. */
export interface WorkflowDeclaration {
  /** Name on the command line. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly goodAt: string;
  /** Operations it may use. `scratchpad` means updates of the scratchpad. */
  readonly operations: readonly (OperationName | 'scratchpad')[];
  /** What one step shows: a chunk of several documents, one document, or one turn of a dialogue. */
  readonly unit: 'chunk' | 'document' | 'turn';
  readonly calls: DeclaredCalls;
  /** Its own prompts, without the one that answers questions. */
  readonly prompts: readonly WorkflowPrompt[];
  /** Published values with their source. `ours`: the description gives none. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Options that restore known faults of the published or released form. */
  readonly defects: Readonly<Record<string, Defect>>;
  /** Where the workflow is described. */
  readonly references: readonly string[];
  /** What is left out of the description. */
  readonly omits: readonly string[];
}

/** Model calls, without the one that answers. `most` is `null` if it grows with the size of memory. */
export interface DeclaredCalls {
  readonly perUnit: CallRange;
  readonly perQuestion: CallRange;
  /** The formula in words. */
  readonly formula: string;
}

export interface CallRange {
  readonly least: number;
  readonly most: number | null;
}

export interface Parameter {
  readonly value: JsonValue;
  readonly source: string;
}

export interface Defect {
  /** The default. */
  readonly value: string;
  /** The value that reproduces the published or released form. */
  readonly faithful: string;
  readonly what: string;
}

/** Reads an answer out of texts without a model. The best text comes first. */
export type AnswerFrom = (question: string, texts: readonly string[]) => string;

/** Options of every workflow. */
export interface WorkflowOptions {
  /** The model. Required by workflows with prompts, and without `answerFrom`. */
  readonly ask?: Ask;
  /** Answers from texts without a model. */
  readonly answerFrom?: AnswerFrom;
  /** Whether the model selects the useful texts before it answers (one more call for each question). */
  readonly selectThenAnswer?: boolean;
  /** Compares texts, for workflows with thresholds. Default: words in common. */
  readonly similarity?: Similarity;
  /** Counts and cuts text. Default: four characters count as one token. */
  readonly tokens?: TextCutter;
}

export interface AskLimits {
  /** Largest number of tokens in the reply. */
  readonly maxOutputTokens?: number;
  /** Whether thoughts stay in the reply. Default `cut`. */
  readonly thoughts?: 'cut' | 'keep';
}

/** What a workflow can do in one step. Every call, read and fault is recorded. */
export interface WorkflowStep {
  readonly view: View;
  /** 0-based step of the episode. Workflows use it as time. */
  readonly now: number;
  /** Asks the model and returns its text. If the model fails, the step ends and records the failure. */
  ask<Section extends string>(
    prompt: WorkflowPrompt<Section>,
    texts: Readonly<Record<Section, string>>,
    options?: AskLimits,
  ): Promise<string>;
  /** Asks for JSON and returns a reader of its fields. */
  askJson<Section extends string>(
    prompt: WorkflowPrompt<Section>,
    texts: Readonly<Record<Section, string>>,
  ): Promise<JsonReader>;
  read(
    query: string,
    options?: { readonly limit?: number; readonly filter?: MetaFilter },
  ): Promise<readonly Entry[]>;
  readAll(): Promise<readonly Entry[]>;
  /** Compares the query with each text. 1 is equal. */
  similar(query: string, texts: readonly string[]): Promise<readonly number[]>;
  report(kind: Issue['kind'], message: string): void;
}
