"""Differing answers: which values briefings give to one question, and what the reader is told."""

from __future__ import annotations

from datetime import date

import pytest

from index import Document, Hit, Index
from index.records import Passage
from qa.disagreement import note, values
from qa.evidence import Evidence, gather
from qa.quantity import Quantity, read_quantity

KILLED = "How many people were killed at Lorne?"


def said(text: str, *, on: int | None = None, by: str = "Desk") -> Evidence:
    """A sentence of a briefing of its own, of a day of March 2024, as evidence."""
    published = date(2024, 3, on) if on else None
    document = Document(f"{text}{on}{by}", "/folder", "note.md", "Note", published, source=by)
    passage = Passage(f"{document.id}-p", document.id, 0, len(text), text)
    return Evidence(Hit(passage, document, 1.0, 1.0, 1.0), 0, len(text), text, 1.0, 1.0, 1.0)


def found(question: str, *evidence: Evidence) -> list[tuple[str, int]]:
    """The values with how many pieces of evidence give each."""
    return [(value.words, len(value.evidence)) for value in values(question, evidence)]


def test_a_later_figure_updates_an_earlier_one() -> None:
    evidence = [
        said("At Lorne, 84 people were killed.", on=5, by="North desk"),
        said("73 people were killed at Lorne.", on=3, by="South desk"),
    ]
    told = note(KILLED, values(KILLED, evidence))
    assert told is not None and told.kind == "updated"
    assert told.text == (
        "The figures differ: 73 people (South desk, 3 March 2024), 84 people (North desk, 5 March 2024); "
        "the later one updates the earlier."
    )


def test_figures_of_one_day_contradict_each_other() -> None:
    evidence = [
        said("At Lorne, 84 people were killed.", on=5),
        said("73 people were killed at Lorne.", on=5, by="Wire"),
    ]
    told = note(KILLED, values(KILLED, evidence))
    assert told is not None and told.kind == "disagreement"
    assert told.text == "The briefings differ: 84 people (Desk, 5 March 2024), 73 people (Wire, 5 March 2024)."


def test_undated_figures_are_a_disagreement_and_show_their_source() -> None:
    evidence = [
        said("At Lorne, 84 people were killed.", by="North desk"),
        said("73 people were killed at Lorne.", on=3),
    ]
    told = note(KILLED, values(KILLED, evidence))
    assert told is not None and told.kind == "disagreement" and "84 people (North desk)" in told.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nine people were killed at Lorne.", "At Lorne, 9 people died."),
        ("1,500 people were killed at Lorne.", "At Lorne, 1500 were killed."),
        ("About 900 people were killed at Lorne.", "At Lorne, 905 people were killed."),
        ("At least 80 people were killed at Lorne.", "At Lorne, 84 people were killed."),
        ("The number of people killed at Lorne has gone from seven to nine.", "At Lorne, nine people were killed."),
    ],
)
def test_one_figure_written_in_two_ways_is_one_value(one: str, other: str) -> None:
    groups = values(KILLED, [said(one, on=3), said(other, on=4)])
    assert len(groups) == 1 and len(groups[0].evidence) == 2
    assert note(KILLED, groups) is None


def test_workers_are_not_held_against_people() -> None:
    question = "How many workers were killed at Lorne?"
    workers, people = said("Nine workers were killed at Lorne.", on=5), said("Seven people were killed at Lorne.", on=3)
    assert found(question, workers, people) == [("Nine workers", 1)]


def test_names_alone_do_not_say_of_which_event_a_date_is() -> None:
    question = "When is Ada Strand in Lorne?"
    visit, call = (
        said("Ada Strand is in Lorne on 9 March."),
        said("Ada Strand and the mayor of Lorne spoke on 3 March."),
    )
    assert len(values(question, [visit, call])) <= 1


def test_a_figure_far_above_what_is_called_the_least_later_is_another() -> None:
    first = said("103 people were killed at Lorne.", on=3)
    later = said("The number of people killed at Lorne stands above 90.", on=9)
    told = note(KILLED, values(KILLED, [first, later]))
    assert told is not None and told.kind == "updated"


def test_of_several_figures_the_one_that_stands_now_is_given() -> None:
    both = said("The number of people killed at Lorne, put at 84 on 4 March, stands above 90 by now.", on=9)
    assert found(KILLED, both) == [("above 90", 1)]


