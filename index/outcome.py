"""The report of a sync while it grows."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.entries import Ready
from index.records import Failure, SyncReport
from index.rows import FileState


@dataclass(slots=True)
class Outcome:
    """The report while it grows."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def report(self) -> SyncReport:
        """The finished report, in the order of paths."""
        return SyncReport(
            added=tuple(sorted(self.added)),
            updated=tuple(sorted(self.updated)),
            removed=tuple(sorted(self.removed)),
            unchanged=tuple(sorted(self.unchanged)),
            failed=tuple(sorted(self.failed, key=lambda failure: failure.path)),
        )

    def record(self, ready: Ready, known: FileState | None, *, withdrawn: bool) -> None:
        """Report a file that was read; one whose briefing was removed by hand changed nothing."""
        state = ready.state
        if state.failure:
            self.failed.append(Failure(state.path, state.failure))
        elif withdrawn or (known and ready.document is None and _alike(known, state)):
            self.unchanged.append(state.path)
        elif known is None or known.failure or known.document == state.document is not None:
            self.added.append(state.path)
        else:
            self.updated.append(state.path)

    def keep(self, state: FileState) -> None:
        """Report a file that is as it was."""
        if state.failure:
            self.failed.append(Failure(state.path, state.failure))
        else:
            self.unchanged.append(state.path)


def _alike(one: FileState, other: FileState) -> bool:
    """Do two states of a file hold the same briefing, or without one the same bytes?"""
    return one.document == other.document and (one.document is not None or one.digest == other.digest)
