"""Real clients against real servers on this machine, well and badly behaved."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from index import Index, ModelError
from qa import Assistant, Message, QASettings, Turn, load_llm
from qa.llm import LlamaIndexLLM, remote_host

QUESTION = "What has China urged?"
ASKED = [Message("system", "Be brief."), Message("user", "Well?")]
OPEN = QASettings(threshold=0.0)


class Handler(BaseHTTPRequestHandler):
    """Keeps what was sent, then behaves as its server was told."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        """One question to the model."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body))
        self.close_connection = True
        self.server.behave(self)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        """Status and headers of a body in chunks."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send(self, line: str) -> None:
        """One chunk."""
        data = line.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def end(self) -> None:
        """The last chunk."""
        self.wfile.write(b"0\r\n\r\n")


class Server(ThreadingHTTPServer):
    """A server of one behaviour that keeps its requests."""

    daemon_threads = True

    def __init__(self, behave: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave = behave
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.released = threading.Event()


@contextmanager
def serving(behave: Callable[[Handler], None]) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server(behave)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def openai_piece(text: str) -> str:
    """A piece of an answer as OpenAI's protocol streams it."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n"


def ollama_piece(text: str, *, done: bool = False) -> str:
    """A piece of an answer as Ollama's protocol streams it."""
    piece = {"model": "m", "created_at": "2024-01-01T00:00:00Z", "message": {"role": "assistant", "content": text}}
    return json.dumps(piece | {"done": done}) + "\n"


class OpenAI:
    """OpenAI's protocol, well and badly spoken."""

    path = "/v1/chat/completions"

    def model(self, port: int, *, timeout: float = 20.0) -> LlamaIndexLLM:
        return load_llm(f"http://127.0.0.1:{port}/v1#tiny", timeout=timeout)

    def begin(self, handler: Handler) -> None:
        handler.begin()

    def piece(self, text: str) -> str:
        return openai_piece(text)

    def last(self) -> str:
        return "data: [DONE]\n\n"


class Ollama:
    """Ollama's protocol, well and badly spoken."""

    path = "/api/chat"

    def model(self, port: int, *, timeout: float = 20.0) -> LlamaIndexLLM:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OLLAMA_HOST", f"http://127.0.0.1:{port}")
            return load_llm("ollama:tiny", timeout=timeout)

    def begin(self, handler: Handler) -> None:
        handler.begin(kind="application/x-ndjson")

    def piece(self, text: str) -> str:
        return ollama_piece(text)

    def last(self) -> str:
        return ollama_piece("", done=True)


Protocol = OpenAI | Ollama


@pytest.fixture(params=[OpenAI, Ollama], ids=["openai", "ollama"])
def protocol(request: pytest.FixtureRequest) -> Protocol:
    """Each protocol in turn."""
    return request.param()  # type: ignore[no-any-return]


def saying(protocol: Protocol, text: str) -> Callable[[Handler], None]:
    """A server that answers well, in pieces."""

    def behave(handler: Handler) -> None:
        protocol.begin(handler)
        for start in range(0, len(text), 9):
            handler.send(protocol.piece(text[start : start + 9]))
        handler.send(protocol.last())
        handler.end()

    return behave


def test_an_answer_comes_in_pieces_from_a_real_server(protocol: Protocol) -> None:
    with serving(saying(protocol, "China urged restraint [1].")) as server:
        pieces = list(protocol.model(server.server_port).stream(ASKED))
    assert len(pieces) > 1
    assert "".join(pieces) == "China urged restraint [1]."
    ((path, body),) = server.requests
    assert path == protocol.path
    assert body["model"] == "tiny"
    assert [(said["role"], said["content"]) for said in body["messages"]] == [
        ("system", "Be brief."),
        ("user", "Well?"),
    ]


