"""A citation whose briefing changed or went says so."""

from __future__ import annotations

from pathlib import Path

from index import Index
from qa import Answer, Citation
from qa.standing import standings


def cited(index: Index, words: str) -> tuple[Citation, ...]:
    """A citation of the first sentence found for some words."""
    hit = index.search(words, limit=1)[0]
    passage = hit.passage
    return (Citation(1, hit.document, passage.start, passage.end, passage.text),)


def states(index: Index, citations: tuple[Citation, ...]) -> list[str]:
    return [standing.state for standing in standings(index, citations)]


def test_a_briefing_is_unchanged_then_changed_then_gone(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    citations = cited(index, "bridge mayor")
    assert states(index, citations) == ["unchanged"]
    file = briefings / "tuesday.md"
    file.write_text(file.read_text().replace("4.2", "5.1"))
    index.sync(briefings)
    (standing,) = standings(index, citations)
    assert standing.state == "changed"
    assert standing.now is not None and "5.1" in index.text(standing.now.id)
    assert "4.2" in standing.citation.quote
    file.unlink()
    index.sync(briefings)
    assert states(index, citations) == ["gone"]


def test_a_changed_header_is_a_change(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    citations = cited(index, "bridge mayor")
    file = briefings / "tuesday.md"
    file.write_text(file.read_text().replace("South desk", "West desk"))
    index.sync(briefings)
    assert states(index, citations) == ["changed"]


def test_a_moved_file_is_the_same_briefing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    citations = cited(index, "bridge mayor")
    (briefings / "tuesday.md").rename(briefings / "moved.md")
    index.sync(briefings)
    assert states(index, citations) == ["unchanged"]


def test_a_briefing_removed_by_hand_is_gone_though_its_file_is_there(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    citations = cited(index, "bridge mayor")
    index.remove(citations[0].document.id)
    assert states(index, citations) == ["gone"]
    index.sync(briefings)
    assert states(index, citations) == ["gone"]


def test_a_file_that_can_no_longer_be_read_holds_nothing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    citations = cited(index, "bridge mayor")
    (briefings / "tuesday.md").write_bytes(b"---\ntitle: [unclosed\n---\ntext")
    index.sync(briefings)
    assert states(index, citations) == ["gone"]


def test_an_answer_without_citations_has_nothing_to_say(index: Index) -> None:
    assert standings(index, Answer("No.", (), (), True, 0.0, "?").citations) == ()
