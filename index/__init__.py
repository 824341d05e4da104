"""Finding passages in briefings: `Index.open("data")`, `index.sync(folder)`, `index.search(question)`.

Every public name is here; the modules below are the stages, in the order that a file and a question go through them:
loaders, sentences, chunking, embedding, catalogue, caches (exact, keywords, vectors), sync; then times, fusion, index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import (
    BriefingError,
    DirectoryFormat,
    DraftError,
    EmbedderError,
    ExportError,
    FolderError,
    LoadError,
    Locked,
    ModelError,
    NotFound,
    PruneRefused,
    ReadOnly,
    SettingsError,
)
from index.records import (
    Document,
    Failure,
    File,
    Filter,
    Hit,
    Passage,
    Problem,
    Progress,
    SyncReport,
)
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.index import Index

__all__ = [
    "BriefingError",
    "DirectoryFormat",
    "Document",
    "DraftError",
    "Embedder",
    "EmbedderError",
    "ExportError",
    "Failure",
    "File",
    "Filter",
    "FolderError",
    "Hit",
    "Index",
    "IndexSettings",
    "LoadError",
    "Locked",
    "ModelError",
    "NotFound",
    "Passage",
    "Problem",
    "Progress",
    "PruneRefused",
    "ReadOnly",
    "SettingsError",
    "SyncReport",
]


def __getattr__(name: str) -> object:
    """Index and Embedder, imported when used: the processes that read files need neither, nor numpy."""
    if name == "Index":
        from index.index import Index

        return Index
    if name == "Embedder":
        from index.embedding import Embedder

        return Embedder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
