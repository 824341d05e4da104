"""A language model in a GGUF file, run inside this process by llama.cpp."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from index import ModelError
from qa import prompts
from qa.records import Message

if TYPE_CHECKING:
    from xllamacpp import Server

BATCH = 256
"""Tokens of a prompt read at a time: between two batches a model can be told to stop."""

Heard = SimpleQueue[str | ModelError | None]


class GGUFModel:
    """A model of one file as an `LLM`; nothing leaves this machine. One answer is written at a time, others wait."""

    host: str | None = None

    def __init__(self, path: str | Path, *, context: int, timeout: float) -> None:
        """Load the file: `context` in tokens, `timeout` in seconds of silence.

        Raises ModelError where there is no such file, llama.cpp cannot read it, or its package is not installed.
        """
        self._timeout = timeout
        self._server = _server(Path(path).expanduser(), context)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces as they come; raises ModelError. Closing it stops the model before its next batch."""
        heard: Heard = SimpleQueue()
        unwanted = Event()
        Thread(target=_speak, args=(self._server, messages, heard, unwanted), daemon=True).start()
        try:
            while (piece := self._next(heard)) is not None:
                if piece:
                    yield piece
        finally:
            unwanted.set()

    def _next(self, heard: Heard) -> str | None:
        """The next piece, empty while the prompt is read; None at the end."""
        try:
            piece = heard.get(timeout=self._timeout)
        except Empty:
            raise ModelError(prompts.MODEL_STALLED.format(seconds=self._timeout)) from None
        if isinstance(piece, ModelError):
            raise piece
        return piece


def _server(path: Path, context: int) -> Server:
    """The file, loaded. llama.cpp also listens on a port of this machine: a key that nobody knows closes it."""
    try:
        from xllamacpp import CommonParams, Server
    except ImportError as error:
        raise ModelError("llama.cpp is not installed: pip install xllamacpp") from error
    if not path.is_file():
        raise ModelError(f"there is no model file {path}")
    params = CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_batch, params.n_parallel = context, BATCH, 1
    # One core is left to the rest: threads that wait for one another stall where the cores are taken.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 2) - 1)
    params.api_keys, params.ui, params.verbosity = [secrets.token_hex()], False, -1
    try:
        return Server(params)
    except RuntimeError as error:
        raise ModelError(f"{path} cannot be read as a GGUF model: is it whole?") from error


def _speak(server: Server, messages: Sequence[Message], heard: Heard, unwanted: Event) -> None:
    """Put the pieces of an answer in a queue, then None; an error in its place."""

    def hear(chunk: dict[str, Any]) -> bool:
        """Take one chunk; true stops the model."""
        heard.put(_piece(chunk))
        return unwanted.is_set()

    said = [{"role": message.role, "content": message.text} for message in messages]
    request = {"messages": said, "stream": True, "temperature": 0.0, "return_progress": True}
    try:
        server.handle_chat_completions(request, hear)
        heard.put(None)
    except Exception as error:  # whatever the binding raises, the one who waits must hear of it
        failed = ModelError(" ".join(str(error).split())[:200] or type(error).__name__)
        failed.__cause__ = error
        heard.put(failed)


def _piece(chunk: dict[str, Any]) -> str | ModelError:
    """The text of a chunk, empty where it only tells how far the prompt is read; the error where it is one."""
    if error := chunk.get("error"):
        return ModelError(str(error.get("message", error) if isinstance(error, dict) else error))
    return "".join(choice["delta"].get("content") or "" for choice in chunk.get("choices", ()))
