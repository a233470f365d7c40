/**
 * The entry `atommem/tasks`: document streams and dialogues, loaders of data sets, readers of your own files.
 *
 * @module
 */
export { type Dataset, type DatasetProblem, type LoadOptions, loadDataset } from '../dataset/load-dataset.ts';
export { loadLocomo } from '../dataset/locomo.ts';
export {
  addNoise,
  type Insertion,
  type NoiseKind,
  type NoiseOptions,
  type NoisyStream,
} from '../dataset/noise.ts';
export {
  type ReadDocuments,
  type ReadDocumentsOptions,
  readDocuments,
  type SkippedFile,
  STANDARD_INPUT,
} from '../dataset/read-documents.ts';
export { buildStreams, type DocumentStream, type StreamOptions } from '../dataset/stream-builder.ts';
export { type ChunkOptions, chunkDocuments } from '../task/chunk-documents.ts';
export type { Conversation, DialogueQuestion, Session, Turn } from '../task/dialogue/conversation.ts';
export { createDialogue, type DialogueOptions } from '../task/dialogue/dialogue.ts';
export { createDocumentStream, type DocumentStreamOptions } from '../task/document-stream.ts';
export type * from '../task/observation.ts';
export { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
export type { Environment, GivenAnswer, StepOutcome, Task, TaskQuestion } from '../task/task.ts';
export { loadDefaultTokenizer, loadHuggingFaceTokenizer, type Tokenizer } from '../task/tokenizer.ts';