def test_a_real_server_writes_the_answer(
    samples: Index, protocol: Protocol, number_of: Callable[[str, str], int]
) -> None:
    china = number_of(QUESTION, "China urged both")
    with serving(saying(protocol, f"China urged restraint [{china}]. Nothing else matters.")) as server:
        answer = Assistant(samples, llm=protocol.model(server.server_port), settings=OPEN).ask(QUESTION)
    assert answer.text == "China urged restraint [1]."
    assert [note.kind for note in answer.notes] == ["dropped"]
    assert len(server.requests) == 1


def failing(handler: Handler) -> None:
    """A server with a fault of its own."""
    handler.begin(500, "application/json")
    handler.send('{"error": {"message": "out of memory"}}')
    handler.end()


def hanging_up(handler: Handler) -> None:
    """A server that goes away before it has said anything."""
    handler.begin()
    handler.wfile.flush()


def garbage(handler: Handler) -> None:
    """A server that speaks no protocol."""
    handler.begin()
    handler.send("data: {this is not JSON\n\n<html>no</html>\n")
    handler.end()


def hollow(handler: Handler) -> None:
    """A server that answers with valid JSON of another form."""
    handler.begin()
    handler.send('data: {"cheese": 1}\n\n{"cheese": 1}\n')
    handler.end()


def another_page(handler: Handler) -> None:
    """A server that is a web site."""
    handler.begin(200, "text/html")
    handler.send("<!doctype html>\n<title>Welcome</title>\n")
    handler.end()


def silent(handler: Handler) -> None:
    """A server that ends a good answer at once."""
    handler.begin()
    handler.end()


def hanging(handler: Handler) -> None:
    """A server that never answers."""
    handler.server.released.wait(30)


