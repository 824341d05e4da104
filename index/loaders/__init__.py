"""Files to text: one module a format, and the table of them."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from pathlib import PurePath

from index.errors import LoadError
from index.loaders.loaded import Loaded, Part
from index.records import Document
from index.settings import IndexSettings
from index.times import date_in_name

__all__ = ["FORMATS", "Loaded", "Part", "load"]

FORMATS = {
    ".txt": ("text", "index.loaders.text", "load_text"),
    ".md": ("markdown", "index.loaders.markdown", "load_markdown"),
    ".markdown": ("markdown", "index.loaders.markdown", "load_markdown"),
}
"""File name endings, in lower case, to a format's name and its loader, which is imported when a file needs it."""


def load(folder: str, path: str, content: bytes, settings: IndexSettings) -> tuple[Document, Loaded]:
    """The header and text of a file; raises LoadError with a reason that says what to do.

    The document's id is a hash of all that is shown of it but its place, so equal files are one document.
    """
    name = PurePath(path)
    if name.suffix.lower() not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise LoadError(f"{name.suffix or 'a file without an ending'} is not a format read here: use one of {known}")
    form, module, function = FORMATS[name.suffix.lower()]
    loaded: Loaded = getattr(import_module(module), function)(content)
    published, dated_by = loaded.published, loaded.dated_by
    if published is None:
        published = date_in_name(name.stem)
        dated_by = "file name" if published else None
    title = loaded.title or name.stem
    shown = [loaded.text, title, str(published), dated_by, loaded.source, loaded.author, form]
    digest = hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return Document(digest[:24], folder, path, title, published, dated_by, loaded.source, loaded.author, form), loaded
