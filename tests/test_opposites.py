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
    ("The toll at Lorne rose twice.", "The toll at Lorne has fallen twice.", ("rose", "fallen")),
    ("The harbour opened on Monday.", "The harbour closed on Monday.", ("opened", "closed")),
    ("More than 200 died in Lorne.", "In Tarn fewer than 200 died in Lorne.", ("More", "fewer")),
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
    (
        "Militants entered the Rask police station and killed 11 officers.",
        "The attack by militants on the Rask police station left 11 officers dead.",
    ),
    (
        "Lorne launched missile strikes on Tarn.",
        "Lorne carried out missile strikes on Tarn at the end of a tense week.",
    ),
    (
        "Over 200 people were arrested in Lorne under the new law.",
        "More than 200 people were arrested in Lorne.",
    ),
    ("Tarn expelled Lorne's ambassador.", "Lorne's ambassador may not be allowed to return."),
    ("The mayor may return to Lorne.", "The mayor may not be allowed soon to be sent to Lorne."),
    ("The mayor raised taxes.", "The mayor reduced the size of the council."),
    ("The harbour opened on Monday.", "The harbour lies close to the airport."),
    ("The ferry fired flares.", "The ferry hired flares."),
    ("The mayor started the talks.", "The mayor led the talks to their end."),
    ("The mayor did not, in the end, condemn the strike.", "The mayor welcomed the strike."),
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
