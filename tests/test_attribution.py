"""What a quote bears, and what it does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import MiniLM
from index.sentences import Span
from qa.attribution import numbers, supported
from qa.settings import QASettings

ENOUGH = QASettings().support
URGED = "China urged both Pakistan and Iran on 17 January to show restraint."
WORKERS = "Gunmen killed nine Pakistani workers in Saravan on 27 January 2024."
DENIED = "Iraq denies that there was an Israeli spy centre there."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (URGED, URGED),
        ("China urged Pakistan and Iran to show restraint.", URGED),
        ("On 17 January, China urged restraint.", URGED),
        ("China's call on Pakistan and Iran was to show restraint.", URGED),
        ("Both Iran and Pakistan were urged by China to show restraint.", URGED),
        ("Nine Pakistani workers were killed in Saravan.", WORKERS),
        ("9 Pakistani workers were killed in Saravan by gunmen.", WORKERS),
        ("According to Iraq, which denies it, there was no Israeli spy centre there.", DENIED),
        ("The toll was 1200.", "The toll was put at 1,200 on Monday."),
    ],
)
def test_a_faithful_sentence_is_borne(claim: str, quote: str) -> None:
    assert supported(claim, [quote]) >= ENOUGH


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("China urged both Pakistan and Iran on 18 January to show restraint.", URGED),
        ("Gunmen killed ten Pakistani workers in Saravan on 27 January 2024.", WORKERS),
        ("In Saravan, gunmen killed thirty Pakistani workers.", WORKERS),
        ("Gunmen killed 9,000 Pakistani workers in Saravan.", WORKERS),
        ("Gunmen killed a million Pakistani workers in Saravan.", WORKERS),
    ],
)
def test_another_number_is_not_borne(claim: str, quote: str) -> None:
    assert supported(claim, [quote]) < ENOUGH


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Russia urged both Pakistan and Iran on 17 January to show restraint.", URGED),
        ("China urged both Pakistan and Turkey on 17 January to show restraint.", URGED),
        ("On 17 January, Russia urged both Pakistan and Iran to show restraint.", URGED),
        ("“Russia urged both Pakistan and Iran to show restraint.”", URGED),
    ],
)
def test_another_name_is_not_borne_wherever_it_stands(claim: str, quote: str) -> None:
    assert supported(claim, [quote]) < ENOUGH


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("China did not urge Pakistan and Iran to show restraint.", URGED),
        ("There was an Israeli spy centre there.", DENIED),
        ("China never urged both Pakistan and Iran to show restraint.", URGED),
    ],
)
def test_a_negation_on_one_side_is_not_borne(claim: str, quote: str) -> None:
    assert supported(claim, [quote]) < ENOUGH


def test_something_else_is_not_borne() -> None:
    assert supported("The price of wheat rose sharply.", [URGED]) < ENOUGH


@pytest.mark.parametrize(("claim", "quotes"), [("", [URGED]), ("It is.", [URGED]), (URGED, []), (URGED, ["", "  "])])
def test_nothing_bears_nothing(claim: str, quotes: list[str]) -> None:
    assert supported(claim, quotes) == 0.0


def test_several_quotes_bear_a_sentence_together() -> None:
    claim = "China urged restraint on 17 January, and gunmen killed nine workers in Saravan."
    assert supported(claim, [URGED]) < ENOUGH
    assert supported(claim, [URGED, WORKERS]) >= ENOUGH


def test_numbers_are_the_same_in_words_and_figures() -> None:
    assert numbers("nine of 1,200, and 4.2 or thirty") == {"9", "1200", "4.2", "30"}
    assert numbers("one of them") == set()


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_it_is_a_probability_whatever_it_is_given(claim: str, quotes: list[str]) -> None:
    assert 0.0 <= supported(claim, quotes) <= 1.0


@given(st.lists(st.sampled_from(["harbour", "closed", "ferry", "mayor"]), max_size=2, unique=True))
def test_a_quote_that_holds_all_of_the_words_bears_more_than_one_that_holds_some(words: list[str]) -> None:
    claim = "the harbour closed, the ferry and the mayor"
    assert supported(claim, [claim]) > supported(claim, [" ".join(["about", *words])])


def test_a_name_of_a_people_is_that_of_its_country_and_one_in_brackets_an_abbreviation() -> None:
    quote = "Officials in Pakistan asked the United Nations on Monday to send observers."
    assert supported("Pakistani officials asked the UN on Monday to send observers.", [quote]) >= ENOUGH
    assert supported("Iranian officials asked the UN on Monday to send observers.", [quote]) < ENOUGH
    assert supported("The United Nations (UN) was asked on Monday to send observers.", [quote]) >= ENOUGH


def test_an_opening_word_is_no_name_unless_somebody_else_is_named() -> None:
    assert (
        supported("Similarly, observers were asked for on Monday.", ["Observers were asked for on Monday."]) >= ENOUGH
    )
    assert supported("Beijing asked for observers on Monday.", ["Moscow asked for observers on Monday."]) < ENOUGH


def test_a_name_that_is_added_is_not_borne() -> None:
    assert supported("China and Russia urged both Pakistan and Iran on 17 January to show restraint.", [URGED]) < ENOUGH


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Pakistan struck Panjgur in Balochistan.", "Iran struck Panjgur, in Pakistan's Balochistan."),
        ("Iran urged both Pakistan and China to show restraint.", URGED),
    ],
)
def test_another_doer_is_not_borne(claim: str, quote: str) -> None:
    assert supported(claim, [quote]) < ENOUGH


def test_a_negation_of_something_else_is_none() -> None:
    claim = "The harbour at Lorne was closed on Monday by the mayor."
    quote = "The harbour at Lorne was closed on Monday by the mayor, who did not say for how long."
    assert supported(claim, [quote]) >= ENOUGH
    assert supported("The harbour at Lorne was closed.", ["Not only the harbour at Lorne was closed."]) >= ENOUGH


def test_markers_are_no_numbers() -> None:
    assert supported("Nine Pakistani workers were killed in Saravan [3, 4].", [WORKERS]) >= ENOUGH


def test_an_embedder_of_ones_own_is_asked() -> None:
    class Blind(MiniLM):
        def get_span_embeddings(
            self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
        ) -> tuple[np.ndarray, list[np.ndarray]]:
            return np.zeros((len(texts), 2)), [np.zeros((len(inside), 2)) for inside in spans]

    assert supported(URGED, [URGED], embed=Blind()) < supported(URGED, [URGED])