@pytest.mark.parametrize(
    "other",
    [
        "At Tarn, 12 people were killed.",
        "In Lorne, 12 ferries stayed in port.",
        "On 27 February 2023, 12 people were killed at Lorne.",
        "Nobody was killed at Lorne.",
        "Hundreds of people were killed at Lorne.",
    ],
)
def test_a_figure_of_something_else_is_no_other_value(other: str) -> None:
    best = said("On 4 March, 84 people were killed at Lorne.", on=5)
    assert found(KILLED, best, said(other, on=6)) == [("84 people", 1)]


def test_a_briefing_that_recalls_an_older_figure_gives_its_own() -> None:
    text = "At first, 73 people were said killed at Lorne."
    earlier, now = said(text, on=5), said("84 people were killed at Lorne.", on=5)
    together = Evidence(now.hit, 0, len(text), text, 1.0, 1.0, 1.0)
    assert found(KILLED, together, now) == [("84 people", 1)]
    assert found(KILLED, earlier) == [("73 people", 1)]


def test_names_that_contain_one_another_are_one_value() -> None:
    question = "Who designed the new town hall of Lorne?"
    one = said("The new town hall of Lorne was designed by Enric Miralles.", on=3)
    short = said("The new town hall of Lorne was designed by Miralles.", on=4)
    other = said("The new town hall of Lorne was designed by Ada Strand.", on=5)
    assert found(question, one, short) == [("Enric Miralles", 2)]
    told = note(question, values(question, [one, short, other]))
    assert told is not None and told.kind == "disagreement"


def test_dates_that_contain_one_another_are_one_value() -> None:
    question = "When was the town hall of Lorne opened?"
    full = said("The town hall of Lorne was opened on 16 January 2024.", on=3)
    short = said("The town hall of Lorne was opened in January 2024.", on=4)
    other = said("The town hall of Lorne was opened in 1987.", on=5)
    assert found(question, full, short, other) == [("16 January 2024", 2), ("1987", 1)]


def test_figures_in_different_units_are_not_compared() -> None:
    question = "How long is the border of Lorne?"
    assert found(
        question, said("The border of Lorne is 900 km long."), said("The border of Lorne is 560 miles long.")
    ) == [("900 km", 1)]


@pytest.mark.parametrize("question", ["Why were people killed at Lorne?", "Were people killed at Lorne?", ""])
def test_only_kinds_with_values_can_differ(question: str) -> None:
    assert values(question, [said("84 people were killed at Lorne."), said("73 people were killed at Lorne.")]) == []


@pytest.mark.parametrize(
    ("question", "kind", "first", "last"),
    [
        ("How many people were killed in Kerman?", "updated", "103", "84"),
        ("How many were killed near Saravan?", "updated", "seven people", "nine"),
    ],
)
def test_the_sample_tolls_are_updated(samples: Index, question: str, kind: str, first: str, last: str) -> None:
    told = note(question, values(question, gather(samples, question, samples.search(question, limit=10))))
    assert told is not None and told.kind == kind
    assert 0 < told.text.index(f"{first} (") < told.text.index(f"{last} (")


@pytest.mark.parametrize(
    "question",
    ["How long is the border between Pakistan and Iran?", "When is the general election?", "What has China urged?"],
)
def test_the_samples_agree_on_the_rest(samples: Index, question: str) -> None:
    assert note(question, values(question, gather(samples, question, samples.search(question, limit=10)))) is None


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("nine people", Quantity(9, 9)),
        ("twenty-one", Quantity(21, 21)),
        ("two hundred and five men", Quantity(205, 205)),
        ("two dozen", Quantity(24, 24)),
        ("304,016 companies", Quantity(304016, 304016)),
        ("$4.5 million", Quantity(4.5e6, 4.5e6)),
        ("£3bn", Quantity(3e9, 3e9)),
        ("three hundred thousand", Quantity(3e5, 3e5)),
        ("about 100 km", Quantity(95, 105)),
        ("seven to nine", Quantity(7, 9)),
        ("at least four civilians", Quantity(4, float("inf"))),
        ("up to 20%", Quantity(0, 20)),
        ("hundreds", None),
        ("half a million", None),
        ("nobody", None),
    ],
)
def test_a_written_number_is_read(words: str, quantity: Quantity | None) -> None:
    assert read_quantity(words) == quantity
