"""A word that says the opposite of the quote's is seen, and one that only looks so is not."""

from __future__ import annotations

import pytest

from qa import Assistant
from qa.attribution import supported
from qa.contradiction import contradicts
from qa.opposites import OPPOSED, Opposition, opposition

OPPOSITE = [
    ("The mayor welcomed the strike.", "The mayor condemned the strike in Lorne.", ("welcomed", "condemned")),
    ("Lorne rejected the offer.", "Lorne accepted the offer on Monday.", ("rejected", "accepted")),
    ("The toll at Lorne rose twice.", "The toll at Lorne has come down twice.", ("rose", "down")),
    ("The minister confirmed the attack.", "The minister denied the attack.", ("confirmed", "denied")),
    ("Tarn recalled its envoy from Lorne.", "Tarn returned its envoy to Lorne.", ("recalled", "returned")),
    ("They agreed on Monday to escalate.", "They agreed on Monday to de-escalate.", ("escalate", "de-escalate")),
    ("Two ferries sank before the storm.", "Two ferries sank a day after the storm.", ("before", "after")),
    ("Tarn lifted its ban on ferries.", "Tarn imposed its ban on ferries.", ("lifted", "imposed")),
]

NOT_OPPOSITE = [
    ("The harbour closed before the storm came.", "The storm came after the harbour closed."),
    ("The mayor did not condemn the strike.", "The mayor welcomed the strike."),
    ("The price of bread rose.", "The price of bread rose after it had fallen."),
    ("The price of bread rose.", "In Tarn, where a bridge was opened, the mayor fell."),
    ("Up to nine ferries sank.", "Nine ferries sank off Lorne, deep down in the sea."),
    ("The mayor welcomed the guests.", "The mayor welcomed the guests and condemned the strike."),
]


@pytest.mark.parametrize(("claim", "quote", "words"), OPPOSITE)
def test_an_opposite_is_never_supported_and_contradicts_where_the_rest_aligns(
    claim: str, quote: str, words: tuple[str, str]
) -> None:
    assert opposition(claim, [quote]) == Opposition(*words)
    assert supported(claim, [quote]) < 0.5
    assert contradicts(claim, quote) > 0.5


@pytest.mark.parametrize(("claim", "quote"), NOT_OPPOSITE)
def test_what_only_looks_like_an_opposite_is_none(claim: str, quote: str) -> None:
    assert opposition(claim, [quote]) is None


def test_no_word_stands_on_both_sides_of_a_pair() -> None:
    assert [one & other for one, other in OPPOSED if one & other] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The United States welcomed the Iranian strikes.",
        "Pakistan returned its ambassador to Tehran on 17 January 2024.",
        "The foreign ministers agreed by telephone on 19 January 2024 to escalate.",
        "The strikes on Panjgur came one day before Iran fired ballistic missiles at Erbil.",
    ],
)
def test_a_draft_that_says_the_opposite_is_contradicted(assistant: Assistant, sentence: str) -> None:
    assert [verdict.verdict for verdict in assistant.check(sentence)] == ["contradicted"]
