/**
 * Parts of the evidence engine that can be disabled, for ablations.
 *
 * @module
 */

export interface EngineParts {
  /** Stems per language. */
  readonly stemming: boolean;
  /** Context: headings, titles and file names count for the sentences below them. */
  readonly context: boolean;
  /** Neighbouring sentences count for a sentence. */
  readonly neighbours: boolean;
  /** Synonyms, parts of compounds, words with one letter changed. */
  readonly expansion: boolean;
  /** Sentences with the asked kind of answer (a date, a name, an amount) rank higher. */
  readonly answerType: boolean;
  /** Names in the best sentences lead to other sentences. */
  readonly twoHop: boolean;
  /** Rows of tables are compared and filtered. */
  readonly tables: boolean;
  /** Of several values, the latest one comes first. */
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
