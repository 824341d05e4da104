"""Files read by worker processes, which a file can neither hang nor flood."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from queue import SimpleQueue

import psutil

from index.readings import UNREAD, Piece, Reading, Wanted, is_last, reading_of
from index.settings import IndexSettings

COMMAND = (sys.executable, "-m", "index.loaders.worker")
WATCH_SECONDS = 0.05
SWOLLEN = 3
"""A process that keeps more than this part of the memory a file may take is ended: the next file would be blamed."""
AHEAD = 4
"""Files read ahead of the one in hand, for each worker."""


@dataclass(slots=True)
class _Task:
    """What a worker is busy with, and why it was ended."""

    began: float
    settings: IndexSettings
    ended: str | None = None


class Worker:
    """One process that reads files; started when first needed, and again after it had to be ended."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._task: _Task | None = None

    def read(self, wanted: Wanted, settings: IndexSettings) -> Reading:
        """Read a file; what went wrong is the failure of its piece.

        A process that ends without having been ended for the file is given a second try: it may have been anyone's.
        """
        for _ in range(2):
            task = self._task = _Task(time.monotonic(), settings)
            try:
                reading = self._ask(wanted, settings)
                if _memory(self._running().pid) > settings.file_memory_megabytes * 1e6 / SWOLLEN:
                    self._end()
                return reading
            except (OSError, ValueError):  # the process is gone, or was stopped within a line
                self._end()
            finally:
                self._task = None
            if task.ended:
                break
        reason = task.ended or "reading it ended the program that reads: it is damaged, open and save it again"
        return Reading(UNREAD, False, (Piece(wanted.path, 0, UNREAD, failure=reason),))

    def _ask(self, wanted: Wanted, settings: IndexSettings) -> Reading:
        """What the process answers; raises OSError or ValueError where it ends instead."""
        process = self._process = self._running()
        assert process.stdin and process.stdout
        request = {**asdict(wanted), "settings": asdict(settings)}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline())]
        while not is_last(answers[-1]):
            answers.append(json.loads(process.stdout.readline()))
        return reading_of(answers, wanted.path)

    def watch(self) -> None:
        """End the process if the file in hand takes more time or memory than its settings allow."""
        task, process = self._task, self._process
        if task is None or process is None:
            return
        limits = task.settings
        if time.monotonic() - task.began > limits.file_seconds:
            task.ended = f"it takes more than {limits.file_seconds:g} s to read: split it"
        elif _memory(process.pid) > limits.file_memory_megabytes * 1e6:
            task.ended = f"it takes more than {limits.file_memory_megabytes:g} MB of memory to read: split it"
        else:
            return
        process.kill()

    def interrupt(self) -> None:
        """End the process if it is busy."""
        if self._task is not None and self._process is not None:
            self._process.kill()

    def _end(self) -> None:
        """Let go of the process; the next file starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        """The process that is there, or a new one."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )


class Readers:
    """As many workers as there are processors; they end when the process that asks does."""

    def __init__(self, count: int, command: Sequence[str] = COMMAND) -> None:
        self._count = count
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._workers = [Worker(command) for _ in range(count)]
        for worker in self._workers:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        threading.Thread(target=self._watch, name="reader watch", daemon=True).start()

    def read(self, wanted: Iterable[Wanted], settings: IndexSettings) -> Iterator[Reading]:
        """What is in files, in their order; some are read ahead."""
        waiting: deque[Future[Reading]] = deque()
        try:
            for one in wanted:
                waiting.append(self._threads.submit(self._read, one, settings))
                if len(waiting) > AHEAD * self._count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            if waiting:  # whoever asked has gone: nobody waits for the files in hand
                for left in waiting:
                    left.cancel()
                for worker in self._workers:
                    worker.interrupt()

    def _read(self, wanted: Wanted, settings: IndexSettings) -> Reading:
        worker = self._free.get()
        try:
            return worker.read(wanted, settings)
        finally:
            self._free.put(worker)

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            for worker in self._workers:
                worker.watch()


def readers() -> Readers:
    """The readers of this process, started once; those of a fork's parent are its own."""
    return _readers(os.getpid())


@cache
def _readers(process: int) -> Readers:
    return Readers(max(1, min(4, os.cpu_count() or 1)))


def _memory(pid: int) -> int:
    """Memory that a process holds, in bytes; 0 for one that is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
