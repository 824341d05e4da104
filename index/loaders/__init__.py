"""Files to text: one module a format, and the table of them."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from pathlib import PurePath

from index.errors import LoadError
from index.loaders.kinds import FORMATS, Format, format_of
from index.loaders.limits import check_size, check_text
from index.loaders.loaded import Loaded, Part
from index.records import Document
from index.settings import IndexSettings
from index.times import date_in_name

__all__ = ["FORMATS", "Format", "Loaded", "Part", "load"]

UNTITLED = "Untitled"


def load(folder: str, path: str, content: bytes, settings: IndexSettings) -> tuple[Document, Loaded]:
    """The header and text of a file; raises LoadError with a reason that says what to do.

    The document's id is a hash of all that is shown of it but its place, so equal files are one document. A file that
    holds other files, in `Loaded.parts`, may be without text.
    """
    name = PurePath(path)
    check_size(content, settings)
    form = format_of(name.suffix.lower(), content)
    loaded = _parsed(form, content, settings)
    check_text(len(loaded.text), settings)
    published, dated_by = loaded.published, loaded.dated_by
    if published is None:
        published = date_in_name(name.stem)
        dated_by = "file name" if published else None
    title = loaded.title or UNTITLED
    shown = [loaded.text, title, str(published), dated_by, loaded.source, loaded.author, form.name]
    digest = hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(digest[:24], folder, path, title, published, dated_by, loaded.source, loaded.author, form.name)
    return document, loaded


def _parsed(form: Format, content: bytes, settings: IndexSettings) -> Loaded:
    """What the format's loader makes of the bytes; whatever its library raises becomes a LoadError."""
    if not content.strip(b"\0 \t\r\n"):
        raise LoadError("it is empty")
    try:
        loaded: Loaded = getattr(import_module(form.module), form.function)(content, settings)
    except LoadError:
        raise
    except MemoryError as error:
        raise LoadError("it takes more memory than there is: split it") from error
    except Exception as error:  # hostile bytes make libraries raise anything
        raise LoadError(f"it is damaged or not {form.noun}: open and save it again") from error
    if not loaded.text.strip() and not loaded.parts:
        raise LoadError(_wordless(form))
    return loaded


def _wordless(form: Format) -> str:
    """The reason for a file that was read and says nothing."""
    pictures = ": if they are in its pictures, run text recognition (OCR) on it first"
    return f"it holds no words{pictures if form.name in ('docx', 'odt', 'pptx', 'epub') else ''}"
