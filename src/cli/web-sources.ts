/**
 * Turns the sources of `atommem web` into tasks with tools.
 *
 * @module
 */
import { loadDataset } from '../dataset/load-dataset.ts';
import type { QuestionRecord } from '../dataset/question-record.ts';
import { AtomMemError } from '../shared/error.ts';
import type { SourceDocument } from '../task/observation.ts';
import type { Task } from '../task/task.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { corpusTools } from '../web/corpus-tools.ts';
import { linkPassages } from '../web/link-passages.ts';
import { loadArticleExtractor } from '../web/load-article-extractor.ts';
import { loadWebQuestions } from '../web/load-web-questions.ts';
import { createMiniWeb, type MiniWeb } from '../web/mini-web/mini-web.ts';
import { miniWebTasks } from '../web/mini-web/mini-web-tasks.ts';
import { type MiniWebServer, serveMiniWeb } from '../web/mini-web/serve-mini-web.ts';
import { openPageCache } from '../web/page-cache.ts';
import { pageReader } from '../web/page-reader.ts';
import { openWebRecording, readWebRecording, recordWebTools, replayWebTools } from '../web/recorded-web.ts';
import { retrieveTools } from '../web/retrieve-client.ts';
import { SEARCH_SERVICES, type SearchServiceName, searchService } from '../web/search-service.ts';
import { toWebTaskQuestion } from '../web/web-question.ts';
import { webTask } from '../web/web-task.ts';
import type { WebTools } from '../web/web-tools.ts';
import { usageError } from './usage-error.ts';
import type { WebConfig } from './web-config.ts';

/** Tasks of one source and seed. */
export interface WebSource {
  readonly name: string;
  readonly tasks: readonly Task[];
  /** The mini-web, for the expert. */
  readonly web?: MiniWeb;
  readonly server?: MiniWebServer;
}

/** Loads a source for one seed. Wraps its tools for recording or replay. */
export async function loadWebSource(
  data: string,
  seed: number,
  config: WebConfig,
  { tokenizer, environment }: { readonly tokenizer: Tokenizer; readonly environment: NodeJS.ProcessEnv },
): Promise<WebSource> {
  const wrap = await createWrapper(config);
  const common = { calls: config.webCalls, results: config.results, chunkSize: config.chunkSize, tokenizer };
  const mini = /^mini(?::(\d+))?$/.exec(data);
  if (mini !== null) {
    const web = createMiniWeb({ pages: Number(mini[1] ?? 2000), seed, questions: config.limit });
    const server = config.serve ? await serveMiniWeb(web) : undefined;
    const local = corpusTools(web.toWebPages(), { indexed: ({ url }) => web.isIndexed(url) });
    const tools = wrap(keepWanted(server?.tools ?? local, config));
    return {
      name: 'mini-web',
      tasks: miniWebTasks(web, { ...common, tools, toAddress: server?.toAddress }),
      web,
      server,
    };
  }
  const outside = await openOutsideTools(config, environment);
  const records = await loadRecords(data);
  if (records !== undefined) {
    const { tools, addressOf } = openPassages(records.documents);
    const chosen = wrap(keepWanted(outside ?? tools, config));
    const questions = records.records.slice(0, config.limit);
    return {
      name: questions[0]!.dataset,
      tasks: questions.map((record) => toPassageTask(record, addressOf, { ...common, tools: chosen })),
    };
  }
  const questions = (await loadWebQuestions(data, config)).slice(0, config.limit);
  if (questions.length === 0)
    throw usageError(`no question of ${data} is left`, 'Leave out --language, --type or --text-only');
  if (outside === undefined && config.replayWeb === undefined)
    throw usageError(
      `${data} needs a search engine`,
      'Pass --search searxng=URL, serper, brave, tavily or retrieve=URL',
    );
  const tools = wrap(keepWanted(outside ?? {}, config));
  return {
    name: questions[0]!.dataset,
    tasks: questions.map((question) =>
      webTask({
        ...common,
        ...{ id: question.id, dataset: question.dataset, tools, startUrl: question.startUrl },
        questions: [toWebTaskQuestion(question)],
      }),
    ),
  };
}

interface PassageRecords {
  readonly records: readonly QuestionRecord[];
  readonly documents: readonly SourceDocument[];
}

/** Reads a file of questions with documents; `undefined` for files of another kind. */
async function loadRecords(path: string): Promise<PassageRecords | undefined> {
  try {
    const { records, extraPassages } = await loadDataset(path, { answers: 'optional' });
    const documents = new Map<string, SourceDocument>();
    for (const record of records)
      for (const { document } of record.documents) documents.set(document.id, document);
    for (const passage of extraPassages) documents.set(passage.id, passage);
    return { records, documents: [...documents.values()] };
  } catch (cause) {
    if (
      AtomMemError.isInstance(cause, 'unknown-format') ||
      AtomMemError.isInstance(cause, 'unreadable-encoding')
    )
      return undefined;
    throw cause;
  }
}

function openPassages(documents: readonly SourceDocument[]): {
  readonly tools: Required<WebTools>;
  readonly addressOf: (id: string) => string | undefined;
} {
  const { pages, addressOf } = linkPassages(documents);
  return { tools: corpusTools(pages), addressOf };
}

function toPassageTask(
  { id, dataset, question, answers, type, documents }: QuestionRecord,
  addressOf: (id: string) => string | undefined,
  options: Omit<Parameters<typeof webTask>[0], 'id' | 'questions'>,
): Task {
  const gold = documents
    .filter(({ supporting }) => supporting)
    .flatMap(({ document }) => addressOf(document.id) ?? []);
  return webTask({
    ...options,
    id,
    dataset,
    questions: [{ id, text: question, answers, support: [...new Set(gold)], type }],
  });
}

function keepWanted({ search, read }: WebTools, config: WebConfig): WebTools {
  return config.read === 'none' ? { search } : { search, read };
}

/** Opens the search engine that is named, and a reader of the web. */
async function openOutsideTools(
  config: WebConfig,
  environment: NodeJS.ProcessEnv,
): Promise<WebTools | undefined> {
  const { search, pageCache, articles } = config;
  const [name = '', url] = search.split(/=(.*)/s);
  if (name === 'corpus') return undefined;
  if (name === 'retrieve') {
    if (url === undefined) throw usageError('--search retrieve has no address', 'Pass --search retrieve=URL');
    return retrieveTools({ url });
  }
  if (!SEARCH_SERVICES.includes(name as SearchServiceName))
    throw usageError(
      `--search ${search} is not known`,
      `Pass corpus, retrieve=URL or one of ${SEARCH_SERVICES.join(', ')}`,
    );
  const key = environment[`${name.toUpperCase()}_API_KEY`];
  return {
    search: searchService({ service: name as SearchServiceName, key, url }),
    read: pageReader({
      cache: pageCache === undefined ? undefined : openPageCache(pageCache),
      extractArticle: articles ? await loadArticleExtractor() : undefined,
    }),
  };
}

async function createWrapper({ recordWeb, replayWeb }: WebConfig): Promise<(tools: WebTools) => WebTools> {
  if (replayWeb !== undefined) {
    const calls = await readWebRecording(replayWeb);
    return () => replayWebTools(calls);
  }
  if (recordWeb === undefined) return (tools) => tools;
  const record = openWebRecording(recordWeb);
  return (tools) => recordWebTools(tools, record);
}
