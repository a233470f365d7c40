/**
 * Credit by lineage.
 *
 * @module
 */
import { average } from '../advantage.ts';
import { centreRewards, isLive } from './centre-rewards.ts';
import type { CreditOperation, CreditRollout, OperationCredit } from './credit-rollout.ts';

/**
 * Redistributes the advantage to the operations whose texts were shown (Fine-Mem, arXiv 2601.08435):
 *
 *     N(o) = Σ over questions j, over texts m shown for j and made by o:  a(j) / (|M(j)| · n)
 *
 * `a(j)` is the score of question `j` less its mean over the group. What no shown text accounts for is spread evenly, so
 * the sum over a rollout stays the advantage times the number of operations.
 */
export function lineageOperations(): OperationCredit {
  return { name: 'lineage', assign: (group) => redistribute(group, ({ among }) => 1 / among) };
}

/**
 * Redistributes the advantage along the provenance of the shown texts, with decay (MemQ, arXiv 2605.08374): an operation
 * `d` writes before the shown version gets `(γλ)^d` of the share.
 *
 * @param decay `γλ`, 0 to 1. Default 0.7.
 */
export function provenanceDecay({ decay = 0.7 }: { readonly decay?: number } = {}): OperationCredit {
  return {
    name: 'provenance decay',
    assign: (group) => redistribute(group, ({ among, distance }) => decay ** distance / among),
  };
}

type Share = (shown: CreditOperation['shown'][number]) => number;

function redistribute(group: readonly CreditRollout[], share: Share): readonly (readonly number[])[] {
  if (!isLive(group)) return group.map(({ operations }) => operations.map(() => 0));
  const advantages = centreRewards(group);
  const questions = group[0]?.scores.length ?? 0;
  const means = Array.from({ length: questions }, (_, question) =>
    average(group.map(({ scores }) => scores[question]!)),
  );
  return group.map(({ operations, scores }, rollout) => {
    const advantage = advantages[rollout]!;
    const owned = operations.map(({ shown }) =>
      shown.reduce(
        (sum, each) => sum + ((scores[each.question]! - means[each.question]!) * share(each)) / questions,
        0,
      ),
    );
    const rest = advantage - owned.reduce((sum, credit) => sum + credit, 0);
    return owned.map((credit) => operations.length * credit + rest);
  });
}
