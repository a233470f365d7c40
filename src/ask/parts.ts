/**
 * Parts of the evidence engine that can be switched off, to measure what each is worth.
 *
 * @module
 */

export interface EngineParts {
  /** Stems per language. */
  readonly stemming: boolean;
  /** Headings, titles and file names count for the sentences below them. */
  readonly context: boolean;
  /** Sentences beside a sentence count for it. */
  readonly neighbours: boolean;
  /** Words of one meaning, parts of compounds, words with one letter changed. */
  readonly expansion: boolean;
  /** Sentences that hold what the question asks for (a date, a name, an amount) rank higher. */
  readonly answerType: boolean;
  /** Names in the best sentences lead to others. */
  readonly twoHop: boolean;
  /** Rows of tables are compared and filtered. */
  readonly tables: boolean;
  /** Of several values, the one with the latest date comes first. */
  readonly dates: boolean;
}

export const ALL_PARTS: EngineParts = {
  stemming: true,
  context: true,
  neighbours: true,
  expansion: true,
  answerType: true,
  twoHop: true,
  tables: true,
  dates: true,
};
