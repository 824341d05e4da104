"""Asking the process that owns Chroma, which is started when first needed."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import BriefingError
from index.rows import Stored


class ChromaError(BriefingError):
    """Chroma failed, or its process ended; exact scoring answers in its place."""


class ChromaProcess:
    """The process that owns Chroma, for all the indexes of this one; started when first asked, and after it ended."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, folder: Path, name: str, *arguments: Any) -> Any:
        """What a method of the `index.chroma.Collection` in a folder answers; raises ChromaError."""
        with self._asking:
            process = self._running()
            answered = False
            try:
                assert process.stdin and process.stdout
                pickle.dump((str(folder), name, arguments), process.stdin)
                process.stdin.flush()
                answer, failure = pickle.load(process.stdout)
                answered = True
            except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
                raise ChromaError(f"Chroma's process ended: {error}") from error
            finally:
                if not answered:  # by Ctrl-C too: what is left in the pipe would be taken for the next answer
                    self.kill()
        if failure is not None:
            raise ChromaError(failure)
        return answer

    def kill(self) -> None:
        """End the process at once, as a crash of Chroma would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "index.chroma"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


def chroma_process() -> ChromaProcess:
    """That of this process; a fork's parent has its own."""
    return _chroma_process(os.getpid())


@cache
def _chroma_process(process: int) -> ChromaProcess:
    return ChromaProcess()


class ChromaCache:
    """A Chroma collection of the passages' vectors, as its process has it; safe to use from several threads."""

    def __init__(self, folder: Path, *, search_breadth: int) -> None:
        self.folder = folder
        self._ask = partial(chroma_process().ask, folder.absolute())
        self._ask("open", search_breadth)

    def clear(self) -> None:
        """Begin empty."""
        self._ask("clear")

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Delete, then add: an `add` of a number that is known does nothing."""
        self._ask("delete", list(removed))
        fresh = list(added)
        if fresh:
            self._ask("add", [stored.number for stored in fresh], np.stack([stored.vector for stored in fresh]))

    def flush(self) -> None:
        """Nothing to do: Chroma keeps what it acknowledged."""

    def holds(self, passage: Stored) -> bool:
        """Does the passage's vector find it, or one that is equal?"""
        numbers, distances = self._ask("nearest", passage.vector, 5)
        return passage.number in numbers or (len(numbers) == 5 and max(distances) < 1e-5)

    def nearest(self, query: np.ndarray, limit: int) -> np.ndarray:
        """The numbers of the passages nearest to a query, int64."""
        return np.array(self._ask("nearest", query, limit)[0], dtype=np.int64)

    def count(self) -> int:
        """How many vectors Chroma holds."""
        return int(self._ask("count"))

    def close(self) -> None:
        """Let another process have the folder."""
        with suppress(ChromaError):  # it went with its process
            self._ask("close")
