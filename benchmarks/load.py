"""Twenty people at once, each in a conversation of their own with the real page over seeds/. `make bench-load`.

Every answer is compared with what one person alone was answered to the same questions: one that differs belongs to
another question or another conversation. SECONDS and USERS are read from the environment.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
FIRST = (
    "What has China urged?",
    "How many people were killed in Kerman?",
    "When do the ambassadors go back to their posts?",
    "What does Pakistan say was hit in Panjgur?",
    "How many were killed near Saravan?",
)
NEXT = ("And what did it offer?", "Who said so?", "When was that?", "Why?")
SCRIPTS = tuple((first, then, other) for first in FIRST for then, other in zip(NEXT, FIRST[1:], strict=True))
"""A question, one that needs it to be understood, and another: twenty of them, no two the same."""


@dataclass
class Tally:
    """What came of the questions of all users."""

    seconds: list[float] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Person:
    """One browser tab: a session with its own conversation, spoken to as the page's own script does."""

    def __init__(self, address: str, function: int) -> None:
        self._client = httpx.Client(base_url=address, timeout=180)
        self._function = function
        self._session = uuid.uuid4().hex

    def ask(self, question: str) -> str:
        """The whole conversation as HTML after a question; raises RuntimeError where the page gives an error."""
        said = {"data": [question, None, ""], "fn_index": self._function, "session_hash": self._session}
        self._client.post("/gradio_api/queue/join", json=said).raise_for_status()
        shown: Any = None
        with self._client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._session}) as stream:
            for message in _messages(stream):
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(str(message["output"]))
                    shown = message["output"]["data"][2]
                    break
        if not isinstance(shown, str):
            raise RuntimeError(f"no conversation came back: {str(shown)[:200]}")
        return shown

    def talk(self, script: tuple[str, ...]) -> Iterator[tuple[float, str]]:
        """The seconds and the outcome of each question of a new conversation."""
        for question in script:
            begun = time.perf_counter()
            shown = self.ask(question)
            yield time.perf_counter() - begun, said(shown)


def _messages(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def said(html: str) -> str:
    """A conversation without what differs each time it is kept: its number, and the key of its reasons."""
    plain = re.sub(r"conversation/\d+|why/[-0-9a-f]+|(reason|data-conversation)[-=\"\d]+", "", html)
    return re.sub(r"\s+", " ", plain)


def person(address: str, script: tuple[str, ...], expected: list[str], until: float, tally: Tally) -> None:
    """Hold one conversation after another until the time is over."""
    function = submit_function(address)
    while time.monotonic() < until:
        try:
            for place, (seconds, shown) in enumerate(Person(address, function).talk(script)):
                tally.seconds.append(seconds)
                if shown != expected[place]:
                    tally.mixed.append(f"{script[: place + 1]}: {shown[:300]}")
        except (httpx.HTTPError, RuntimeError, KeyError, ValueError) as error:
            tally.errors.append(f"{type(error).__name__}: {error}")


def submit_function(address: str) -> int:
    """The number of the step that the page takes when a question is sent."""
    config = httpx.get(f"{address}/config", timeout=60).json()
    return next(
        one["id"] for one in config["dependencies"] if any(event == "submit" for _, event in one.get("targets", ()))
    )


def started(data: Path) -> tuple[subprocess.Popen[str], str]:
    """The real server over seeds/ on a free port, and its address."""
    command = [sys.executable, str(ROOT / "cli.py"), "serve", str(ROOT / "seeds"), "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return process, found[0]
    raise RuntimeError("the server ended before it answered")


def run(address: str, *, users: int, seconds: float) -> Tally:
    """Answer every script once for one person alone, then all at once for so many seconds."""
    function = submit_function(address)
    scripts = [SCRIPTS[number % len(SCRIPTS)] for number in range(users)]
    expected = {script: [shown for _, shown in Person(address, function).talk(script)] for script in set(scripts)}
    for alone in expected.values():  # each question found its conversation, or there would be nothing to compare with
        assert [shown.count("<article") for shown in alone] == list(range(1, len(alone) + 1))
    tally, until = Tally(), time.monotonic() + seconds
    people = [
        threading.Thread(target=person, args=(address, script, expected[script], until, tally)) for script in scripts
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return tally


def main() -> None:
    """Print the figures; exit code 1 where an answer was mixed up or an error came."""
    users, seconds = int(os.environ.get("USERS", "20")), float(os.environ.get("SECONDS", "120"))
    with tempfile.TemporaryDirectory() as folder:
        process, address = started(Path(folder) / "data")
        try:
            tally = run(address, users=users, seconds=seconds)
        finally:
            process.terminate()
            process.wait(30)
    each = sorted(tally.seconds)
    print(f"{users} at once for {seconds:.0f} s: {len(each)} answers, {len(each) / seconds:.1f} a second")
    print(f"p50 {statistics.median(each):.2f} s, p95 {each[int(len(each) * 0.95)]:.2f} s")
    print(f"mixed up: {len(tally.mixed)}, errors: {len(tally.errors)}")
    for line in (tally.mixed + tally.errors)[:5]:
        print(line)
    sys.exit(bool(tally.mixed or tally.errors))


if __name__ == "__main__":
    main()
