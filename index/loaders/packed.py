"""ZIP archives: their members, each of which becomes a briefing of its own."""

from __future__ import annotations

from pathlib import PurePosixPath

from index.errors import LoadError
from index.loaders.archive import open_archive
from index.loaders.loaded import Loaded, Part
from index.scan import passed_over
from index.settings import IndexSettings


def load_zip(content: bytes, settings: IndexSettings) -> Loaded:
    """The files of an archive; raises LoadError for one without any."""
    archive = open_archive(content, settings)
    parts = tuple(
        Part(name.replace("\\", "/"), archive.read(name))
        for name in dict.fromkeys(archive.names)
        if not any(map(passed_over, PurePosixPath(name.replace("\\", "/")).parts))
    )
    if not parts:
        raise LoadError("it is empty: there is no file in it")
    return Loaded("", parts=parts)
