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

/** A fixed program over the four operations: a policy that says of itself what it does and costs. */
export interface Workflow extends Policy {
  readonly declaration: WorkflowDeclaration;
}

/** What a workflow is, as data: what `atommem workflows` lists. */
export interface WorkflowDeclaration {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly goodAt: string;
  /** What it may do to memory; `scratchpad` stands for updates of the scratchpad. */
  readonly operations: readonly (OperationName | 'scratchpad')[];
  /** What one step should show it: a chunk of many documents, one document, or one turn of a dialogue. */
  readonly unit: 'chunk' | 'document' | 'turn';
  readonly calls: DeclaredCalls;
  /** Its own prompts; that of the Answerer is not among them. */
  readonly prompts: readonly WorkflowPrompt[];
  /** Published values and where they are published; `ours` where the description gives none. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Switches for what is wrong with a published or released form. */
  readonly defects: Readonly<Record<string, Defect>>;
  /** Where the description stands, in words. */
  readonly references: readonly string[];
  /** What is left out against the description; empty where nothing is. */
  readonly omits: readonly string[];
}

/** Model calls without the Answerer's. `most` is `null` where it grows with what memory holds. */
export interface DeclaredCalls {
  readonly perUnit: CallRange;
  readonly perQuestion: CallRange;
  /** The closed form, in words. */
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
  /** The value that the factory takes unless told otherwise. */
  readonly value: string;
  /** The value that does as published or released. */
  readonly faithful: string;
  readonly what: string;
}

/** Reads an answer out of texts without a model, best text first. */
export type AnswerFrom = (question: string, texts: readonly string[]) => string;

/** What every workflow can be given. */
export interface WorkflowOptions {
  /** The model. Needed by workflows that have prompts, and by the model's Answerer. */
  readonly ask?: Ask;
  /** Reads the answer out of texts without a model, in place of the model's Answerer. */
  readonly answerFrom?: AnswerFrom;
  /** Lets the model select the useful texts before it answers from them (one more call a question). */
  readonly selectThenAnswer?: boolean;
  /** How alike texts are, for workflows with thresholds. Default: words in common. */
  readonly similarity?: Similarity;
  /** Counts and cuts text. Default: four characters to a token. */
  readonly tokens?: TextCutter;
}

export interface AskLimits {
  /** Most tokens of the reply. */
  readonly maxOutputTokens?: number;
  /** Whether the reply's thoughts are part of it. Default `cut`. */
  readonly thoughts?: 'cut' | 'keep';
}

/** What a workflow can do within one step. Every call, Read and fault of it is recorded. */
export interface WorkflowStep {
  readonly view: View;
  /** 0-based step of the episode: the time of workflows that need one. */
  readonly now: number;
  /** The reply's text; empty when there was none. Ends the step where the model fails. */
  ask<Section extends string>(
    prompt: WorkflowPrompt<Section>,
    texts: Readonly<Record<Section, string>>,
    options?: AskLimits,
  ): Promise<string>;
  /** The same, for a reply in JSON: a reader that gives what is there and reports what is not. */
  askJson<Section extends string>(
    prompt: WorkflowPrompt<Section>,
    texts: Readonly<Record<Section, string>>,
  ): Promise<JsonReader>;
  read(
    query: string,
    options?: { readonly limit?: number; readonly filter?: MetaFilter },
  ): Promise<readonly Entry[]>;
  readAll(): Promise<readonly Entry[]>;
  /** How alike the query is to each text, at most 1. */
  similar(query: string, texts: readonly string[]): Promise<readonly number[]>;
  report(kind: Issue['kind'], message: string): void;
}
