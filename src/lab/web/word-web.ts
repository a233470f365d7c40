/**
 * Small webs whose pages are made of the lab's words, as web tasks that a small model can learn.
 *
 * @module
 */
import type { Vocabulary } from '../../engine/engine.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import type { Task } from '../../task/task.ts';
import type { TaskSource } from '../../train/rollout-group.ts';
import { vocabularyFor } from '../../train/words/vocabulary-for.ts';
import { createWordVocabulary } from '../../train/words/word-vocabulary.ts';
import { corpusTools } from '../../web/corpus-tools.ts';
import { webTask } from '../../web/web-task.ts';
import type { WebPage } from '../../web/web-tools.ts';
import { ENTITIES } from '../world.ts';

export type WordRelation = 'lives-in' | 'works-for' | 'owns';

/** A page below the start page of a person. */
export interface WordPage {
  readonly page: string;
  /** The relation that it states. */
  readonly relation: WordRelation;
  /** Possible values. */
  readonly values: readonly string[];
}

export const WORD_PAGES: readonly WordPage[] = [
  { page: 'home', relation: 'lives-in', values: ENTITIES.place.slice(0, 12) },
  { page: 'work', relation: 'works-for', values: ENTITIES.firm.slice(0, 12) },
  { page: 'things', relation: 'owns', values: ENTITIES.object.slice(0, 12) },
];

/** One thing that a question asks for. */
export interface WordPart {
  readonly person: string;
  readonly relation: WordRelation;
}

/** A web of one question: two facts about two people, each two clicks from a search. */
export interface WordWeb {
  readonly pages: readonly WebPage[];
  readonly parts: readonly WordPart[];
  /** The two facts as sentences, in the order of the parts. */
  readonly answer: string;
}

/** The people of all webs. */
const PEOPLE = ENTITIES.person.slice(0, 16);
const PEOPLE_IN_WEB = 5;
const CALLS = 8;
const SPLIT = ' and ';

/**
 * Creates a web: a start page for each of five people, with links to three pages of one fact each. The search engine
 * knows the start pages only. Equal seeds give equal webs.
 */
export function createWordWeb(seed: number): WordWeb {
  const random = createRandom(`${seed}/word-web`);
  const people = random.shuffle([...PEOPLE]).slice(0, PEOPLE_IN_WEB);
  const facts = new Map<string, string>();
  const pages = people.flatMap((person) => {
    const site = toSite(person);
    const below = WORD_PAGES.map(({ page, relation, values }): WebPage => {
      const value = random.pick(values);
      facts.set(`${person} ${relation}`, value);
      return {
        url: site + page,
        title: `${person} ${page}`,
        text: `${person} ${relation} ${value}`,
        links: [],
      };
    });
    const names = below.map(({ url }) => url.slice(site.length));
    const links = names.map((text, place) => {
      const start = names.slice(0, place).join(' ').length + (place === 0 ? 0 : 1);
      return { text, url: site + text, start, end: start + text.length };
    });
    return [{ url: site, title: person, text: names.join(' '), links }, ...below];
  });
  const [first, second] = people as [string, string];
  const parts = [first, second].map((person): WordPart => {
    return { person, relation: random.pick(WORD_PAGES).relation };
  });
  const sentences = parts.map((part) => `${writePart(part)} ${facts.get(writePart(part))}`);
  const answer = sentences.join(SPLIT);
  return { pages, parts, answer };
}

/**
 * Returns the web of a seed as a web task. The reward is the share of right facts.
 *
 * The agent sees one result or page at a time, so it must note the first fact before it looks for the second.
 */
export function wordWebTask(seed: number): Task {
  const { pages, parts, answer } = createWordWeb(seed);
  const text = parts.map(writePart).join(SPLIT);
  return webTask({
    id: `word-web-${seed}`,
    dataset: 'word-web',
    questions: [{ id: `word-web-${seed}-1`, text, answers: [answer], support: [] }],
    tools: corpusTools(pages, { indexed: ({ links }) => links.length > 0, name: 'word-web' }),
    calls: CALLS,
    results: 2,
    reward: ({ answers }, given) => scoreFacts(answers[0]!, given ?? ''),
  });
}

/** A source of word webs for `sft` and `grpo`. Sources with different seeds share no web. */
export function createWordWebSource(seed: number): TaskSource {
  return {
    open(index) {
      const task = wordWebTask(mixSeed(seed, index) >>> 0);
      const memory = () => ({ store: inMemoryStore(), namespace: task.id });
      return { task, memory, seed: index };
    },
  };
}

/** Creates the vocabulary of word webs: the lab's words, and those that the web task adds around them. */
export async function createWordWebVocabulary(): Promise<Vocabulary> {
  const tasks = Array.from({ length: 6 }, (_, index) => wordWebTask(index));
  const sites = PEOPLE.map((person) => toSite(person));
  const addresses = sites.flatMap((site) => [site, ...WORD_PAGES.map(({ page }) => site + page)]);
  const texts = [
    ...PEOPLE,
    ...addresses,
    ...WORD_PAGES.flatMap(({ relation, values }) => [relation, ...values]),
  ];
  const { tokens = [] } = await vocabularyFor(tasks, { episodes: 1, texts });
  // The marks around web text are random and differ in every step, so no policy can learn from them.
  const words = tokens.filter((token) => !token.startsWith('<') && !/^\[\/?web-/.test(token));
  return createWordVocabulary({ tools: ['search', 'read'], inputs: ['query', 'url'], words });
}

function toSite(person: string): string {
  return `http://${person.toLowerCase()}.test/`;
}

/** Writes a part without its value, such as `Greta lives-in`. */
export function writePart({ person, relation }: WordPart): string {
  return `${person} ${relation}`;
}

/** Returns the share of facts that are right and in the right order. */
function scoreFacts(answer: string, given: string): number {
  const facts = given.split(SPLIT);
  const wanted = answer.split(SPLIT);
  if (facts.length !== wanted.length) return 0;
  return wanted.filter((fact, place) => facts[place] === fact).length / wanted.length;
}
