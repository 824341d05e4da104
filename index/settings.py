"""The numbers that decide how passages are cut and found, each with the command that measured it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from index.errors import SettingsError

PREFIX = "BRIEFINGS_INDEX_"
ABOVE_ZERO = (
    *("passage_tokens", "passage_characters", "candidates", "date_days", "chroma_search"),
    *("file_megabytes", "file_pages", "file_seconds", "file_memory_megabytes", "text_megabytes"),
    "text_sentences",
    *("archive_megabytes", "archive_ratio", "archive_files", "archive_depth"),
)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Settings of an index; `from_env` reads BRIEFINGS_DATA and BRIEFINGS_INDEX_<NAME>.

    Measured with `make bench-search DATA=...` where not said otherwise.
    """

    data: str = "data"
    """The directory that page and command line use when none is named."""
    passage_tokens: int = 120
    """Length a passage is packed to, in the embedder's own tokens."""
    passage_characters: int = 2000
    """The same in characters, for text without spaces, of which a tokenizer may make a single token."""
    candidates: int = 50
    """Passages taken from each of the two rankings before they are fused."""
    meaning_weight: float = 0.7
    """Share of the cosine in the fused score; the rest is BM25. Both are scaled to 0..1 first."""
    named_date_weight: float = 0.5
    """What a briefing gains that is dated within the time a question names: weight x exp(-days outside / date_days)."""
    asked_date_weight: float = 0.3
    """The same for the day of asking, where the question names no time."""
    date_days: float = 14.0
    """Days over which that gain falls to 1/e."""
    chroma_search: int = 600
    """Breadth of Chroma's graph search (its ef_search): at 600 it names .98 of the 50 nearest of 100,000 made passages
    (`make bench-scale`, recall@50); narrower finds fewer, broader takes longer."""
    exact_passages: int = 50_000
    """Passages that a filter may let through and all be scored exactly; of more, those that Chroma finds near."""
    file_megabytes: float = 50.0
    """A larger file is refused, with this limit in the reason."""
    file_pages: int = 10_000
    """Pages, slides or sheets a file may have."""
    file_seconds: float = 50.0
    """Time that reading a file may take."""
    file_memory_megabytes: float = 1000.0
    """Memory that reading a file may take."""
    text_megabytes: float = 50.0
    """Text that a file may hold, with that of all files inside it, in millions of characters; whoever asks for an
    archive keeps all of it at once (`pytest -m torture -k archives_full tests/test_torture.py`)."""
    text_sentences: int = 500_000
    """Sentences, or rows of tables, that a file may hold: each has a vector, and all are made before any is kept. A row
    of three cells takes some 2 kB until then and 8 ms of a processor (`python -m benchmarks.rows 100000`), so that
    this many are 1 GB and half an hour on two; a larger table is refused within seconds."""
    archive_megabytes: float = 500.0
    """What an archive, or a format that is one inside, may unpack to."""
    archive_ratio: float = 100.0
    """How many times its own size that may be; a book of plain words packs to a third."""
    archive_files: int = 10_000
    """Members an archive may have."""
    archive_depth: int = 3
    """How deep files may lie inside files: an attachment of a message in an archive lies two deep."""

    def __post_init__(self) -> None:
        for name in ABOVE_ZERO:
            if not getattr(self, name) > 0:  # nan is not
                raise SettingsError(f"{name} must be above 0, not {getattr(self, name)}")
        for name in ("meaning_weight", "named_date_weight", "asked_date_weight"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"{name} must lie between 0 and 1, not {getattr(self, name)}")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Settings from environment variables; raises SettingsError for an unknown or unreadable one."""
        environment = os.environ if environment is None else environment
        values = read_settings(cls, PREFIX, environment)
        if "BRIEFINGS_DATA" in environment:
            values["data"] = environment["BRIEFINGS_DATA"]
        return cls(**values)


def read_settings(kind: type[Any], prefix: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a settings class that variables with this prefix give, converted to the fields' types."""
    defaults: dict[str, Any] = {field.name: field.default for field in fields(kind)}
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(prefix):
            continue
        name = variable.removeprefix(prefix).lower()
        if name not in defaults:
            raise SettingsError(f"{variable}: there is no setting {name!r}; known are {', '.join(defaults)}")
        try:
            values[name] = type(defaults[name])(text)
        except ValueError as error:
            raise SettingsError(f"{variable}={text!r} is not a {type(defaults[name]).__name__}") from error
    return values
