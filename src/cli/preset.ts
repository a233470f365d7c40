/**
 * Presets: options that go together, by name.
 *
 * @module
 */
import { type Command, Option } from 'commander';
import { OFFICIAL } from '../released/compatibility.ts';
import type { MemoryFlags } from './memory-options.ts';
import type { ModelFlags } from './model-options.ts';
import { unknownName } from './usage-error.ts';

/** Values of options by key. */
type PresetValues = Partial<ModelFlags & MemoryFlags>;

/**
 * Presets by name. `atommem-8b` runs the released checkpoint as released: its evaluator's temperature and
 * retries, its agent's rules and limits. It expects a server that serves the checkpoint as `AtomMem` and
 * Qwen3-Embedding-0.6B as `qwen3-embedding`. The prompt shape is that of the checkpoint's last training. The
 * released evaluator sends the other one: `--prompt-shape flattened`.
 */
export const PRESETS: ReadonlyMap<string, PresetValues> = new Map<string, PresetValues>([
  [
    'atommem-8b',
    {
      model: 'AtomMem',
      codec: 'atommem-8b',
      promptShape: 'native',
      temperature: 0.6,
      topP: 1,
      maxOutputTokens: 4096,
      retries: 4,
      rules: OFFICIAL,
      k: 6,
      readTiming: 'next-step',
      chunkSize: 4000,
      retriever: 'vector',
      embeddingModel: 'qwen3-embedding',
      queryPrefix: 'qwen3',
    },
  ],
]);

/** Adds `--preset`. Flags on the command line take precedence over its values. */
export function addPresetOption(command: Command): Command {
  const names = [...PRESETS.keys()];
  return command
    .addOption(
      new Option('--preset <name>', `options that go together: ${names.join(', ')}`).argParser((name) => {
        if (!PRESETS.has(name)) throw unknownName('preset', name, names);
        return name;
      }),
    )
    .hook('preAction', (_, called) => applyPreset(called));
}

function applyPreset(command: Command): void {
  const { preset } = command.opts<{ readonly preset?: string }>();
  if (preset === undefined) return;
  for (const [name, value] of Object.entries(PRESETS.get(preset)!)) {
    const source = command.getOptionValueSource(name);
    if (source === undefined || source === 'default') {
      command.setOptionValueWithSource(name, value, 'config');
    }
  }
}