@pytest.mark.parametrize(
    ("behave", "timeout"),
    [
        (failing, 20.0),
        (hanging_up, 20.0),
        (garbage, 20.0),
        (hollow, 20.0),
        (another_page, 20.0),
        (silent, 20.0),
        (hanging, 0.05),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_bad_server_still_leaves_the_quotes_and_a_note(
    samples: Index, assistant: Assistant, protocol: Protocol, behave: Callable[[Handler], None], timeout: float
) -> None:
    with serving(behave) as server:
        model = protocol.model(server.server_port, timeout=timeout)
        answer = Assistant(samples, llm=model, settings=OPEN).ask(QUESTION)
    assert answer.text == assistant.ask(QUESTION).text
    assert [note.kind for note in answer.notes] == ["model unavailable"]
    assert "did not answer ()" not in answer.notes[0].text


def test_a_silent_server_is_asked_once_and_not_again(samples: Index, protocol: Protocol) -> None:
    with serving(hanging) as server:
        Assistant(samples, llm=protocol.model(server.server_port, timeout=1.0), settings=OPEN).ask(QUESTION)
        assert len(server.requests) == 1


def test_a_server_that_is_down_leaves_the_quotes_and_a_note(
    samples: Index, assistant: Assistant, protocol: Protocol
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    answer = Assistant(samples, llm=protocol.model(port), settings=OPEN).ask(QUESTION)
    assert answer.text == assistant.ask(QUESTION).text
    assert [note.kind for note in answer.notes] == ["model unavailable"]


def test_a_server_that_is_down_does_not_stop_a_follow_up(samples: Index, protocol: Protocol) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    model = protocol.model(port)
    answer = Assistant(samples, llm=model, settings=OPEN).ask("Why does it care?", history=[Turn("user", QUESTION)])
    assert answer.question == "Why does China care?"


def test_a_server_that_hangs_up_on_the_way_keeps_what_was_shown(
    samples: Index, protocol: Protocol, number_of: Callable[[str, str], int]
) -> None:
    china = number_of(QUESTION, "China urged both")

    def behave(handler: Handler) -> None:
        protocol.begin(handler)
        for piece in (f"China urged restraint [{china}]. ", "India then ", "also"):
            handler.send(protocol.piece(piece))

    with serving(behave) as server:
        answer = Assistant(samples, llm=protocol.model(server.server_port), settings=OPEN).ask(QUESTION)
    assert answer.text == "China urged restraint [1]."
    assert [note.kind for note in answer.notes] == ["model unavailable"]


def test_a_reader_who_leaves_hangs_up(protocol: Protocol) -> None:
    hung_up = threading.Event()

    def behave(handler: Handler) -> None:
        protocol.begin(handler)
        with contextlib.suppress(OSError):
            while not handler.server.released.is_set():
                handler.send(protocol.piece("word "))
        hung_up.set()

    with serving(behave) as server:
        stream = protocol.model(server.server_port).stream(ASKED)
        next(stream)
        assert not hung_up.is_set()
        stream.close()  # type: ignore[attr-defined]
        assert hung_up.wait(10)


def test_an_error_keeps_its_cause(protocol: Protocol) -> None:
    with serving(failing) as server, pytest.raises(ModelError) as caught:
        list(protocol.model(server.server_port).stream(ASKED))
    assert caught.value.__cause__ is not None
    assert str(caught.value)


def test_nothing_is_sent_before_the_first_question(samples: Index, protocol: Protocol) -> None:
    with serving(failing) as server:
        Assistant(samples, llm=protocol.model(server.server_port))
        assert server.requests == []


def test_a_refusal_sends_nothing(samples: Index, protocol: Protocol) -> None:
    with serving(failing) as server:
        answer = Assistant(samples, llm=protocol.model(server.server_port)).ask("Who won the World Cup?")
        assert server.requests == []
    assert answer.refused


@pytest.mark.parametrize(
    "spec",
    ["", "gpt-4", "openai:", "ollama:", "gguf:", "http://", "http://host/v1", "http://host/v1#", "http:///v1#m", "http://[::1/v1#m",
     "http://host:port/v1#m", "http://host:99999/v1#m", "ftp://host/v1#m", "nonsense:thing"],
)  # fmt: skip
def test_a_spec_that_names_no_model_is_an_error_that_shows_the_way(spec: str) -> None:
    with pytest.raises(ModelError, match=r"use openai:NAME|http://host:port/v1#NAME"):
        load_llm(spec)


def test_openai_without_a_key_is_an_error_that_says_where_to_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        load_llm("openai:gpt-4o-mini")


def test_a_model_file_without_llama_cpp_is_an_error_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelError, match=re.escape("pip install xllamacpp")):
        load_llm(f"gguf:{tmp_path / 'model.gguf'}")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://127.0.0.1:8000/v1", None),
        ("http://localhost/v1", None),
        ("http://LOCALHOST:1/v1", None),
        ("http://[::1]:11434", None),
        ("127.0.0.1:11434", None),
        ("0.0.0.0:11434", None),
        ("https://api.openai.com/v1", "api.openai.com"),
        ("http://10.0.0.7:11434", "10.0.0.7"),
        ("gpu.local:11434", "gpu.local"),
        ("http://127.0.0.1.evil.example/v1", "127.0.0.1.evil.example"),
        ("http://localhost@evil.example/v1", "evil.example"),
    ],
)
def test_only_this_machine_is_not_remote(address: str, host: str | None) -> None:
    assert remote_host(address) == host


def test_a_remote_model_is_announced_and_a_local_one_is_not(samples: Index) -> None:
    remote = Assistant(samples, llm=load_llm("https://models.example/v1#m"))
    assert remote.model_note == "Questions and quoted passages are sent to models.example."
    assert Assistant(samples, llm=load_llm("http://127.0.0.1:1/v1#m")).model_note is None
    assert Assistant(samples).model_note is None


def test_openai_is_announced(samples: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert load_llm("openai:gpt-4o-mini").host == "api.openai.com"


def test_the_key_for_openai_is_sent_to_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(vars(load_llm("http://models.example/v1#any")))
