"""Serves a GGUF model with llama.cpp's own HTTP server, for scripts/test-model.ts.

server.py MODEL [ADAPTER]   prints the address, then serves on a free port of the loopback device until stdin ends
"""
import sys

import xllamacpp

# SmolLM2's own template omits tools. This one lists them as Qwen 2.5 and Hermes do. It adds turns that show calls,
# because a model of this size does not follow a description alone.
TEMPLATE = """{%- if tools %}{{- '<|im_start|>system\n' }}{%- if messages[0].role == 'system' %}{{- messages[0].content + '\n\n' }}{%- endif %}
{{- '# Tools\n\nYou may call one or more functions. Their signatures are within <tools></tools>:\n<tools>' }}
{%- for tool in tools %}{{- '\n' + (tool | tojson) }}{%- endfor %}
{{- '\n</tools>\n\nFor each call, return a JSON object within <tool_call></tool_call>:\n<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call><|im_end|>\n' }}
{{- '<|im_start|>user\n<chunk>\nThe museum opened in 1903.\n</chunk>\nWrite the tool calls for this chunk now.<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{"name": "memory_create", "arguments": {"text": "The museum opened in 1903."}}\n</tool_call><|im_end|>\n' }}
{{- '<|im_start|>user\n<question>\nWhen did the museum open?\n</question>\nAnswer with final_answer.<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{"name": "final_answer", "arguments": {"text": "1903"}}\n</tool_call><|im_end|>\n' }}
{%- elif messages[0].role == 'system' %}{{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}{%- endif %}
{%- for message in messages %}
{%- if message.role == 'user' or (message.role == 'system' and not loop.first) or (message.role == 'assistant' and not message.tool_calls) %}{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}
{%- elif message.role == 'assistant' %}{{- '<|im_start|>assistant' }}{%- if message.content %}{{- '\n' + message.content }}{%- endif %}
{%- for tool_call in message.tool_calls %}{{- '\n<tool_call>\n{"name": "' + tool_call.function.name + '", "arguments": ' + (tool_call.function.arguments | tojson) + '}\n</tool_call>' }}{%- endfor %}{{- '<|im_end|>\n' }}
{%- elif message.role == 'tool' %}{{- '<|im_start|>user\n<tool_response>\n' + message.content + '\n</tool_response><|im_end|>\n' }}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}"""


def serve(path, adapter=None):
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.model_alias = ["local"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.use_jinja = True
    params.chat_template = TEMPLATE
    params.fit_params = False
    if adapter is not None:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(adapter, 1.0)]
    return xllamacpp.Server(params)


if __name__ == "__main__":
    server = serve(*sys.argv[1:])
    print(server.listening_address, flush=True)
    sys.stdin.read()
