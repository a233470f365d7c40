"""Reference values for scripts/test-model.ts, from PyTorch.

dequantise SOURCE TARGET   writes the GGUF file SOURCE with 16-bit weights
logprobs MODEL             reads {"prompt": ids, "reply": ids} and writes the log-probabilities of the reply
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


def logprobs(model):
    import torch
    from transformers import AutoModelForCausalLM

    request = json.load(sys.stdin)
    folder, name = os.path.split(model)
    network = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
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
    value = {"dequantise": dequantise, "logprobs": logprobs, "embed": embed}[command](*arguments)
    print(json.dumps(value))
