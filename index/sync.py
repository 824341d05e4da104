"""A folder -> the catalogue: what changed, and only that."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.catalogue import Catalogue
from index.embedding import Embedder
from index.entries import Ready, cut, embedded, passage_limits
from index.errors import LoadError, PruneRefused
from index.exact import wrong_dimensions
from index.outcome import Outcome
from index.readers import readers
from index.readings import Piece, Reading, Wanted
from index.records import Failure, Progress, SyncReport
from index.rows import Entry, FileState
from index.scan import scan, status
from index.settings import IndexSettings

SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was read is read again: within a clock's tick, size and time can stay."""
TOGETHER = 64
"""Passages embedded in one call, at least, while there are as many."""


class Known:
    """The files known of a folder, and those inside each of them."""

    def __init__(self, files: dict[str, FileState]) -> None:
        self.files = files
        self._inside: dict[str, list[FileState]] = {}
        for state in files.values():
            if state.container is not None:
                self._inside.setdefault(state.container, []).append(state)

    def inside(self, path: str) -> Sequence[FileState]:
        """The files inside a file."""
        return self._inside.get(path, ())


@dataclass(frozen=True, slots=True)
class Importer:
    """What is needed to bring files into a catalogue; `stored` is called after each batch that was."""

    catalogue: Catalogue
    embedder: Embedder
    settings: IndexSettings
    stored: Callable[[], None]

    def sync(
        self, folder: Path, *, exclude: Path, prune: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> SyncReport:
        """Bring the catalogue in step with a folder; raises FolderError, PruneRefused."""
        outcome = Outcome()
        found = dict(scan(folder, exclude=exclude, failed=outcome.failed))
        known = self.catalogue.files(str(folder))
        gone = _gone(folder, known, found, closed=outcome.failed, prune=prune)
        changed = {path for path, now in found.items() if not _as_it_was(known.get(path), now)}
        for path, state in known.items():
            outermost = state.container or path
            if outermost in found and outermost not in changed:
                outcome.keep(state)
        self.bring(folder, sorted(changed), outcome, progress=progress)
        for path in gone:
            self.catalogue.drop(str(folder), path)
            outcome.removed.append(path)
        self.stored()
        return outcome.report()

    def bring(
        self,
        folder: Path,
        paths: Sequence[str],
        outcome: Outcome,
        *,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Read, cut, embed and store files, those embedded together in one transaction."""
        known = Known(self.catalogue.files(str(folder)))
        began, passages, done = time.monotonic(), 0, 0
        for batch in _batches(self._read(folder, paths, known)):
            batch = [self._present(ready) for ready in batch]
            states = [ready.state for ready in batch]
            self.catalogue.store_all(zip(states, self._embedded(batch), strict=True))
            for ready in batch:
                self._record(ready, known, outcome)
                passages += len(ready.chunks)
                if ready.state.container is None:
                    done += 1
                    if progress:
                        seconds = time.monotonic() - began
                        progress(Progress(done, len(paths), ready.state.path, passages, seconds))
            self.stored()

    def _read(self, folder: Path, paths: Iterable[str], known: Known) -> Iterator[Ready]:
        """Files read and cut, those inside a file before it; one that cannot be has the reason in its state."""
        states: deque[FileState] = deque()

        def wanted() -> Iterator[Wanted]:
            for path in paths:
                held = [known.files[path], *known.inside(path)] if path in known.files else []
                states.append(_state(folder, path))
                yield Wanted(str(folder), path, held[0].digest if held and all(map(self._held, held)) else None)

        for reading in readers().read(wanted(), self.settings):
            own = states.popleft()
            if reading.same:
                yield from _same(own, known.files[own.path], known.inside(own.path))
            else:
                yield from self._cut(own, reading)

    def _cut(self, own: FileState, reading: Reading) -> Iterator[Ready]:
        """What was read of a file, cut where it is not known; the file itself last."""
        *inner, whole = reading.pieces
        for piece in inner:
            state = replace(own, path=piece.path, size=piece.size, digest=piece.digest, container=own.path)
            yield self._ready(state, piece)
        paths = frozenset(piece.path for piece in inner)
        yield replace(self._ready(replace(own, digest=reading.digest), whole), inside=paths)

    def _ready(self, state: FileState, piece: Piece) -> Ready:
        if piece.document is None:
            return Ready(replace(state, failure=piece.failure))
        state = replace(state, document=piece.document.id)
        if self.catalogue.known(piece.document.id):
            return Ready(state)
        try:
            chunks = cut(piece, passage_limits(self.embedder, self.settings))
        except LoadError as error:
            return Ready(replace(state, document=None, failure=str(error)))
        return Ready(state, piece.document, piece.text, chunks)

    def _held(self, state: FileState) -> bool:
        """Is the document that a file is said to hold still known? So is that of a file without any."""
        return state.document is None or self.catalogue.known(state.document)

    def _present(self, ready: Ready) -> Ready:
        """A file read once more whose document went, after it was read, with the last other file that held it."""
        state = ready.state
        if ready.document is not None or self._held(state):
            return ready
        again = self._read(Path(state.folder), [state.container or state.path], Known({}))
        return next(one for one in again if one.state.path == state.path)

    def _embedded(self, batch: Sequence[Ready]) -> Iterator[Entry | None]:
        """The entries of a batch; raises EmbedderError for vectors of another length than those that are stored."""
        expected = self.catalogue.dimensions()
        for entry in embedded(self.embedder, batch):
            if entry and len(entry.chunks) and expected not in (None, entry.vectors.shape[1]):
                raise wrong_dimensions(entry.vectors.shape[1], expected or 0)
            yield entry

    def _record(self, ready: Ready, known: Known, outcome: Outcome) -> None:
        """Report a file that was stored, and let go of what was inside it and is no more."""
        state = ready.state
        withdrawn = state.document is not None and self.catalogue.withdrawn(state.document)
        outcome.record(ready, known.files.get(state.path), withdrawn=withdrawn)
        for inner in known.inside(state.path):
            if inner.path not in ready.inside:
                self.catalogue.drop(state.folder, inner.path)
                outcome.removed.append(inner.path)


def _gone(
    folder: Path, known: dict[str, FileState], found: Container[str], *, closed: Iterable[Failure], prune: bool
) -> list[str]:
    """The files that are no longer there, with those inside them; raises PruneRefused for over half of all."""
    hidden = tuple(f"{failure.path}/" for failure in closed)
    own = [path for path, state in known.items() if state.container is None]
    gone = {path for path in own if path not in found and not path.startswith(hidden)}
    if not prune and len(gone) * 2 > len(own):
        raise PruneRefused(
            f"{len(gone)} of the {len(own)} files that came from {folder} are no longer there: is it mounted, "
            "and the right folder? To remove them from the index, sync with prune=True (--prune)"
        )
    return sorted(path for path, state in known.items() if (state.container or path) in gone)


def _as_it_was(state: FileState | None, now: tuple[int, int]) -> bool:
    """Can a file be trusted not to have changed since it was read?"""
    return bool(state and state.settled and state.digest and (state.size, state.modified) == now)


def _state(folder: Path, path: str) -> FileState:
    """A file about to be read; where it cannot be looked at, reading it says why."""
    try:
        size, modified = status(folder / path)
    except OSError:
        size, modified = 0, 0
    settled = time.time_ns() - modified > SETTLED_NS
    return FileState(str(folder), path, size, modified, settled, digest="")


def _same(own: FileState, known: FileState, inside: Sequence[FileState]) -> Iterator[Ready]:
    """A file that holds what it held, with those inside it."""
    for state in inside:
        yield Ready(replace(state, modified=own.modified, settled=own.settled))
    state = replace(known, size=own.size, modified=own.modified, settled=own.settled)
    yield Ready(state, inside=frozenset(one.path for one in inside))


def _batches(files: Iterator[Ready]) -> Iterator[list[Ready]]:
    """Files together until there are enough passages to embed at once."""
    batch: list[Ready] = []
    size = 0
    for ready in files:
        batch.append(ready)
        size += max(1, len(ready.chunks))
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
