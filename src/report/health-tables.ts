import { ANSWER_FATES } from '../score/answer-fate.ts';
import type { RetainedDocument } from '../score/retention.ts';
import { FATE_WORDS } from './fate-words.ts';
import type { EpisodeDigest } from './report-input.ts';
import { percent, type ReportTable, shareOf, type TableCell } from './report-table.ts';

/** A group of episodes that are alike: one policy on streams of one data set and length. */
interface Group {
  readonly cells: readonly TableCell[];
  readonly digests: readonly EpisodeDigest[];
}

const GROUP_COLUMNS = [
  { title: 'Policy', figures: false },
  { title: 'Data set', figures: false },
  { title: 'Docs', figures: true },
];

/** Where questions were won and lost, how sound the memories are, and what was kept by number of hops. */
export function healthTables(digests: readonly EpisodeDigest[]): readonly ReportTable[] {
  const groups = groupsOf(digests);
  return groups.length === 0 ? [] : [fatesTable(groups), soundnessTable(groups), hopsTable(groups)];
}

function fatesTable(groups: readonly Group[]): ReportTable {
  return {
    title: 'Where questions are won and lost',
    note: 'Percent of questions, by how far what they need came: an accepted answer as text or, for yes and no, all evidence documents.',
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
    note: 'Measured at the end of each episode, from the record alone. Duplicates, contradictions and entries are means per episode; a contradiction is a cheap sign: two sentences that agree but for a number or a name.',
    columns: [
      ...GROUP_COLUMNS,
      figures(
        'Evidence stored',
        'Evidence documents shown that were ever a source of something in memory, percent.',
      ),
      figures('Evidence kept', 'Those that still are at the end, percent of all shown.'),
      figures('Answer kept', 'Questions with an accepted answer anywhere in memory at the end, percent.'),
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
          shareOf(seen.filter(({ storedAt }) => storedAt !== null).length, seen.length),
          shareOf(seen.filter(({ kept }) => kept).length, seen.length),
          shareOf(answers.filter(({ inMemory }) => inMemory).length, answers.length),
          shareOf(
            sum(measures, ({ documentsCovered }) => documentsCovered),
            sum(measures, ({ documentsRead }) => documentsRead),
          ),
          mean(({ score }) => score.entries.kept),
          mean(({ measure }) => measure.duplicates),
          mean(({ measure }) => measure.contradictions),
          shareOf(
            sum(measures, ({ neverRead }) => neverRead),
            sum(measures, ({ made }) => made),
          ),
        ].map((text) => ({ text })),
      ];
    }),
  };
}

function hopsTable(groups: readonly Group[]): ReportTable {
  const documentsOf = (digests: readonly EpisodeDigest[]): readonly RetainedDocument[] =>
    digests.flatMap(({ measure }) => measure.retention.documents.filter(({ seenAt }) => seenAt !== null));
  const kindOf = ({ hops, type }: RetainedDocument): string =>
    `${hops} ${hops === 1 ? 'hop' : 'hops'}${type === null ? '' : `, ${type}`}`;
  const kinds = [...new Set(groups.flatMap(({ digests }) => documentsOf(digests).map(kindOf)))].sort();
  return {
    title: 'Evidence kept, by kind of question',
    note: 'Evidence documents shown that are a source of something in memory at the end, percent (and how many were shown).',
    columns: [...GROUP_COLUMNS, ...kinds.map((title) => ({ title, figures: true }))],
    rows: groups.map(({ cells, digests }) => [
      ...cells,
      ...kinds.map((kind) => {
        const documents = documentsOf(digests).filter((document) => kindOf(document) === kind);
        const kept = documents.filter((document) => document.kept).length;
        return {
          text: documents.length === 0 ? '–' : `${shareOf(kept, documents.length)} (${documents.length})`,
        };
      }),
    ]),
  };
}

function groupsOf(digests: readonly EpisodeDigest[]): readonly Group[] {
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
