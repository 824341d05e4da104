"""A draft against the briefings: borne, contradicted or not found, with the exact words."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Filter, Index
from index.errors import BriefingError, DraftError
from qa import Assistant, Verdict
from qa.check import DRAFT_CHARACTERS
from qa.contradiction import contradicts
from qa.evidence import gather
from qa.revision import asked as revision_asked

SUPPORTED = [
    ("Iran struck Panjgur in Balochistan on 16 January 2024 with missiles and drones.", "Iran struck Panjgur"),
    ("China urged both countries to show restraint.", "China urged both"),
    ("Nine Pakistani workers were killed in Saravan on 27 January.", "nine Pakistani workers"),
    ("Pakistan recalled its ambassador from Tehran on 17 January.", "recalled its ambassador"),
    ("The Islamic State group claims the attack in Kerman.", "Islamic State"),
    ("Hossein Amir-Abdollahian is to visit Pakistan on 29 January.", "29 January"),
    ("The death toll in Kerman was first put at 103.", "103"),
]
CONTRADICTED = [
    ("Gunmen killed eleven Pakistani workers in Saravan on 27 January.", "nine Pakistani workers"),
    ("Iran struck Panjgur on 17 January 2024.", "16 January"),
    ("Pakistan's general election is on 8 March 2024.", "8 February"),
    ("Russia urged both countries to show restraint on 17 January.", "China urged"),
    ("China did not urge Pakistan and Iran to show restraint.", "China urged"),
    ("Pakistan struck Panjgur with drones.", "Iran struck Panjgur"),
    ("The border between Pakistan and Iran is about 700 km long.", "900 km"),
]
NOT_FOUND = [
    "Oil prices rose by four per cent after the strikes.",
    "France sent two frigates to the Gulf.",
    "The Baloch Liberation Army claims the attack in Kerman.",
    "Lighthouses in Portugal were repainted in March.",
]


def holds(index: Index, verdicts: list[Verdict]) -> None:
    """What holds of the verdicts of any draft."""
    used = [citation for verdict in verdicts for citation in verdict.citations]
    assert list(dict.fromkeys(citation.number for citation in used)) == list(range(1, len(set(used)) + 1))
    for verdict in verdicts:
        assert bool(verdict.citations) == (verdict.verdict != "not found")
        for citation in verdict.citations:
            assert index.text(citation.document.id)[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(("sentence", "words"), SUPPORTED)
def test_what_the_samples_say_is_supported_by_their_words(assistant: Assistant, sentence: str, words: str) -> None:
    (verdict,) = assistant.check(sentence)
    holds(assistant.index, [verdict])
    assert (verdict.sentence, verdict.verdict) == (sentence, "supported")
    assert any(words in citation.quote for citation in verdict.citations)


@pytest.mark.parametrize(("sentence", "words"), CONTRADICTED)
def test_one_thing_told_otherwise_is_contradicted_by_their_words(
    assistant: Assistant, sentence: str, words: str
) -> None:
    (verdict,) = assistant.check(sentence)
    holds(assistant.index, [verdict])
    assert verdict.verdict == "contradicted"
    assert words in verdict.citations[0].quote


@pytest.mark.parametrize("sentence", NOT_FOUND)
def test_what_they_do_not_say_is_not_found_and_cites_nothing(assistant: Assistant, sentence: str) -> None:
    assert assistant.check(sentence) == [Verdict(sentence, "not found", ())]


@pytest.mark.parametrize("text", ["Who fired first?", "“Was it Iran?”", "***", "Dear all,"])
def test_what_claims_nothing_is_not_found(assistant: Assistant, text: str) -> None:
    assert [verdict.verdict for verdict in assistant.check(text)] == ["not found"]


def test_a_draft_is_judged_sentence_by_sentence_and_numbered_through(assistant: Assistant) -> None:
    draft = f"{SUPPORTED[0][0]} {NOT_FOUND[0]}\n\n{SUPPORTED[1][0]} {SUPPORTED[0][0]}"
    verdicts = assistant.check(draft)
    holds(assistant.index, verdicts)
    assert [verdict.verdict for verdict in verdicts] == ["supported", "not found", "supported", "supported"]
    assert verdicts[0].citations[0].number == 1
    assert verdicts[0].citations == verdicts[3].citations
    assert all(verdict.sentence in draft for verdict in verdicts)


def test_two_statements_in_one_sentence_may_be_borne_by_two(assistant: Assistant) -> None:
    sentence = "China urged both countries to show restraint, and the United States condemned the Iranian strikes."
    (verdict,) = assistant.check(sentence)
    assert verdict.verdict == "supported"
    assert len(verdict.citations) == 2
    (verdict,) = assistant.check(sentence.replace("urged", "did not urge"))
    assert verdict.verdict == "contradicted"
    (verdict,) = assistant.check(
        sentence.replace("the United States condemned the Iranian strikes", "France sent frigates")
    )
    assert verdict.verdict != "supported"


def test_a_number_that_changed_is_supported_by_the_day_it_stood(assistant: Assistant) -> None:
    for toll in ("Seven", "Nine"):
        (verdict,) = assistant.check(f"{toll} people were reported killed near Saravan.")
        assert verdict.verdict == "supported"
    (verdict,) = assistant.check("Twelve people were reported killed near Saravan.")
    assert verdict.verdict == "contradicted"


@pytest.mark.parametrize(
    ("sentence", "newest"),
    [
        ("103 people died in the bombing in Kerman.", "stands above 90"),
        ("Seven people were killed near Saravan.", "from seven to nine"),
    ],
)
def test_a_figure_revised_since_says_so_and_cites_the_newest_word_first(
    assistant: Assistant, sentence: str, newest: str
) -> None:
    (verdict,) = assistant.check(sentence)
    holds(assistant.index, [verdict])
    assert verdict.verdict == "supported" and verdict.note.startswith("This figure was revised.")
    assert newest in verdict.citations[0].quote and len(verdict.citations) > 1


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Iran accepted that its strikes killed two children.", "contradicted"),
        ("Iran says that the Iranian strikes on Panjgur killed two children and hurt three people.", "contradicted"),
        ("Iraq says that its missiles hit an Israeli spy centre in Erbil.", "contradicted"),
        ("Pakistan says that the strikes killed two children.", "supported"),
        ("Iran says that only Iranian terrorists were hit.", "supported"),
    ],
)
def test_one_sides_word_is_not_the_others(assistant: Assistant, sentence: str, verdict: str) -> None:
    assert [one.verdict for one in assistant.check(sentence)] == [verdict]


def test_a_figure_that_nobody_gives_is_said_to_be_revised_though_it_is_not_found(assistant: Assistant) -> None:
    (verdict,) = assistant.check("79 people died in the bombing in Kerman.")
    assert (verdict.verdict, verdict.citations) == ("not found", ()) and "above 90" in verdict.note


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine people were killed near Saravan.",
        "The death toll of the Kerman bombing stands above 90.",
        "The death toll in Kerman was first put at 103.",
        "The strikes killed two children and hurt three people.",
        "Pakistan and Iran share a border of about 900 km.",
        "China urged both countries to show restraint on 17 January.",
    ],
)
def test_a_figure_that_stands_or_is_called_an_earlier_one_needs_no_note(assistant: Assistant, sentence: str) -> None:
    assert [(verdict.verdict, verdict.note) for verdict in assistant.check(sentence)] == [("supported", "")]


def test_a_revision_outside_the_filter_is_not_known_yet(assistant: Assistant) -> None:
    where = Filter(published_to=date(2024, 1, 3))
    assert assistant.check("103 people died in the bombing in Kerman.", where=where)[0].note == ""


def test_briefings_of_one_day_that_differ_on_a_figure_are_both_cited(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "differing"
    folder.mkdir()
    for desk, count in (("North desk", 12), ("South desk", 14)):
        header = f"---\ntitle: {desk} note\npublished: 2024-03-05\nsource: {desk}\n---\n\n"
        (folder / f"{desk}.md").write_text(f"{header}{count} people were killed at Lorne.\n", encoding="utf-8")
    index.sync(folder)
    (verdict,) = Assistant(index).check("12 people were killed at Lorne.")
    assert verdict.verdict == "supported" and verdict.note.startswith("On this figure there is no one word.")
    assert {citation.quote[:2] for citation in verdict.citations} == {"12", "14"}


def test_a_figure_that_the_newest_word_allows_for_is_not_called_revised(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "revised"
    folder.mkdir()
    for day, count in ((3, "103"), (5, "At least 84")):
        header = f"---\ntitle: Note {day}\npublished: 2024-01-0{day}\nsource: Desk {day}\n---\n\n"
        (folder / f"{day}.md").write_text(f"{header}{count} people were killed at Lorne.\n", encoding="utf-8")
    index.sync(folder)
    notes = [verdict.note for verdict in Assistant(index).check("84 people were killed at Lorne.")]
    assert notes == [""]
    assert Assistant(index).check("103 people were killed at Lorne.")[0].note.startswith("This figure was revised.")


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("China sent 1,200 elite soldiers to Djibouti.", "How many soldiers China sent elite to Djibouti."),
        ("China sent 1,200 heavily armed elite soldiers.", "How many soldiers China sent heavily armed elite ."),
        ("China sent 300 additional tanks to Lorne.", "How many tanks China sent additional to Lorne."),
        ("China sent 300 tanks to Lorne.", "How many tanks China sent to Lorne."),
        ("China has 60 nuclear-powered ships off Lorne.", "How many ships China has nuclear-powered off Lorne."),
        ("In Kerman 84 people were killed.", "How many people In Kerman were killed."),
        ("On Monday 300 elite troops and tanks came.", "How many troops On Monday elite and tanks came."),
        ("Some 300 of the ships reached Lorne.", "How many ships reached Lorne."),
    ],
)
def test_a_figure_is_asked_for_by_the_noun_that_it_counts(statement: str, question: str) -> None:
    assert [" ".join(asked.split()) for _, asked in revision_asked(statement)] == [question]


def test_only_briefings_within_the_filter_count(assistant: Assistant) -> None:
    sentence, _ = SUPPORTED[2]
    before = Filter(published_to=date(2024, 1, 17))
    assert assistant.check(sentence, where=before)[0].verdict == "not found"
    assert assistant.check(sentence, where=Filter(published_from=date(2024, 1, 28)))[0].verdict == "supported"


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_an_empty_draft_has_no_verdicts(assistant: Assistant, text: str) -> None:
    assert assistant.check(text) == []


def test_an_empty_index_bears_nothing(index: Index) -> None:
    assert [one.verdict for one in Assistant(index).check("The harbour was closed.")] == ["not found"]


def test_too_long_a_draft_is_refused_and_says_how_long_one_may_be(assistant: Assistant) -> None:
    with pytest.raises(DraftError, match=r"100,001 characters.*100,000"):
        assistant.check("x" * (DRAFT_CHARACTERS + 1))
    assert issubclass(DraftError, BriefingError)


def test_the_same_draft_gives_the_same_verdicts(assistant: Assistant) -> None:
    draft = " ".join([SUPPORTED[0][0], CONTRADICTED[0][0], NOT_FOUND[0]])
    assert assistant.check(draft) == assistant.check(draft)


def test_a_verdict_is_frozen_and_has_a_json_form(assistant: Assistant) -> None:
    (verdict,) = assistant.check(SUPPORTED[1][0])
    with pytest.raises(FrozenInstanceError):
        verdict.verdict = "not found"  # type: ignore[misc]
    told = verdict.to_dict()
    assert set(told) == {"sentence", "verdict", "citations", "note"}
    assert told["citations"][0]["quote"] == verdict.citations[0].quote
    assert json.loads(json.dumps(told, allow_nan=False)) == told


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.integers(0, 2), st.text(alphabet="[]0123456789.?! \n\ud800“”", max_size=12))
def test_citations_slice_back_whatever_the_draft(
    index: Index, briefings: Path, text: str, place: int, noise: str
) -> None:
    index.sync(briefings)
    said = ["The harbour at Lorne was closed on Monday.", "Two ferries stayed in port!", "It cost 5 million crowns."]
    verdicts = Assistant(index).check(f"{text}\n\n{noise}{said[place]}\n\n{noise} {said[place]} {text}")
    holds(index, verdicts)
    assert verdicts


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Nine were killed in Lorne on Monday.", "11 were killed in Lorne on Monday."),
        ("The bridge cost 4.2 million crowns.", "The bridge cost 5.1 million crowns."),
        ("The harbour closed on 3 March 2024.", "The harbour closed on March 4, 2024."),
        ("The bridge opened in 1998.", "The bridge opened in 1989."),
        ("The harbour closed on Monday.", "The harbour closed on Friday."),
        ("The mayor of Tarn opened a bridge.", "The mayor of Lorne opened a bridge."),
        ("The harbour was not closed.", "The harbour was closed on Monday."),
    ],
)
def test_one_difference_in_the_same_place_contradicts(claim: str, quote: str) -> None:
    assert contradicts(claim, quote) > 0.5


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The harbour closed on Monday.", "The harbour closed on Monday."),
        ("The harbour closed on Monday.", "The harbour closed."),
        ("Nine ferries sank.", "The mayor of Tarn opened 11 bridges."),
        ("Nine ferries left Lorne on Monday.", "11 ferries left Tarn on Friday."),
        ("Nine ferries left Lorne in 2024.", "Ferries left Lorne in 2023."),
        ("Two ferries stayed in port.", "Two ferries stayed in port for 3 days."),
    ],
)
def test_more_less_or_other_things_do_not(claim: str, quote: str) -> None:
    assert contradicts(claim, quote) < 0.5


def test_every_sample_sentence_is_supported_by_the_samples(samples: Index, assistant: Assistant) -> None:
    hits = samples.search("Iran Pakistan strikes ambassador Kerman Saravan", limit=40)
    sentences = {one.text for one in gather(samples, "Iran and Pakistan", hits)}
    wrong = [one for one in sorted(sentences)[::6] if [v.verdict for v in assistant.check(one)] != ["supported"]]
    assert wrong == []
