/**
 * Custom losses as data: a list of expression nodes in evaluation order.
 *
 * @module
 */

/** An input of a custom loss. It has one number for each trained token. */
export type LossInput = 'logprobs' | 'oldLogprobs' | 'advantages';

export type UnaryLossOp = 'negate' | 'exp' | 'log' | 'detach' | 'sum' | 'mean';
export type BinaryLossOp = 'plus' | 'minus' | 'times' | 'dividedBy' | 'minimum' | 'maximum' | 'isAbove';

/** A node of an expression. `of` lists the positions of its operands, which precede it. */
export type LossNode =
  | { readonly op: 'input'; readonly name: LossInput }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: UnaryLossOp; readonly of: readonly [number] }
  | { readonly op: BinaryLossOp; readonly of: readonly [number, number] }
  | { readonly op: 'clamp'; readonly of: readonly [number]; readonly low: number; readonly high: number };

/**
 * A loss created by `defineLoss`. It is plain data, so it can be sent to a worker or a server. The last node
 * is the loss.
 */
export interface CustomLoss {
  readonly name: 'custom';
  /** Name in messages and logs. */
  readonly label: string;
  readonly nodes: readonly LossNode[];
}

/** Returns for each node whether it has one value per token (`true`) or one per datum (`false`). */
export function listShapes(nodes: readonly LossNode[]): readonly boolean[] {
  const shapes: boolean[] = [];
  for (const node of nodes) {
    if (node.op === 'input') shapes.push(true);
    else if (node.op === 'constant' || node.op === 'sum' || node.op === 'mean') shapes.push(false);
    else shapes.push(node.of.some((place) => shapes[place]));
  }
  return shapes;
}
