/**
 * Tables about the quality of memories.
 *
 * @module
 */
import { ANSWER_FATES } from '../score/answer-fate.ts';
import type { RetainedDocument } from '../score/retention.ts';
import { FATE_WORDS } from './fate-words.ts';
import type { EpisodeDigest } from './report-input.ts';
import { formatShare, percent, type ReportTable, type TableCell } from './report-table.ts';

/** Episodes of one policy on one data set and length. */
interface Group {
  readonly cells: readonly TableCell[];
  readonly digests: readonly EpisodeDigest[];
}

const GROUP_COLUMNS = [
  { title: 'Policy', figures: false },
  { title: 'Data set', figures: false },
  { title: 'Docs', figures: true },
];

/** Makes tables of question fates, memory quality, and evidence kept by number of hops. */
export function healthTables(digests: readonly EpisodeDigest[]): readonly ReportTable[] {
  const groups = groupDigests(digests);
  return groups.length === 0 ? [] : [fatesTable(groups), soundnessTable(groups), hopsTable(groups)];
}

function fatesTable(groups: readonly Group[]): ReportTable {
  return {
    title: 'Where questions are lost',
    note: 'Percent of questions, by how far the information they need got: an accepted answer as text, or all evidence documents for yes-or-no questions.',
    columns: [
      ...GROUP_COLUMNS,
      { title: '', figures: false },
      ...ANSWER_FATES.map((fate) => {
        const [title, hint] = FATE_WORDS[fate];
        return { title, hint, figures: true, swatch: `fate-${fate}` };
      }),
    ],
    rows: groups.map(({ cells, digests }) => {
      const fates = digests.flatMap(({ measure }) => measure.fates);
      const shares = ANSWER_FATES.map((fate) => ({
        share: fates.filter((each) => each === fate).length / Math.max(1, fates.length),
        style: `fate-${fate}`,
      }));
      return [...cells, { text: '', bar: shares }, ...shares.map(({ share }) => ({ text: percent(share) }))];
    }),
  };
}

function soundnessTable(groups: readonly Group[]): ReportTable {
  const figures = (title: string, hint: string) => ({ title, hint, figures: true });
  return {
    title: 'Memory health',
    note: 'Measured at the end of each episode. Duplicates, contradictions and entries are means per episode. A contradiction is a heuristic: two sentences that differ only in a number or a name.',
    columns: [
      ...GROUP_COLUMNS,
      figures(
        'Evidence stored',
        'Evidence documents shown that were a source of something in memory at any time, percent.',
      ),
      figures('Evidence kept', 'Evidence documents shown that are still a source at the end, percent.'),
      figures('Answer kept', 'Questions whose accepted answer is in memory at the end, percent.'),
      figures('Coverage', 'Documents read that are a source of something in memory at the end, percent.'),
      figures('Entries', 'Stored entries at the end.'),
      figures('Duplicates', 'Entries that nearly equal an older one.'),
      figures('Contradictions', 'Pairs of sentences that disagree.'),
      figures('Never read', 'Entries that no view showed and no Read found, percent of all made.'),
    ],
    rows: groups.map(({ cells, digests }) => {
      const measures = digests.map(({ measure }) => measure);
      const seen = measures.flatMap(({ retention }) =>
        retention.documents.filter(({ seenAt }) => seenAt !== null),
      );
      const answers = measures.flatMap(({ retention }) =>
        retention.answers.filter(({ inMemory }) => inMemory !== null),
      );
      const mean = (pick: (each: EpisodeDigest) => number): string =>
        (sum(digests, pick) / digests.length).toFixed(1);
      return [
        ...cells,
        ...[
          formatShare(seen.filter(({ storedAt }) => storedAt !== null).length, seen.length),
          formatShare(seen.filter(({ kept }) => kept).length, seen.length),
          formatShare(answers.filter(({ inMemory }) => inMemory).length, answers.length),
          formatShare(
            sum(measures, ({ documentsCovered }) => documentsCovered),
            sum(measures, ({ documentsRead }) => documentsRead),
          ),
          mean(({ score }) => score.entries.kept),
          mean(({ measure }) => measure.duplicates),
          mean(({ measure }) => measure.contradictions),
          formatShare(
            sum(measures, ({ neverRead }) => neverRead),
            sum(measures, ({ made }) => made),
          ),
        ].map((text) => ({ text })),
      ];
    }),
  };
}

function hopsTable(groups: readonly Group[]): ReportTable {
  const listSeen = (digests: readonly EpisodeDigest[]): readonly RetainedDocument[] =>
    digests.flatMap(({ measure }) => measure.retention.documents.filter(({ seenAt }) => seenAt !== null));
  const nameKind = ({ hops, type }: RetainedDocument): string =>
    `${hops} ${hops === 1 ? 'hop' : 'hops'}${type === null ? '' : `, ${type}`}`;
  const kinds = [...new Set(groups.flatMap(({ digests }) => listSeen(digests).map(nameKind)))].sort();
  return {
    title: 'Evidence kept, by kind of question',
    note: 'Evidence documents shown that are a source of something in memory at the end, percent (and how many were shown).',
    columns: [...GROUP_COLUMNS, ...kinds.map((title) => ({ title, figures: true }))],
    rows: groups.map(({ cells, digests }) => [
      ...cells,
      ...kinds.map((kind) => {
        const documents = listSeen(digests).filter((document) => nameKind(document) === kind);
        const kept = documents.filter((document) => document.kept).length;
        return {
          text: documents.length === 0 ? '–' : `${formatShare(kept, documents.length)} (${documents.length})`,
        };
      }),
    ]),
  };
}

function groupDigests(digests: readonly EpisodeDigest[]): readonly Group[] {
  const groups = new Map<string, { cells: readonly TableCell[]; digests: EpisodeDigest[] }>();
  for (const digest of digests) {
    const { policy, dataset, documents } = digest;
    const key = JSON.stringify([dataset, documents, policy]);
    const cells = [policy, dataset, documents === 0 ? '–' : String(documents)].map((text) => ({ text }));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cells, digests: [digest] });
    else group.digests.push(digest);
  }
  return [...groups.values()];
}

function sum<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((total, item) => total + pick(item), 0);
}
