"""One owner of a directory: the lock, and the note that says who holds it."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ROOM, FolderError, Locked

GRACE_SECONDS = 0.5
"""A process that a killed owner was just starting has the lock until it runs: a few milliseconds, on busy processors
more (tests/test_crashes.py)."""


class Owner:
    """The right to write to a directory, held until `release`; raises Locked where another process has it."""

    def __init__(self, directory: Path) -> None:
        self._note = directory / "owner.json"
        self._lock = FileLock(directory / "owner.lock", thread_local=False)  # any thread may release it
        try:
            self._lock.acquire(timeout=GRACE_SECONDS, poll_interval=GRACE_SECONDS / 20)
        except Timeout:
            raise locked(directory) from None
        except OSError as error:
            raise FolderError(f"{directory} cannot be written to: {error.strerror}") from error
        try:
            self._write(None, None)
        except OSError as error:
            self._lock.release()
            raise FolderError(f"{directory} cannot be written to ({error.strerror}): {ROOM}") from error

    def announce(self, address: str) -> str:
        """Tell other processes where the owner listens; returns the token that they must show there."""
        token = secrets.token_urlsafe(24)
        self._write(address, token)
        return token

    def release(self) -> None:
        """Let another process write."""
        self._note.unlink(missing_ok=True)
        self._lock.release()

    def _write(self, address: str | None, token: str | None) -> None:
        """Put the note in place whole, readable by this user alone."""
        fresh = self._note.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"pid": os.getpid(), "address": address, "token": token}, file)
        os.replace(fresh, self._note)


def read_note(directory: Path) -> dict[str, object]:
    """What the owner of a directory says of itself: pid, address, token; empty where it says nothing."""
    try:
        note = json.loads((directory / "owner.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def locked(directory: Path) -> Locked:
    """The error that names the owner."""
    note = read_note(directory)
    pid, address = note.get("pid"), note.get("address")
    who = f"process {pid}" if pid else "another process"
    where = f", which serves {address}" if address else ""
    return Locked(
        f"{directory} is being written to by {who}{where}. Close it first, or read with "
        "Index.open(..., read_only=True); `briefings ask` and `search` work meanwhile.",
        pid=pid if isinstance(pid, int) else None,
        address=address if isinstance(address, str) else None,
    )
