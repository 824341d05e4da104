"""Tables as text, with commas, semicolons or tabs between their values."""

from __future__ import annotations

import csv
import sys

from index.loaders.blocks import Blocks
from index.loaders.loaded import Loaded
from index.loaders.rows import add_rows
from index.loaders.text import decode, title_of_text
from index.settings import IndexSettings

SAMPLE = 20_000
DELIMITERS = ",;\t|"


def load_csv(content: bytes, settings: IndexSettings) -> Loaded:
    """A file of comma separated values or the like, a row a paragraph; raises LoadError for one that is not text."""
    text = decode(content)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # what a file may hold is limited as a whole
    blocks = Blocks(settings)
    header = add_rows(csv.reader(text.splitlines(keepends=True), dialect=_dialect(text)), blocks)
    return Loaded(blocks.text, title_of_text(", ".join(header) or blocks.text))


def _dialect(text: str) -> type[csv.Dialect]:
    """How the values are divided: as the delimiter that stands most evenly in the first lines does."""

    class Found(csv.excel):
        delimiter = _delimiter(text[:SAMPLE])
        skipinitialspace = True

    sample = text[:SAMPLE]
    if '\\"' in sample or f"\\{Found.delimiter}" in sample:
        Found.escapechar, Found.doublequote = "\\", '""' in sample
    return Found


def _delimiter(sample: str) -> str:
    """The one that the sniffer finds, else the commonest in the first line."""
    first = sample.split("\n", 1)[0]
    first = sample.split("\n", 2)[1] if first.lower().startswith("sep=") and sample.count("\n") else first
    if first.count("\t"):
        return "\t"
    try:
        return csv.Sniffer().sniff(sample[:2000], DELIMITERS).delimiter
    except csv.Error:
        return max(DELIMITERS, key=first.count)
