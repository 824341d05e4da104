"""Counting tokens for budgets, with tiktoken's cl100k_base, offline."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken


@cache
def _encoding() -> tiktoken.Encoding:
    """The encoding, from the files that llama-index-core carries: tiktoken's own would be downloaded."""
    import tiktoken

    found = find_spec("llama_index")
    for folder in (found.submodule_search_locations or ()) if found else ():
        files = Path(folder) / "core" / "_static" / "tiktoken_cache"
        if files.is_dir():
            os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(files))
    return tiktoken.get_encoding("cl100k_base")


def count_tokens(text: str) -> int:
    """Number of cl100k_base tokens; what looks like a control token is counted as plain text."""
    return len(_encoding().encode(text, disallowed_special=()))
