/**
 * The contract of a memory layer in the conformance suite, and helpers of its cases.
 *
 * @module
 */

/** A memory layer that holds several users. Leave out what it cannot do: those cases are then `unsupported`. */
export interface MemoryLayer {
  /** Stores a text and returns its id. */
  create(user: string, text: string): Promise<string>;
  /** Returns the layer's own result objects: the best six for the query, or more. */
  search(user: string, query: string): Promise<readonly unknown[]>;
  /** Replaces the text of an entry. */
  update?(user: string, id: string, text: string): Promise<unknown>;
  delete(user: string, id: string): Promise<unknown>;
  /** Undoes the user's latest change. */
  undo?(user: string): Promise<unknown>;
  /** Erases an entry and its history. Default: `delete`. */
  forget?(user: string, id: string): Promise<unknown>;
  /** Returns everything that the layer still gives about a user and an entry: history, log, exports. */
  history?(user: string, id: string): Promise<unknown>;
  /** Returns every byte that the layer keeps outside this process. */
  rawBytes?(): Promise<Uint8Array>;
  /**
   * Runs one turn of a conversation that sees memory and is remembered. Returns the prompt that the model received.
   * The model, which you script, must reply "Noted.".
   */
  converse?(user: string, text: string): Promise<string>;
  close(): Promise<unknown>;
}

/** What a test passes to the suite. */
export interface MemoryLayerContext {
  /** Opens an empty layer that shares no data with any other. The suite closes it. */
  open(): Promise<MemoryLayer>;
  /** Opens the data of an open layer a second time, as another process would. The suite closes it. */
  openAgain?(layer: MemoryLayer): Promise<MemoryLayer>;
}

/** `unsupported` if the layer lacks what the case needs. */
export type MemoryLayerOutcome = 'passed' | 'unsupported';

/** One requirement for every memory layer. `run` throws if the layer does not meet it. */
export interface MemoryLayerCase {
  readonly topic: 'isolation' | 'writers' | 'vectors' | 'objects' | 're-observation' | 'undo' | 'forget';
  readonly name: string;
  run(context: MemoryLayerContext): Promise<MemoryLayerOutcome>;
}

/** A layer that has the optional calls of a case. */
type Capable<Call extends keyof MemoryLayer> = MemoryLayer & Required<Pick<MemoryLayer, Call>>;

/** Defines a case that runs on a fresh layer with the given optional calls. */
export function onLayer<Call extends keyof MemoryLayer>(
  topic: MemoryLayerCase['topic'],
  name: string,
  needs: readonly Call[],
  run: (layer: Capable<Call>, context: MemoryLayerContext) => Promise<void>,
): MemoryLayerCase {
  return {
    topic,
    name,
    async run(context) {
      const layer = await context.open();
      try {
        if (!hasCalls(layer, needs)) return 'unsupported';
        await run(layer, context);
        return 'passed';
      } finally {
        await layer.close();
      }
    },
  };
}

function hasCalls<Call extends keyof MemoryLayer>(
  layer: MemoryLayer,
  needs: readonly Call[],
): layer is Capable<Call> {
  return needs.every((call) => layer[call] !== undefined);
}

/** Returns the number of results that hold a text. */
export function countHolding(results: readonly unknown[], text: string): number {
  return results.filter((result) => holdsText(result, text)).length;
}

export function holdsText(value: unknown, text: string): boolean {
  return (JSON.stringify(value) ?? '').includes(text);
}

/** Replaces every text in a value, as a careless caller might. Frozen parts stay as they are. */
export function overwriteTexts(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === 'string') Reflect.set(value, key, 'overwritten');
    else overwriteTexts(field);
  }
}
