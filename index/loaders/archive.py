"""Archives and the formats that are one inside, opened so that they cannot flood the memory or climb out."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from index.errors import LoadError
from index.loaders.limits import MEGABYTE
from index.settings import IndexSettings

PIECE = 1 << 16
RATIO_FROM = MEGABYTE
"""Size unpacked up to which an archive is not weighed against its packed size: so little floods nothing."""
PROLOG = 4096
"""Bytes at the head of an XML member in which a document type may stand."""

_ENCRYPTED = 0x1
_MANIFEST = "META-INF/manifest.xml"


class Archive:
    """The members of an archive that passed the checks: what they declare is known to hold."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self.names = tuple(info.filename for info in opened.infolist() if not info.is_dir() and _inside(info.filename))

    def read(self, name: str) -> bytes:
        """The bytes of a member; raises LoadError for one that is not there."""
        if name not in self.names:
            raise LoadError(f"it is damaged: {PurePosixPath(name).name} is missing in it: open and save it again")
        return _read(self._opened, self._opened.getinfo(name))


def open_archive(content: bytes, settings: IndexSettings) -> Archive:
    """An archive whose members are few and small enough; raises LoadError, zipfile.BadZipFile.

    Declared sizes are checked before anything is unpacked; each member is then read once, no further than it declares,
    so that libraries may unpack it after that in any way they like.
    """
    opened = zipfile.ZipFile(io.BytesIO(content))
    members = opened.infolist()
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise LoadError("it is encrypted: save it without a password")
    if len(members) > settings.archive_files:
        raise LoadError(f"it holds more than {settings.archive_files:,} files: split it")
    _check_size(sum(info.file_size for info in members), len(content), settings)
    for info in members:
        _read_through(opened, info)
    return Archive(opened)


def open_office(content: bytes, settings: IndexSettings) -> Archive:
    """An office file, of which no part may declare a document type: that is how entities are made to multiply."""
    archive = open_archive(content, settings)
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise LoadError("it is encrypted: save it without a password")
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and declares_type(archive.read(name)):
            raise LoadError("it declares XML entities, which no office program writes: open and save it again")
    return archive


def declares_type(content: bytes) -> bool:
    """Does an XML file have a document type, in whatever encoding?"""
    return b"<!doctype" in content[:PROLOG].replace(b"\0", b"").lower() or b"<!ENTITY" in content.replace(b"\0", b"")


def _check_size(size: int, packed: int, settings: IndexSettings) -> None:
    if size > settings.archive_megabytes * MEGABYTE:
        raise LoadError(f"it unpacks to more than {settings.archive_megabytes:g} MB: split it")
    if size > max(RATIO_FROM, packed * settings.archive_ratio):
        raise LoadError(
            f"it unpacks to more than {settings.archive_ratio:g} times its size: if that is meant, unpack it yourself"
        )


def _inside(name: str) -> bool:
    """Does a member's name stay within the archive?"""
    path = PurePosixPath(name.replace("\\", "/"))
    return not (path.is_absolute() or ".." in path.parts or ":" in path.parts[0]) if path.parts else False


def _read(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, piece by piece: read at once, zipfile would unpack all before it cuts off what was not declared."""
    try:
        with opened.open(info) as member:
            return b"".join(iter(lambda: member.read(PIECE), b""))
    except (zlib.error, NotImplementedError, EOFError) as error:
        raise zipfile.BadZipFile(str(error)) from error


def _read_through(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read a member and drop it; raises where it holds other bytes, or more, than it declares."""
    with opened.open(info) as member:
        while member.read(PIECE):
            pass
