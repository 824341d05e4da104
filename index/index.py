"""Index: a directory of briefings, brought in step with folders and searched."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.backup import back_up
from index.embedding import Embedder, embed_query, load_embedder, understands
from index.errors import FolderError, Locked, NotFound, ReadOnly
from index.keywords import content_terms
from index.outcome import Outcome
from index.records import (
    Document,
    File,
    Filter,
    Hit,
    Problem,
    Progress,
    ScoredSentence,
    SyncReport,
)
from index.search import Search
from index.settings import IndexSettings
from index.storage import Storage
from index.sync import Importer

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever


class Index:
    """A directory with a catalogue of briefings and its caches; open it with `Index.open`.

    One process may write to a directory, any number may read it meanwhile. Safe to use from several threads.
    """

    def __init__(self, storage: Storage, *, embedder: Embedder, settings: IndexSettings) -> None:
        self.path = storage.path
        self.settings = settings
        self._storage = storage
        self._embedder = embedder
        self._syncing = threading.RLock()
        self._closing = False
        self._process = os.getpid()
        self._catalogue = storage.catalogue
        self._search = Search(
            storage.catalogue,
            storage.exact,
            storage.keywords,
            storage.roster,
            settings,
            lru_cache(maxsize=256)(partial(embed_query, embedder)),
            storage.nearest,
            self.understands,
        )
        if storage.owner is not None:
            atexit.register(self._close_at_exit)  # for a script that forgets to

    @classmethod
    def open(
        cls,
        path: str | Path = "data",
        *,
        embedder: Embedder | None = None,
        settings: IndexSettings | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open a directory, made on first use.

        `embedder` is the built-in one unless given: anything with the three names of `Embedder`. Raises Locked where
        another process writes to it, DirectoryFormat for one made by another version or embedder, FolderError for one
        that cannot be made or, with `read_only`, is not there yet.
        """
        embedder, settings = embedder or load_embedder(), settings or IndexSettings()
        storage = Storage(
            Path(path).absolute(),
            model=embedder.model_name,
            read_only=read_only,
            search_breadth=settings.chroma_search,
        )
        return cls(storage, embedder=embedder, settings=settings)

    def close(self) -> None:
        """Close every part in good order; closing twice is closing once. Another thread's sync ends with its batch."""
        self._closing = True
        with self._syncing:
            atexit.unregister(self._close_at_exit)
            self._storage.close()

    def _close_at_exit(self) -> None:
        """Close, unless this is a fork: the lock and the files are its parent's."""
        if os.getpid() == self._process:
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- changing ---

    def sync(
        self, folder: str | Path, *, prune: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> SyncReport:
        """Bring the index in step with a folder: adds, updates and removes only what changed there.

        Raises FolderError for a missing folder, PruneRefused where over half of what came from it is gone and `prune`
        is not given, Locked while another sync runs, ReadOnly. A file that cannot be read is in the report's `failed`.
        """
        with self._changing() as importer:
            try:
                return importer.sync(self._outside(folder), exclude=self.path, prune=prune, progress=progress)
            finally:
                self._storage.follow()

    def add(self, path: str | Path) -> SyncReport:
        """Add one file, or one inside a file, even where its briefing was removed by hand; raises NotFound.

        Its place is in the synced folder that it lies in, where there is one, else kept as of a sync of its own.
        """
        folder, name = self._outside(Path(path).expanduser().parent), Path(path).name
        file = folder / name
        with self._changing() as importer:
            around = (Path(folder) for folder in reversed(self._catalogue.folders()) if file.is_relative_to(folder))
            outermost = next((outer for outer in file.parents if outer.is_file()), file)
            folder = next(around, outermost.parent)
            whole = outermost.relative_to(folder).as_posix()
            outcome = Outcome()
            importer.bring(folder, [whole], outcome)
            state = self._catalogue.files(str(folder)).get(file.relative_to(folder).as_posix())
            if state is None:
                raise NotFound(f"{outermost} holds no {file.relative_to(outermost)}: add the file itself")
            if state.document and self._catalogue.withdrawn(state.document):
                self._catalogue.readmit(state.document)
                outcome = Outcome()
                importer.bring(folder, [whole], outcome)
            self._storage.follow()
            return outcome.report()

    def remove(self, document_id: str) -> None:
        """Take a briefing out, whatever files hold it, until `add`; raises NotFound, ReadOnly."""
        with self._changing():
            self._catalogue.document(document_id)
            self._catalogue.withdraw(document_id)
            self._storage.follow()

    def forget(self, folder: str | Path) -> SyncReport:
        """Remove all that came from a folder, and the folder; the files themselves are not touched."""
        name = str(_resolved(folder))
        with self._changing():
            paths = tuple(sorted(self._catalogue.files(name)))
            for path in paths:
                self._catalogue.drop(name, path)
            self._storage.follow()
        return SyncReport(removed=paths)

    def folders(self) -> list[str]:
        """The folders that briefings came from, as absolute paths."""
        return self._catalogue.folders()

    def files(self) -> list[File]:
        """Every file that was synced, by folder and path, with the briefing it holds or why it could not be read."""
        states = (state for folder in self.folders() for state in self._catalogue.files(folder).values())
        files = (File(s.folder, s.path, s.size, s.modified, s.document, s.failure) for s in states)
        return sorted(files, key=lambda file: (file.folder, file.path))

    def sequence(self) -> int:
        """The number of the last change: it grows with every briefing added or removed."""
        return self._catalogue.sequence()

    def added_since(self, sequence: int) -> list[Document]:
        """The briefings that came after a change and are still there, in the order they came."""
        return self._catalogue.added_since(sequence)

    def announce(self, address: str) -> str:
        """Tell other processes where this one listens; returns the token that they must show. Raises ReadOnly."""
        if self._storage.owner is None:
            raise ReadOnly(f"{self.path} was opened for reading: only its owner can announce an address")
        return self._storage.owner.announce(address)

    # --- finding ---

    def search(
        self, query: str, *, limit: int = 10, where: Filter | None = None, asked: date | None = None
    ) -> list[Hit]:
        """The best passages for a query, best first; what a filter excludes is not there.

        `asked` is the day of the question: briefings near it, or near the time that the question names, gain. Without
        it no clock is read and only a time named with its year counts.
        """
        return self._search.hits(query, limit=limit, where=where, asked=asked)

    def sentences(self, query: str, hits: Iterable[Hit]) -> list[ScoredSentence]:
        """The sentences of passages, in order of the hits and of the text, with their cosines to a query."""
        return self._search.sentences(query, hits)

    def rarity(self, text: str) -> dict[str, float]:
        """The stemmed content words of a text, in order, with their inverse document frequency in this index."""
        return self._storage.keywords.rarity(dict.fromkeys(content_terms(text)))

    def understands(self, text: str) -> bool:
        """Is a text in a language that the embedder knows? What is not is searched by words alone."""
        return understands(self._embedder, text)

    def document(self, document_id: str) -> Document:
        """A briefing's header; raises NotFound."""
        return self._catalogue.document(document_id)

    def text(self, document_id: str) -> str:
        """A briefing's whole text, into which every offset points; raises NotFound."""
        return self._catalogue.text(document_id)

    def count(self) -> int:
        """How many briefings there are, without listing them."""
        return self._catalogue.count()

    def documents(self, where: Filter | None = None) -> Iterator[Document]:
        """Every briefing that a filter lets through, newest first, those without a date last."""
        documents = self._catalogue.documents()
        if where is None:
            return iter(documents)
        wanted = self._storage.roster.documents(where)
        return (document for document in documents if document.id in wanted)

    def newest(self) -> Document | None:
        """The briefing with the latest date; None where none has a date."""
        return self._catalogue.newest()

    def alike(self, document_id: str) -> list[Document]:
        """The briefings that tell one's story in nearly the same words, and that one, oldest first; raises NotFound."""
        return self._catalogue.alike(document_id)

    def as_retriever(self, *, limit: int = 10) -> BaseRetriever:
        """This index as a llama-index retriever; the nodes carry document id, title, date, source and offsets."""
        from index.retriever import as_retriever

        return as_retriever(self, limit=limit)

    # --- keeping ---

    def verify(self) -> list[Problem]:
        """What is wrong with the directory, in plain words; nothing, usually. Waits until Chroma is in step."""
        return self._storage.problems()

    def back_up(self, target: str | Path) -> None:
        """Copy all that cannot be made again into a new folder, from which `index.restore` makes a directory.

        Raises FolderError where the target is there already or cannot be written.
        """
        back_up(self.path, Path(target).expanduser().absolute())

    def rebuild(self) -> None:
        """Make every cache again from the catalogue, without embedding anything; raises ReadOnly."""
        with self._changing():
            self._storage.rebuild()

    def _outside(self, folder: str | Path) -> Path:
        """A folder's real name; raises FolderError for the index's own directory, its `uploads` excepted."""
        if not str(folder):
            raise FolderError("there is no folder of that empty name: give the folder that holds your briefings")
        real = _resolved(folder)
        own = self.path.resolve()
        if real.is_relative_to(own) and not real.is_relative_to(own / "uploads"):
            raise FolderError(f"{real} is the index's own directory: give the folder that holds your briefings")
        return real

    @contextmanager
    def _changing(self) -> Iterator[Importer]:
        """The right to change, one thread at a time: a second is refused rather than kept waiting."""
        if self._storage.owner is None:
            raise ReadOnly(f"{self.path} was opened for reading, or is closed: open it without read_only to change it")
        if not self._syncing.acquire(blocking=False):
            raise Locked(f"{self.path} is being changed just now: wait for that to end, then try again")
        try:
            yield Importer(self._catalogue, self._embedder, self.settings, self._stored)
        finally:
            self._syncing.release()

    def _stored(self) -> None:
        """What follows a batch of a sync; raises ReadOnly where the index is being closed meanwhile."""
        self._storage.follow_in_time()
        if self._closing:
            raise ReadOnly(f"{self.path} was closed during the sync: what was reported as done is kept, sync again")


def _resolved(path: str | Path) -> Path:
    """A folder by its one real name, however it was written."""
    return Path(path).expanduser().resolve()
