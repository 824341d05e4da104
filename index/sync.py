"""A folder -> the catalogue: what changed, and only that."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from index.catalogue import Catalogue, Entry, FileState
from index.chunking import Chunk, Limits, chunk
from index.embedding import Embedder, embed_with_spans
from index.errors import LoadError, PruneRefused
from index.loaders import load
from index.records import Document, Failure, Progress, SyncReport
from index.scan import scan, status
from index.settings import IndexSettings
from index.tokens import count_tokens

SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was read is read again: within a clock's tick, size and time can stay."""
TOGETHER = 64
"""Passages embedded in one call, at least, while there are as many."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was read and cut, waiting for its vectors; without chunks there is nothing to embed."""

    state: FileState
    document: Document | None = None
    text: str = ""
    chunks: Sequence[Chunk] = ()


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
        name = str(folder)
        outcome = Outcome()
        found = dict(scan(folder, exclude=exclude, failed=outcome.failed))
        known = self.catalogue.files(name)
        closed = tuple(f"{failure.path}/" for failure in outcome.failed)
        gone = sorted(path for path in known.keys() - found.keys() if not path.startswith(closed))
        if not prune and len(gone) * 2 > len(known):
            raise PruneRefused(
                f"{len(gone)} of the {len(known)} files that came from {folder} are no longer there: is it mounted, "
                "and the right folder? To remove them from the index, sync with prune=True (--prune)"
            )
        changed = []
        for path, now in sorted(found.items()):
            state = known.get(path)
            read = state and state.settled and state.digest and (state.size, state.modified) == now
            if state is None or not read:
                changed.append(path)
            elif state.failure:
                outcome.failed.append(Failure(path, state.failure))
            else:
                outcome.unchanged.append(path)
        self.bring(folder, changed, outcome, progress=progress)
        for path in gone:
            self.catalogue.drop(name, path)
            outcome.removed.append(path)
        self.stored()
        return outcome.report()

    def bring(
        self, folder: Path, paths: list[str], outcome: Outcome, *, progress: Callable[[Progress], None] | None = None
    ) -> None:
        """Read, cut, embed and store files, each document in one transaction."""
        known = self.catalogue.files(str(folder))
        done = 0
        for batch in _batches(self._read(folder, path, known.get(path)) for path in paths):
            for ready, entry in zip(batch, self._embed(batch), strict=True):
                if entry is None and not self._held(ready.state):
                    # It was there when the file was read and went with the last other file that held it.
                    ready = self._read(folder, ready.state.path, None)
                    entry = next(self._embed([ready]))
                withdrawn = ready.state.document is not None and self.catalogue.withdrawn(ready.state.document)
                self.catalogue.store(ready.state, entry)
                _record(outcome, ready, known.get(ready.state.path), withdrawn=withdrawn)
                done += 1
                if progress:
                    progress(Progress(done, len(paths), ready.state.path))
            self.stored()

    def _read(self, folder: Path, path: str, known: FileState | None) -> Ready:
        """A file read and cut; one that cannot be has the reason in its state."""
        file = folder / path
        state = FileState(str(folder), path, 0, 0, settled=False, digest="")
        try:
            size, modified = status(file)
            settled = time.time_ns() - modified > SETTLED_NS
            state = replace(state, size=size, modified=modified, settled=settled)
            if size > self.settings.file_megabytes * 1e6:
                raise LoadError(f"it is larger than {self.settings.file_megabytes:g} MB: split it")
            content = file.read_bytes()
            state = replace(state, digest=hashlib.sha256(content).hexdigest())
            if known and known.digest == state.digest and (known.failure or self.catalogue.known(known.document or "")):
                return Ready(replace(state, document=known.document, failure=known.failure))
            document, loaded = load(str(folder), path, content, self.settings)
        except LoadError as error:
            return Ready(replace(state, failure=str(error)))
        except OSError as error:
            return Ready(replace(state, failure=f"it cannot be read: {error.strerror}"))
        state = replace(state, document=document.id)
        if self.catalogue.known(document.id):
            return Ready(state)
        chunks = chunk(document.id, loaded.text, limits=self._limits(), headings=loaded.headings)
        return Ready(state, document, loaded.text, chunks)

    def _held(self, state: FileState) -> bool:
        """Is the document that a file is said to hold still known? So is that of a file without any."""
        return state.document is None or self.catalogue.known(state.document)

    def _limits(self) -> Limits:
        """What a passage may hold so that it stays inside the embedder's window, in the embedder's own tokens."""
        count = getattr(self.embedder, "count_tokens", count_tokens)
        window = getattr(self.embedder, "max_tokens", self.settings.passage_tokens)
        return Limits(min(self.settings.passage_tokens, window), self.settings.passage_characters, count)

    def _embed(self, batch: list[Ready]) -> Iterator[Entry | None]:
        """The entries of a batch, embedded together."""
        chunks = [chunk for ready in batch for chunk in ready.chunks]
        if not chunks:
            nothing = np.zeros((0, 0), np.float32)
            yield from (Entry(one.document, one.text, (), nothing, ()) if one.document else None for one in batch)
            return
        texts = [chunk.passage.text for chunk in chunks]
        spans = [
            [(start - chunk.passage.start, end - chunk.passage.start) for start, end in chunk.sentences]
            for chunk in chunks
        ]
        vectors, inside = embed_with_spans(self.embedder, texts, spans)
        first = 0
        for ready in batch:
            last = first + len(ready.chunks)
            if ready.document:
                yield Entry(ready.document, ready.text, ready.chunks, vectors[first:last], inside[first:last])
            else:
                yield None
            first = last


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


def _record(outcome: Outcome, ready: Ready, known: FileState | None, *, withdrawn: bool) -> None:
    """Put a stored file under what happened to it; one whose briefing was removed by hand changed nothing."""
    state = ready.state
    if state.failure:
        outcome.failed.append(Failure(state.path, state.failure))
    elif withdrawn or (known and known.document == state.document and ready.document is None):
        outcome.unchanged.append(state.path)
    elif known is None or known.document in (None, state.document):
        outcome.added.append(state.path)
    else:
        outcome.updated.append(state.path)
