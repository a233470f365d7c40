/**
 * Measures the speed of the local engine on this machine, as ratios within one run.
 *
 *     node bench/engine.ts
 *
 * For both arithmetics it measures:
 * - multiplication of 512 × 512 matrices on one thread
 * - a training step of the 0.89M model (4 layers, width 128, 4 heads, vocabulary 512, context 256, batch 16,
 *   loss on the second half of each sequence), two workers against one, and against PyTorch on as many
 *   threads where `python3` has it
 * - tokens sampled per second, 64 replies at a time
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import type { Datum } from '../src/engine/engine.ts';
import { createLocalEngine, type LocalEngine } from '../src/engine/local/create-local-engine.ts';
import { type Arithmetic, loadKernels } from '../src/engine/local/kernels.ts';
import { uniformNumbers } from '../src/engine/local/random.ts';

const MODEL = { layers: 4, width: 128, heads: 4, vocabularySize: 512, context: 256 };
const BATCH = 16;
const STEPS = 10;
const SAMPLED = 64;

/** The same model and step in PyTorch on two threads. Prints the median step time in milliseconds. */
const TORCH_PROGRAM = `
import sys, time, torch
from torch import nn
from torch.nn import functional as F
width, heads, depth, vocabulary, context, batch, steps = map(int, sys.argv[1:])
torch.set_num_threads(2)
torch.manual_seed(0)

class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm, self.mlp_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention_input = nn.Linear(width, 3 * width, bias=False)
        self.attention_output = nn.Linear(width, width, bias=False)
        self.mlp_input = nn.Linear(width, 4 * width, bias=False)
        self.mlp_output = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        rows, length, _ = x.shape
        split = self.attention_input(self.attention_norm(x)).view(rows, length, 3, heads, width // heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.attention_output(attended.transpose(1, 2).reshape(rows, length, width))
        return x + self.mlp_output(F.gelu(self.mlp_input(self.mlp_norm(x)), approximate='tanh'))

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.layers = nn.ModuleList([Layer() for _ in range(depth)])
        self.final = nn.LayerNorm(width)

    def forward(self, tokens):
        x = self.words(tokens) + self.positions.weight[:tokens.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return self.final(x[:, context // 2:]) @ self.words.weight.T

model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95), weight_decay=0)
times = []
for _ in range(steps):
    half = torch.randint(1, vocabulary, (batch, context // 2))
    tokens = torch.cat([half, half, half[:, :1]], 1)
    start = time.time()
    logits = model(tokens[:, :-1])
    loss = F.cross_entropy(logits.reshape(-1, vocabulary), tokens[:, context // 2 + 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    times.append(1000 * (time.time() - start))
print(sorted(times[2:])[(steps - 2) // 2])
`;

const torch = measureTorch();
console.log(`Node ${process.version}; 2 workers unless stated; medians of ${STEPS - 2} steps`);
console.log(
  torch === undefined
    ? 'PyTorch: not installed for python3; skipped'
    : `PyTorch: ${torch.toFixed(0)} ms a step`,
);
for (const arithmetic of ['reproducible', 'fused'] as const) await report(arithmetic);

async function report(arithmetic: Arithmetic): Promise<void> {
  const one = createLocalEngine({ model: MODEL, seed: 1, workers: 1, arithmetic });
  const two = createLocalEngine({ model: MODEL, seed: 1, workers: 2, arithmetic });
  console.log(`\n${two.arithmetic}, ${two.parameters} parameters`);
  const line = (name: string, value: string, target = ''): void =>
    console.log(`  ${name.padEnd(24)}${value.padStart(16)}  ${target}`);
  line('512 x 512, one thread', `${measureMultiplication(512, arithmetic).toFixed(1)} GFLOP/s`);
  const [oneStep, twoStep] = (await measureSteps([one, two])) as [number, number];
  line('training step', `${twoStep.toFixed(0)} ms`);
  line('  one worker', `${oneStep.toFixed(0)} ms`);
  line('  2 workers against 1', `${(oneStep / twoStep).toFixed(2)} x`, 'target: at least 1.8');
  if (torch !== undefined)
    line('  against PyTorch', `${(twoStep / torch).toFixed(2)} x`, 'target: at most 1.3');
  const speed = await measureSampling(two);
  const target = 'target: at least 16000 where a thread reaches 43 GFLOP/s';
  line(`sampling, ${SAMPLED} replies`, `${speed.toFixed(0)} tokens/s`, target);
  await Promise.all([one.close(), two.close()]);
}

function measureMultiplication(size: number, arithmetic: Arithmetic): number {
  const memory = new WebAssembly.Memory({ initial: 128, maximum: 128, shared: true });
  const kernels = loadKernels(memory, arithmetic);
  const place = (index: number): number => 65536 + index * 4 * size * size;
  const [a, b, c, scratch] = [place(0), place(1), place(2), place(3)];
  const run = (): void =>
    kernels.multiply(a, size, 1, b, size, 1, c, size, size, size, size, false, 1, scratch);
  run();
  return (2 * size ** 3) / (1e6 * medianTime(20, run));
}

function medianTime(rounds: number, run: () => void): number {
  return median(
    Array.from({ length: rounds }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

/**
 * Measures milliseconds per step of each engine. Engines alternate so that load on the machine affects all
 * equally.
 */
async function measureSteps(engines: readonly LocalEngine[]): Promise<readonly number[]> {
  const times = engines.map((): number[] => []);
  for (let step = 0; step < STEPS; step++) {
    for (const [index, engine] of engines.entries()) {
      const data = copyBatch(step);
      const start = performance.now();
      await engine.forwardBackward(data, { name: 'cross_entropy' });
      await engine.optimStep({ learningRate: 1e-3 });
      times[index]!.push(performance.now() - start);
    }
  }
  return times.map((list) => median(list.slice(2)));
}

/** Returns sequences whose second half repeats the first, with loss on the second half. */
function copyBatch(seed: number): readonly Datum[] {
  const uniform = uniformNumbers(seed);
  const { context, vocabularySize } = MODEL;
  const half = context / 2;
  const weights = Array.from({ length: context }, (_, i) => (i >= half ? 1 / (BATCH * half) : 0));
  return Array.from({ length: BATCH }, () => {
    const words = Array.from({ length: half }, () => 1 + Math.floor(uniform() * (vocabularySize - 1)));
    const tokens = [...words, ...words, words[0]!];
    return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
  });
}

async function measureSampling(engine: LocalEngine): Promise<number> {
  const requests = Array.from({ length: SAMPLED }, (_, index) => ({
    prompt: [1 + index],
    samplingParams: { maxTokens: MODEL.context, seed: index },
  }));
  const speeds: number[] = [];
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    await engine.sample(requests);
    speeds.push((1000 * SAMPLED * MODEL.context) / (performance.now() - start));
  }
  return median(speeds.slice(1));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function measureTorch(): number | undefined {
  const { width, heads, layers, vocabularySize, context } = MODEL;
  const shape = [width, heads, layers, vocabularySize, context, BATCH, STEPS].join(' ');
  const run = spawnSync('python3', ['-c', TORCH_PROGRAM, ...shape.split(' ')], { encoding: 'utf8' });
  return run.status === 0 ? Number(run.stdout.trim()) : undefined;
}
