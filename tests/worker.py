"""Processes that change an index and say how far they are, to be killed."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable
from itertools import count, cycle
from multiprocessing.connection import Connection
from pathlib import Path

import chromadb  # noqa: F401 - before the fork, not after each

from index import BriefingError, Index, IndexSettings, Progress, caches, reembed, storage
from index.chroma_client import ChromaCache
from index.rows import Stored
from tests.fakes import HashEmbedder

SMALL = IndexSettings(passage_tokens=20)
"""Several passages a file, so that a sync takes several batches."""
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
CONTEXT = multiprocessing.get_context(METHOD)
if METHOD == "forkserver":  # what takes seconds is imported once
    CONTEXT.set_forkserver_preload(["__main__", "tests.worker"])

Say = Callable[[str], None]


class Renamed(HashEmbedder):
    """The same vectors under another name."""

    model_name = "renamed/64"


MODELS = {model.model_name: model for model in (HashEmbedder, Renamed)}


class Started:
    """A process at work; `said` is all that it managed to say."""

    def __init__(self, task: str, data: Path, *arguments: str) -> None:
        self._hears, speaks = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=_run, args=(speaks, task, str(data), *arguments), daemon=True)
        self.process.start()
        speaks.close()
        self.said: list[str] = []

    def killed(self, *, lines: int = 0, kind: str = "", seconds: float | None = None) -> list[str]:
        """Kill -9 after so many lines of a kind, or so many seconds after it opened the index, if it still runs."""
        while self._heard():
            if self.said[-1] == "open" and seconds is not None:
                timer = threading.Timer(seconds, self.process.kill)
                timer.daemon = True
                timer.start()
            lines -= self.said[-1].startswith(kind) and self.said[-1] != "open"
            if lines == 0 and seconds is None:
                self.process.kill()
        self.process.join()
        return self.said

    def opened(self) -> None:
        """Wait until it has the index open."""
        while self._heard() and self.said[-1] != "open":
            pass

    def _heard(self) -> bool:
        try:
            self.said.append(self._hears.recv())
        except (EOFError, OSError):  # it is gone, perhaps within a word
            self._hears.close()
            return False
        return True


def _run(speaks: Connection, task: str, data: str, *arguments: str) -> None:
    """Do a task in many small steps; each line said is a promise."""
    caches.TOGETHER, storage.FOLLOW_SECONDS = 2, 0.0
    apply = ChromaCache.apply

    def spoken(self: ChromaCache, removed: Iterable[int], added: Iterable[Stored]) -> None:
        apply(self, removed, added)
        speaks.send("chroma")

    ChromaCache.apply = spoken  # type: ignore[method-assign]
    if task == "reembed":
        speaks.send("open")
        _reembed(speaks.send, data, *arguments)
        return
    model, *arguments = arguments or (HashEmbedder.model_name,)
    try:
        with Index.open(data, embedder=MODELS[model](), settings=SMALL) as index:
            speaks.send("open")
            TASKS[task](index, speaks.send, *arguments)
    except BriefingError as error:
        speaks.send(f"{type(error).__name__}: {error}")


def _sync(index: Index, say: Say, folder: str) -> None:
    index.sync(folder, prune=True, progress=lambda progress: say(f"file {progress.path}"))
    say("synced")
    index.verify()  # Chroma goes on following


def _remove(index: Index, say: Say, *paths: str) -> None:
    identities = {document.path: document.id for document in index.documents()}
    for path in paths:
        if path in identities:
            index.remove(identities[path])
        say(f"removed {path}")


def _rebuild(index: Index, say: Say) -> None:
    for _ in range(20):
        index.rebuild()
        say("rebuilt")


def _backup(index: Index, say: Say, target: str) -> None:
    for number in count():
        index.back_up(f"{target}-{number}")
        say(f"backed up {target}-{number}")


def _hold(index: Index, say: Say) -> None:
    time.sleep(600)


def _reembed(say: Say, data: str, *models: str) -> None:
    """From one model to the next, round and round."""

    def done(progress: Progress) -> None:
        say(f"document {progress.path}")

    for model in cycle(models):
        reembed(data, embedder=MODELS[model](), settings=SMALL, progress=done)
        say(f"model {model}")


TASKS: dict[str, Callable[..., None]] = {
    "sync": _sync,
    "remove": _remove,
    "rebuild": _rebuild,
    "backup": _backup,
    "hold": _hold,
}
