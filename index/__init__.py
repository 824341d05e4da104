"""Finding passages in briefings: `Index.open("data")`, `index.sync(folder)`, `index.search(question)`.

Every public name is here; the modules below are the stages, in the order that a file and a question go through them:
loaders, sentences, chunking, embedding, catalogue, caches (exact, keywords, vectors), sync; then times, fusion, index.
"""

from __future__ import annotations

from importlib import import_module
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
    from index.backup import restore
    from index.embedding import Embedder
    from index.index import Index
    from index.reembedding import reembed
    from index.watching import watch

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
    "reembed",
    "restore",
    "watch",
]


_WHEN_USED = {
    "Embedder": "index.embedding",
    "Index": "index.index",
    "reembed": "index.reembedding",
    "restore": "index.backup",
    "watch": "index.watching",
}


def __getattr__(name: str) -> object:
    """What is imported when used: the processes that read files need none of it, nor numpy."""
    if name not in _WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_USED[name]), name)
