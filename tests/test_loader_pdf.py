"""PDF: pages, paragraphs, headings, and what its properties are worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.loaders.hyphens import mended
from index.loaders.lines import Line, Paragraph, body_height, is_heading, paragraphs
from tests.files import lines, pdf
from tests.test_formats import read, reason


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_parted() -> None:
    page = [
        *lines(
            "The harbour at Lorne was closed on Monday because of a storm that", "came in from the west. Two ferries"
        ),
        *lines("The mayor of Tarn opened a bridge on Tuesday, and it cost some four", "million crowns.", top=640),
    ]
    assert read("a.pdf", pdf([page]))[1].text.split("\n\n") == [
        "The harbour at Lorne was closed on Monday because of a storm that came in from the west. Two ferries",
        "The mayor of Tarn opened a bridge on Tuesday, and it cost some four million crowns.",
    ]


def test_a_page_begins_where_its_words_do() -> None:
    loaded = read("a.pdf", pdf([lines("First page."), [], lines("Third page."), []]))[1]
    assert [loaded.text[start:] for start in loaded.pages] == ["First page.\n\nThird page.", *["Third page."] * 2, ""]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines(
        "The harbour was closed on Monday", "because a storm came in from the", "west and stayed. It moved on."
    )
    right = lines(
        "The mayor opened a bridge in Tarn", "that had been closed for a year.", "It cost four million.", left=320
    )
    text = read("a.pdf", pdf([[*left, *right]]))[1].text
    assert "because a storm came in from the west and stayed. It moved on." in text
    assert "The mayor opened a bridge in Tarn that had been closed for a year." in text


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    page = lines("The harbour at Lorne was closed on Monday because of a storm that", "came in from the west.")
    text = read("a.pdf", pdf([page], page="/Rotate 90"))[1].text
    assert text.replace("\n\n", " ").startswith(
        "The harbour at Lorne was closed on Monday because of a storm that came"
    )


def test_a_line_in_large_letters_is_a_heading_and_the_title() -> None:
    page = [*lines("Port news of the week", top=750, size=20), *lines(*["The harbour at Lorne was closed again."] * 6)]
    document, loaded = read("a.pdf", pdf([page]))
    assert [heading.words for heading in loaded.headings] == ["Port news of the week"]
    assert document.title == "Port news of the week"


def test_a_word_broken_at_the_end_of_a_line_is_whole() -> None:
    assert mended(["an em\ufffebedding of Lucene\ufffeBM25 and 19\ufffe20"]) == [
        "an embedding of Lucene-BM25 and 19-20"
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The week in ports", "The week in ports"),
        ("Microsoft Word - ports.doc", "Closed"),
        ("untitled", "Closed"),
        ("Untitled spreadsheet", "Closed"),
        ("\\(anonymous\\)", "Closed"),
        ("ports-final_2", "Closed"),
        ("ports.indd", "Closed"),
        ("PowerPoint Presentation", "Closed"),
        ("", "Closed"),
    ],
)
def test_a_title_that_a_program_filled_in_is_none(title: str, expected: str) -> None:
    assert read("a.pdf", pdf([lines("Closed.")], head=f"/Title ({title})"))[0].title == expected


@pytest.mark.parametrize(
    ("words", "head", "expected"),
    [
        ("Closed.", "/CreationDate (D:20240118103000Z)", (date(2024, 1, 18), "properties")),
        ("LORNE, 19 January 2024 - Closed.", "/CreationDate (D:20240118103000Z)", (date(2024, 1, 19), "text")),
        ("Closed.", "/CreationDate (yesterday)", (None, None)),
        ("Closed.", "/CreationDate (D:20241345000000)", (None, None)),
        ("Closed.", "/CreationDate (D:19700101000000)", (None, None)),
        ("Closed.", "", (None, None)),
    ],
)
def test_the_date_of_the_text_goes_before_that_of_the_file(
    words: str, head: str, expected: tuple[object, object]
) -> None:
    document = read("a.pdf", pdf([lines(words)], head=head))[0]
    assert (document.published, document.dated_by) == expected


def test_the_author_is_kept_where_it_is_a_name() -> None:
    assert read("a.pdf", pdf([lines("Closed.")], head="/Author (Ann Lee)"))[0].author == "Ann Lee"
    assert read("a.pdf", pdf([lines("Closed.")], head="/Author (\\(anonymous\\))"))[0].author is None


def test_pages_without_text_are_a_scan_or_empty() -> None:
    assert "empty" in reason("a.pdf", pdf([[], []]))
    drawn = pdf([[]]).replace(b"<< /Length 0 >>\nstream\n", b"<< /Length 15 >>\nstream\n0 0 9 9 re f   \n")
    assert "run text recognition (OCR)" in reason("a.pdf", drawn)


def test_rows_of_numbers_stay_lines_of_their_own() -> None:
    rows = lines("2021 17 18.5", "2022 19 20.5", "2023 21 22.5")
    assert read("a.pdf", pdf([rows]))[1].text.split("\n\n") == ["2021 17 18.5", "2022 19 20.5", "2023 21 22.5"]


def test_lines_without_a_place_are_parted_at_the_ends_of_sentences() -> None:
    found = list(paragraphs([Line("One"), Line("two."), Line("Three"), Line("- four")], 0))
    assert [one.text for one in found] == ["One two.", "Three", "- four"]
    assert body_height([Line("One")]) == 0 and not is_heading(Paragraph("One", 0), 0)


@pytest.mark.parametrize(
    ("broken", "elsewhere", "whole"),
    [
        (("the long-", "term plan"), "A long-term view.", "long-term plan"),
        (("the govern-", "ment fell"), "The government.", "the government fell"),
        (("the govern-", "ment fell"), "Nothing else.", "the government fell"),
        (("the carbon-", "free plan"), "A plan with carbon that is free.", "the carbon-free plan"),
        (("he left with-", "out words"), "He is out with them.", "left without words"),
        (("a state-of-", "the-art plan"), "Nothing else.", "a state-of-the-art plan"),
        (("the d-", "dimensional room"), "Nothing else.", "the d-dimensional room"),
        (("sur l'ex-", "ploitation"), "Rien.", "l’exploitation"),
        (("the North-", "South road"), "Nothing else.", "the North-South road"),
        (
            ("of worst-", "case hours of long-", "term work"),
            "A long-term view.",
            "of worst-case hours of long-term work",
        ),
        (("of govern-", "ment hours of cer-", "tain work"), "The government.", "of government hours of certain work"),
        (("on decision-mak-", "ing today"), "Nothing else.", "on decision-making today"),
        (("the Anglo-Ameri-", "can plan"), "Nothing else.", "the Anglo-American plan"),
        (("a law of anti-terror-", "ism today"), "A word of terror.", "anti-terrorism"),
        (("the govern-", "ment-backed plan"), "The government.", "the government-backed plan"),
        (("a day-to-", "day matter"), "It came to a day.", "a day-to-day matter"),
        (("a one-in-a-", "million case"), "Nothing else.", "a one-in-a-million case"),
        (("the US-", "led plan"), "Nothing else.", "the US-led plan"),
        (("in al-Qa-", "eda today"), "Nothing else.", "in al-Qaeda today"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_it_is_the_words_own(
    broken: tuple[str, ...], elsewhere: str, whole: str
) -> None:
    text = read("a.pdf", pdf([lines(*broken), lines(elsewhere)]))[1].text
    assert whole in text and elsewhere in text


def test_a_word_with_several_marks_loses_them_all() -> None:
    assert mended(["an in\xadter\xadnational day", "a\xad"]) == ["an international day", "a\xad"]
    assert mended(["an in\xadter\xadna\xadtional day of COVID-19\xadrelated work"]) == [
        "an international day of COVID-19-related work"
    ]


def test_a_long_run_of_letters_is_looked_at_once() -> None:
    assert mended(["a" * 1_000_000, "the govern\xadment"])[1] == "the government"


LISTING = ("for day in week:", "print(day)", "read(day, harbour)")
PROSE = (
    "The harbour at Lorne was closed on Monday because of a storm that",
    "came in from the west, and a script says so:",
)


def test_a_listing_keeps_its_lines() -> None:
    page = [*lines(*PROSE), *lines(*LISTING, top=670, size=9), *lines("That is all of it.", top=620)]
    text = read("a.pdf", pdf([page]).replace(b"/F1 9 Tf", b"/F2 9 Tf"))[1].text
    assert text.split("\n\n") == [" ".join(PROSE), "\n".join(LISTING), "That is all of it."]


def test_what_is_typed_in_one_width_throughout_is_no_listing() -> None:
    text = read("a.pdf", pdf([lines(*PROSE)]).replace(b"/F1 12 Tf", b"/F2 12 Tf"))[1].text
    assert text == " ".join(PROSE)


def paged(number: int, head: str, top: int) -> list[tuple[int, int, int, str]]:
    """A page with a line at its head and its number at its foot."""
    body = lines(f"The harbour of Lorne was closed on day {number}.", "Two ferries stayed.", "They left.", "So did he.")
    return [*lines(head, top=top), *body, (300, 40, 12, f"Page {number} of 4")]


def test_a_line_that_runs_through_the_pages_is_read_once() -> None:
    text = read("a.pdf", pdf([paged(number, "Port report 2024", 770) for number in range(1, 5)]))[1].text
    assert text.count("Port report 2024") == 1 and text.count("of 4") == 1
    assert all(f"closed on day {number}." in text for number in range(1, 5)) and text.count("So did he.") == 4


def test_a_line_close_to_the_text_or_on_few_pages_is_none_that_runs_through() -> None:
    near = read("a.pdf", pdf([paged(number, "Place and toll", 715) for number in range(1, 5)]))[1].text
    assert near.count("Place and toll") == 4
    few = read("a.pdf", pdf([paged(number, f"Chapter {'abcd'[number - 1]}", 770) for number in range(1, 5)]))[1].text
    assert all(f"Chapter {letter}" in few for letter in "abcd")
    two = read("a.pdf", pdf([paged(number, "Port report 2024", 770) for number in range(1, 3)]))[1].text
    assert two.count("Port report 2024") == 2


def headed(heads: Sequence[str], size: int = 12) -> str:
    """The text of pages with these heads, set in letters of this size."""
    body = ("The harbour of Lorne was closed.", "Two ferries stayed.", "They left.", "So did he.")
    return read("a.pdf", pdf([[*lines(head, top=770, size=size), *lines(*body)] for head in heads]))[1].text


@pytest.mark.parametrize(
    "heads",
    [
        ("15 January 2024", "16 January 2024", "17 January 2024"),
        ("Page 1, 15 January 2024", "Page 2, 16 January 2024", "Page 3, 17 January 2024"),
        ("Killed: 12 Injured: 30", "Killed: 14 Injured: 31", "Killed: 20 Injured: 44"),
        ("Day 1", "Day 2", "Day 3"),
        ("2021", "2022", "2023"),
        ("84", "91", "103"),
        ("3/9", "4/9", "5/9"),
    ],
)
def test_heads_of_pages_that_say_something_else_are_all_kept(heads: tuple[str, ...]) -> None:
    text = headed(heads)
    assert [head for head in heads if head not in text] == []


@pytest.mark.parametrize(
    "heads",
    [
        ("1", "2", "3"),
        ("- 7 -", "- 8 -", "- 9 -"),
        ("1/3", "2/3", "3/3"),
        ("1 of 3", "2 of 3", "3 of 3"),
        ("Seite 1 von 9", "Seite 2 von 9", "Seite 3 von 9"),
        ("Port report 15 January 2024 p. 1", "Port report 15 January 2024 p. 2", "Port report 15 January 2024 p. 3"),
    ],
)
def test_the_number_of_a_page_is_read_once(heads: tuple[str, ...]) -> None:
    text = headed(heads)
    assert [head for head in heads if head in text] == [heads[0]]


def test_a_heading_in_large_letters_is_kept_on_every_page() -> None:
    assert headed(["The harbour today"] * 3, size=20).count("The harbour today") == 3
