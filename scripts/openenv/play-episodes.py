"""Plays concurrent episodes with GenericEnvClient. Usage: play-episodes.py URL EPISODES. Prints one JSON object."""

import asyncio
import json
import re
import sys

from openenv.core.generic_client import GenericEnvClient

URL, EPISODES = sys.argv[1], int(sys.argv[2])
OPEN = 0
MOST_OPEN = 0


async def play(seed, barrier):
    global OPEN, MOST_OPEN
    async with GenericEnvClient(base_url=URL) as env:
        result = await env.reset(seed=seed)
        OPEN += 1
        MOST_OPEN = max(MOST_OPEN, OPEN)
        await barrier.wait()  # Every episode is open before the first one goes on.
        steps = 0
        written = 0
        seen = set()
        while not result.done:
            stage = result.observation["stage"]
            seen |= set(re.findall(r"Fact (\d+)\.", json.dumps(result.observation["prompt"])))
            written += stage == "memorise"
            writes = f"<create_memory>Fact {seed}.{steps}</create_memory>"
            reply = writes if stage == "memorise" else "<final_answer>unknown</final_answer>"
            result = await env.step({"reply": reply})
            steps += 1
        state = await env.state()
        OPEN -= 1
        entries = result.observation["metadata"]["entries"]
        return {
            "reward": result.reward,
            "steps": steps,
            "counted": state["step_count"],
            "entries": entries,
            "own": entries == written and seen <= {str(seed)},
        }


async def main():
    barrier = asyncio.Barrier(EPISODES)
    played = await asyncio.gather(*(play(seed, barrier) for seed in range(EPISODES)))
    print(json.dumps({"mostOpen": MOST_OPEN, "episodes": played}))


asyncio.run(main())
