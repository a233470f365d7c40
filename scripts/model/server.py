"""Serves a GGUF model with llama.cpp's own HTTP server, for scripts/test-model.ts.

server.py MODEL [ADAPTER]   prints the address, then serves on a free port of the loopback device until stdin ends
"""
import sys

import xllamacpp


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
    params.fit_params = False
    if adapter is not None:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(adapter, 1.0)]
    return xllamacpp.Server(params)


if __name__ == "__main__":
    server = serve(*sys.argv[1:])
    print(server.listening_address, flush=True)
    sys.stdin.read()
