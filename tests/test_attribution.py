"""What a quote bears, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.lists(st.sampled_from(["harbour", "closed", "ferry", "storm", "bridge", "mayor"]), min_size=1, unique=True))
def test_a_quote_that_holds_more_of_the_words_never_bears_less(words: list[str]) -> None:
    claim = "the harbour closed, the ferry and the mayor"
    scores = [supported(claim, [" ".join(["about", *words[:length]])]) for length in range(len(words) + 1)]
    assert scores == sorted(scores)
