"""Language models: the protocol, llama-index's clients behind it, and models by name."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from index import ModelError
from qa.records import Message

if TYPE_CHECKING:
    from llama_index.core.llms import LLM as LlamaIndexModel

OPENAI = "https://api.openai.com/v1"
OLLAMA = "http://127.0.0.1:11434"
SPECS = "openai:NAME, ollama:NAME, http://host:port/v1#NAME or gguf:PATH"
CONTEXT = 8192
"""Tokens of context asked of Ollama and llama.cpp: left alone, they take all a model can have, which is gigabytes."""


class LLM(Protocol):
    """A language model: one method. It may also have `host`, the machine that texts are sent to."""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces as they come; raises ModelError where there is none."""


class UntilItFails:
    """A language model for one answer: once it has failed it is not asked again, and fails for the same reason."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm
        self._failed: ModelError | None = None

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces as they come; raises ModelError where there is none, and ever after."""
        if self._failed is not None:
            raise self._failed
        try:
            yield from self._llm.stream(messages)
        except ModelError as error:
            self._failed = error
            raise


class LlamaIndexLLM:
    """Any llama-index chat model as an `LLM`; `host` is None where nothing leaves this machine."""

    def __init__(self, model: LlamaIndexModel, *, host: str | None = None) -> None:
        self._model = model
        self.host = host

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces as they come; raises ModelError, the client's own error as its cause.

        Closing it closes the connection, at which a server stops.
        """
        from llama_index.core.llms import ChatMessage

        chat = [ChatMessage(role=message.role, content=message.text) for message in messages]
        try:
            for piece in self._model.stream_chat(chat):
                if piece.delta:
                    yield piece.delta
        except GeneratorExit:
            gc.collect()  # OpenAI's stream refers to itself: until it is collected the server goes on writing
            raise
        except Exception as error:  # each client raises its own classes: httpx, openai, ollama, and more by others
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise ModelError(reason) from error


def load_llm(spec: str, *, key: str | None = None, timeout: float = 60.0) -> LLM:
    """A model by name: "openai:NAME", "ollama:NAME", "http://host:port/v1#NAME", or by file: "gguf:PATH".

    `key` is the server's; for openai: it is OPENAI_API_KEY in the environment unless given, and no other server is sent
    that one. `timeout` is how many seconds a model may stay silent. Nothing is sent before the first question, while a
    file is loaded at once. Raises ModelError for any other spec, a missing key, a file that is missing or no model, or
    a client that is not installed.
    """
    kind, _, name = spec.partition(":")
    if kind in ("http", "https"):
        address, _, name = spec.partition("#")
        if not name or not _hostname(address):
            raise ModelError(f"{spec!r} names no model: write it as http://host:port/v1#NAME")
        return _openai_like(name, address, key or "none", timeout)
    if kind == "openai" and name:
        key = key or os.environ.get("OPENAI_API_KEY")
        if not key:
            raise ModelError("openai: models need a key: set OPENAI_API_KEY")
        return _openai_like(name, OPENAI, key, timeout)
    if kind == "ollama" and name:
        return _ollama(name, os.environ.get("OLLAMA_HOST", OLLAMA), timeout)
    if kind == "gguf" and name:
        from qa.gguf import GGUFModel

        return GGUFModel(name, context=CONTEXT, timeout=timeout)
    raise ModelError(f"{spec!r} is no language model: use {SPECS}")


def remote_host(address: str) -> str | None:
    """The host of an address; None for this machine."""
    host = _hostname(address if "//" in address else f"//{address}")
    try:
        local = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        local = host == "localhost"
    return None if local else host


def _hostname(address: str) -> str:
    """The host of an address as written; empty where there is none, or no address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:
        return ""


def _openai_like(name: str, address: str, key: str, timeout: float) -> LlamaIndexLLM:
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as error:
        raise ModelError("the client is not installed: pip install 'briefings[llm]'") from error
    model = OpenAILike(
        model=name,
        api_base=address,
        api_key=key,
        is_chat_model=True,
        temperature=0.0,
        timeout=timeout,
        max_retries=0,  # a second attempt would only double the silence before the quotes are shown
    )
    return LlamaIndexLLM(model, host=remote_host(address))


def _ollama(name: str, address: str, timeout: float) -> LlamaIndexLLM:
    try:
        from llama_index.llms.ollama import Ollama
    except ImportError as error:
        raise ModelError("the client is not installed: pip install 'briefings[llm]'") from error
    model = Ollama(model=name, base_url=address, request_timeout=timeout, temperature=0.0, context_window=CONTEXT)
    return LlamaIndexLLM(model, host=remote_host(address))
