"""Reference values for scripts/test-model.ts, from PyTorch.

dequantise SOURCE TARGET   writes the GGUF file SOURCE with 16-bit weights
logprobs MODEL [ADAPTER]   reads {"prompt": ids, "reply": ids} and writes the log-probabilities of the reply, with the
                           deltas of the adapter added to the weights
adapter MODEL TARGET       writes a random LoRA adapter of rank 4 for the GGUF file MODEL
embed MINILM WORDLLAMA     reads a list of texts and writes their vectors by both models
"""
import json
import os
import sys


def dequantise(source, target):
    import numpy as np
    from gguf import GGUFReader, GGUFValueType, GGUFWriter, GGMLQuantizationType
    from gguf.quants import dequantize

    reader = GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = GGUFWriter(target, architecture)
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key in ("general.architecture", "general.file_type"):
            continue
        sub = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(key, field.contents(), field.types[0], sub_type=sub)
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type)
        kept = tensor.tensor_type == GGMLQuantizationType.F32
        writer.add_tensor(tensor.name, values.astype(np.float32 if kept else np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


RANK, ALPHA = 4, 8.0
# Tensors of GGUF and of transformers: both kinds of layers, and a query matrix, whose row order differs between the two.
ADAPTED = {"attn_q": "self_attn.q_proj", "attn_v": "self_attn.v_proj", "ffn_down": "mlp.down_proj"}


def adapter(model, target):
    import numpy as np
    from gguf import GGUFReader, GGUFWriter

    reader = GGUFReader(model)
    random = np.random.default_rng(1)
    writer = GGUFWriter(target, reader.fields["general.architecture"].contents())
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    for tensor in reader.tensors:
        if not any(tensor.name.endswith(f".{name}.weight") for name in ADAPTED):
            continue
        width, height = (int(size) for size in tensor.shape)
        a = random.normal(0, width**-0.5, (RANK, width))
        b = random.normal(0, 0.05, (height, RANK))
        writer.add_tensor(f"{tensor.name}.lora_a", a.astype(np.float32))
        writer.add_tensor(f"{tensor.name}.lora_b", b.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def merge(network, adapter, heads):
    import torch
    from gguf import GGUFReader

    found = {tensor.name: torch.from_numpy(tensor.data.copy()) for tensor in GGUFReader(adapter).tensors}
    weights = network.state_dict()
    for name, a in found.items():
        if not name.endswith(".lora_a"):
            continue
        _, layer, kind, _, _ = name.split(".")
        delta = found[name.replace(".lora_a", ".lora_b")] @ a * (ALPHA / RANK)
        if kind == "attn_q":  # GGUF interleaves the halves of each head
            rows, width = delta.shape
            delta = delta.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)
        weights[f"model.layers.{layer}.{ADAPTED[kind]}.weight"] += delta


def logprobs(model, adapter=None):
    import torch
    from transformers import AutoModelForCausalLM

    request = json.load(sys.stdin)
    folder, name = os.path.split(model)
    network = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
    if adapter is not None:
        with torch.no_grad():
            merge(network, adapter, network.config.num_attention_heads)
    ids = torch.tensor([request["prompt"] + request["reply"]])
    with torch.no_grad():
        scores = network(ids).logits[0].log_softmax(-1)
    start = len(request["prompt"]) - 1
    return [scores[start + place, token].item() for place, token in enumerate(request["reply"])]


def embed(minilm, wordllama):
    import glob
    import numpy as np
    import torch
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer
    from transformers import AutoModel, AutoTokenizer

    texts = json.load(sys.stdin)
    tokenizer = AutoTokenizer.from_pretrained(minilm)
    network = AutoModel.from_pretrained(minilm).eval()
    table = next(iter(load_file(glob.glob(f"{wordllama}/weights/*.safetensors")[0]).values())).astype(np.float32)
    words = Tokenizer.from_file(glob.glob(f"{wordllama}/tokenizers/*.json")[0])
    unit = lambda vector: (vector / np.linalg.norm(vector)).tolist()
    result = {"minilm": [], "wordllama": []}
    for text in texts:
        batch = tokenizer([text], return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            result["minilm"].append(unit(network(**batch).last_hidden_state[0].mean(0).numpy()))
        result["wordllama"].append(unit(table[words.encode(text, add_special_tokens=False).ids].mean(0)))
    return result


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    value = {"dequantise": dequantise, "logprobs": logprobs, "adapter": adapter, "embed": embed}[command](*arguments)
    print(json.dumps(value))
