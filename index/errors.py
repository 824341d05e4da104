"""What can go wrong, as exceptions whose message says what to do next.

BriefingError
├── SettingsError         an unknown or impossible setting
├── LoadError             a file that cannot be read as a briefing
├── FolderError           a folder that is missing, not a folder, or not writable
│   └── PruneRefused      a sync that would remove over half of what came from the folder
├── NotFound              no document or conversation with that id
├── Locked                another process owns the directory; carries its pid and address
├── ReadOnly              a change asked of an index opened for reading
├── DirectoryFormat       the directory was made by another version or with another embedder
├── EmbedderError         an embedder that answers with something other than vectors
├── DraftError            a draft too long to check
├── ExportError           a file that is no export, or one that does not read back
└── ModelError            a language model that is unknown, unreachable or talks nonsense
"""

from __future__ import annotations

ROOM = "free some room, then try again; what was reported as done is kept"


class BriefingError(Exception):
    """Base of every error this project raises on purpose."""


class SettingsError(BriefingError):
    """An unknown or impossible setting."""


class LoadError(BriefingError):
    """A file that cannot be read as a briefing."""


class FolderError(BriefingError):
    """A folder that is missing, not a folder, or not writable."""


class PruneRefused(FolderError):
    """A sync that would remove over half of what came from the folder."""


class NotFound(BriefingError):
    """No document or conversation with that id."""


class Locked(BriefingError):
    """Another process owns the directory."""

    def __init__(self, message: str, *, pid: int | None = None, address: str | None = None) -> None:
        super().__init__(message)
        self.pid = pid
        self.address = address


class ReadOnly(BriefingError):
    """A change asked of an index opened for reading."""


class DirectoryFormat(BriefingError):
    """The directory was made by another version or with another embedder."""


class EmbedderError(BriefingError):
    """An embedder that answers with something other than vectors."""


class DraftError(BriefingError):
    """A draft too long to check."""


class ExportError(BriefingError):
    """A file that is no export, or one that does not read back."""


class ModelError(BriefingError):
    """A language model that is unknown, unreachable or talks nonsense."""
