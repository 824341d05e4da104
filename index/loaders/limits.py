"""What may be read of a file, as reasons that name the limit."""

from __future__ import annotations

from index.errors import LoadError
from index.settings import IndexSettings

MEGABYTE = 1_000_000


def check_size(content: bytes, settings: IndexSettings) -> None:
    """Raises LoadError for a file over its limit."""
    if len(content) > settings.file_megabytes * MEGABYTE:
        raise LoadError(f"it is larger than {settings.file_megabytes:g} MB: split it")


def check_pages(count: int, settings: IndexSettings, *, unit: str = "pages") -> None:
    """Raises LoadError for a file with more pages, slides or sheets than it may have."""
    if count > settings.file_pages:
        raise LoadError(f"it has over {settings.file_pages:,} {unit}: split it")


def check_text(characters: int, settings: IndexSettings) -> None:
    """Raises LoadError for more text than a file may hold."""
    if characters > settings.text_megabytes * MEGABYTE:
        raise LoadError(f"it holds more than {settings.text_megabytes:g} MB of text: split it")


def check_text_together(left: float, settings: IndexSettings) -> None:
    """Raises LoadError where the files inside one together hold more text than a file may: all are kept at once.

    `left` are the characters that they still may hold; from the file that goes beyond on, the rest is left unread.
    """
    if left < 0:
        raise LoadError(
            f"the files inside its archive or message hold more than {settings.text_megabytes:g} MB of text together, "
            "and this one is left out: unpack them into the folder"
        )
