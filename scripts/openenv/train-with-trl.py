"""Trains a model with TRL's GRPO on the tasks of `atommem serve openenv`.

python train-with-trl.py URL              two updates of a tiny random model, on a CPU
python train-with-trl.py URL Qwen/Qwen3-0.6B
"""

import json
import random
import sys
from statistics import mean

from datasets import Dataset
from openenv.core.generic_client import GenericEnvClient
from trl import GRPOConfig, GRPOTrainer

URL = sys.argv[1]
MODEL = sys.argv[2] if len(sys.argv) > 2 else None
PRICE = 0.001  # per token, so that episodes of a group differ even if all answers are wrong


def tiny_model():
    """Builds a Qwen3 of two layers with random weights, and a tokenizer of bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    words = [*sorted(pre_tokenizers.ByteLevel.alphabet()), "<|im_start|>", "<|im_end|>"]
    bytes_only = Tokenizer(models.BPE({word: place for place, word in enumerate(words)}, []))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bytes_only, eos_token="<|im_end|>", pad_token="<|im_end|>", bos_token="<|im_start|>"
    )
    tokenizer.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    shape = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2)
    heads = dict(num_key_value_heads=2, head_dim=16, vocab_size=len(words))
    return Qwen3ForCausalLM(Qwen3Config(**shape, **heads)), tokenizer


def act(client, reply):
    """Sends a reply. Returns the next prompt, which is empty at the end, and the reward."""
    try:
        result = client.step({"reply": reply})
    except RuntimeError as error:  # The episode failed. It has no reward, and TRL leaves it out.
        print(error, file=sys.stderr)
        return [], None
    return result.observation["prompt"], result.reward


def play(seeds, trainer):
    """Plays one episode for each seed, all at the same time. Returns one step of each episode, with its reward."""
    tokenizer = trainer.processing_class
    clients = [GenericEnvClient(base_url=URL).sync() for _ in seeds]
    try:
        shown = [client.reset(seed=int(seed)).observation["prompt"] for client, seed in zip(clients, seeds)]
        rewards = [None for _ in seeds]
        steps = [[] for _ in seeds]
        while running := [place for place, prompt in enumerate(shown) if prompt]:
            prompts = [
                tokenizer.apply_chat_template(shown[place], add_generation_prompt=True, return_dict=True)["input_ids"]
                for place in running
            ]
            # Private: TRL 1.16 has no public function that samples from both vLLM and transformers.
            replies, logprobs = trainer._generate_single_turn(prompts, None, {}, 1)
            for place, *step in zip(running, prompts, replies, logprobs or replies):
                steps[place].append(step)
                text = tokenizer.decode(step[1], skip_special_tokens=True)
                shown[place], rewards[place] = act(clients[place], text)
    finally:
        for client in clients:
            client.close()
    # A memory is read anew at every step, so an episode is not one growing conversation. TRL takes one prompt and
    # reply for each row: a step drawn at random, with the reward of the whole episode.
    prompt_ids, completion_ids, scores = zip(*(random.choice(own) for own in steps))
    return {
        "prompt_ids": list(prompt_ids),
        "completion_ids": list(completion_ids),
        "logprobs": list(scores) if logprobs else None,
        "reward": [
            None if reward is None else reward - PRICE * mean(len(reply) for _, reply, _ in own)
            for reward, own in zip(rewards, steps)
        ],
    }


def episode_reward(completions, reward, **_):
    return reward


model, tokenizer = (MODEL, None) if MODEL else tiny_model()
trainer = GRPOTrainer(
    model=model,
    processing_class=tokenizer,
    reward_funcs=episode_reward,
    rollout_func=play,
    train_dataset=Dataset.from_dict({"prompt": [str(seed) for seed in range(1000)]}),
    args=GRPOConfig(
        output_dir="trl-run",
        max_steps=2,
        per_device_train_batch_size=8,  # two tasks
        num_generations=4,  # four episodes of each
        max_completion_length=256 if MODEL else 32,
        learning_rate=1e-6 if MODEL else 1e-3,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_cpu=MODEL is None,
        bf16=MODEL is not None,
    ),
)
trainer.train()
for record in trainer.state.log_history:
    if "grad_norm" in record:
        print(json.dumps({name: record[name] for name in ("step", "reward", "reward_std", "grad_norm", "loss")}))
