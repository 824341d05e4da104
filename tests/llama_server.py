"""llama.cpp's server with one model, to be killed: `python -m tests.llama_server FILE` prints its address."""

from __future__ import annotations

import sys

from xllamacpp import CommonParams, Server


def main() -> None:
    """Serve on a free port of this machine until the standard input ends."""
    params = CommonParams()
    params.model.path = sys.argv[1]
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_batch, params.n_parallel = 8192, 256, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.ui, params.verbosity, params.endpoint_slots = False, -1, True
    server = Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
