"""The shelf: headers kept until the index changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from page.shelf import Shelf


def test_headers_are_listed_again_only_after_a_change(
    index: Index, briefings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = []
    whole = index.documents
    monkeypatch.setattr(index, "documents", lambda: listed.append(1) or whole())
    shelf = Shelf(index)
    assert shelf.documents() == () and shelf.newest() is None and shelf.span() is None
    index.sync(briefings)
    assert [document.title for document in shelf.documents()] == ["Friday note", "Tuesday note", "Monday note"]
    assert str(shelf.newest()) == "2024-03-08"
    assert shelf.sources(1) == ("North desk",)
    assert len(listed) == 2


def test_briefings_are_counted_without_listing_them(index: Index, briefings: Path) -> None:
    assert index.count() == 0
    index.sync(briefings)
    assert index.count() == 3
    index.remove(next(index.documents()).id)
    assert index.count() == 2
