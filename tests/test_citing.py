"""Citations are numbered as they are used, and only they look like citations."""

from __future__ import annotations

import re

import pytest

from index import Document, Hit
from index.records import Passage
from qa.citing import Citer, joined, unmarked
from qa.evidence import Evidence


def evidence(text: str, *, start: int = 0, document: str = "d") -> Evidence:
    """A sentence at a place of a briefing, as evidence."""
    header = Document(document, "/folder", f"{document}.md", document.title())
    passage = Passage(f"{document}-p", document, start, start + len(text), text, page=3)
    return Evidence(Hit(passage, header, 1.0, 1.0, 1.0), start, start + len(text), text, 1.0, 1.0, 1.0)


def test_numbers_count_from_one_in_order_of_first_use() -> None:
    citer = Citer()
    first, second = evidence("One."), evidence("Two.", start=5)
    sentences = [citer.cite("Two.", [second]), citer.cite("One and two.", [first, second])]
    assert [[citation.number for citation in sentence.citations] for sentence in sentences] == [[1], [2, 1]]
    assert [citation.quote for citation in citer.citations()] == ["Two.", "One."]


def test_a_citation_carries_the_exact_words_and_their_place() -> None:
    (citation,) = Citer().cite("Said\n anew.", [evidence("Said\n anew.", start=7)]).citations
    assert (citation.start, citation.end, citation.quote, citation.page) == (7, 18, "Said\n anew.", 3)


def test_the_text_of_a_sentence_is_one_line() -> None:
    assert Citer().cite("Two\n  ferries\tstayed.", [evidence("Two")]).text == "Two ferries stayed."


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("It closed.", "It closed [1]."),
        ("It closed", "It closed [1]."),
        ("Did it close?", "Did it close [1]?"),
        ("“It closed.”", "“It closed [1].”"),
        ("It closed (again.)", "It closed (again [1].)"),
        ("它关闭了。", "它关闭了 [1]。"),
        ("…", " [1]…"),
        ("", " [1]."),
    ],
)
def test_markers_stand_before_the_last_stop(text: str, marked: str) -> None:
    assert joined([Citer().cite(text, [evidence("x")])]) == marked


def test_sentences_are_joined_with_all_their_markers() -> None:
    citer = Citer()
    one, two = evidence("One."), evidence("Two.", start=5)
    assert joined([citer.cite("Both.", [one, two]), citer.cite("Two!", [two])]) == "Both [1] [2]. Two [2]!"


def test_what_only_looks_like_a_marker_is_shown_in_round_brackets() -> None:
    citer = Citer()
    text = joined([citer.cite("The harbour [7] closed [1, 2] [ 3 ][4-5].", [evidence("x")])])
    assert text == "The harbour (7) closed (1, 2) ( 3 )(4-5) [1]."
    assert re.findall(r"\[(\d+)\]", text) == ["1"]


def test_other_brackets_stay() -> None:
    assert unmarked("He [the mayor] said [sic] a[i]") == "He [the mayor] said [sic] a[i]"
