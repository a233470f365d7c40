"""Runs custom losses in PyTorch, as a Tinker server does, and prints each loss with its gradient as JSON."""

import json
import operator
import sys

import torch

MODULES = {"torch": torch, "operator": operator}


def read(arg, results):
    if isinstance(arg, dict):
        if "ref" in arg:
            return results[arg["ref"]]
        if "tuple" in arg:
            return tuple(read(item, results) for item in arg["tuple"])
        return {key: read(value, results) for key, value in arg["dict"].items()}
    return arg


def run(nodes, inputs):
    tensors = {name: torch.tensor(values, dtype=torch.float64) for name, values in inputs.items()}
    tensors["logprobs"].requires_grad_(True)
    results = {}
    for node in nodes:
        args = [read(arg, results) for arg in node["args"]]
        kwargs = {key: read(value, results) for key, value in node["kwargs"].items()}
        if node["op"] == "placeholder":
            results[node["name"]] = tensors[node["target"]]
        elif node["op"] == "call_function":
            module, name = node["target"].split(".")
            results[node["name"]] = getattr(MODULES[module], name)(*args, **kwargs)
        elif node["op"] == "call_method":
            results[node["name"]] = getattr(args[0], node["target"])(*args[1:], **kwargs)
        else:
            loss, _metrics = args[0]
            loss.backward()
            return {"loss": loss.item(), "slopes": tensors["logprobs"].grad.tolist()}


print(json.dumps([run(case["nodes"], case["inputs"]) for case in json.load(sys.stdin)]))
