"""The built-in reader quotes the best sentences, in reading order, inside its limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Document, Hit, Index
from index.records import Passage
from qa import QASettings
from qa.citing import Citer
from qa.disagreement import Value
from qa.evidence import Evidence, gather
from qa.extractive import quote

SETTINGS = QASettings()


def evidence(*texts: tuple[str, float], document: str = "d") -> list[Evidence]:
    """The sentences of one passage with their scores, best first."""
    whole = " ".join(text for text, _ in texts)
    hit = Hit(
        Passage(f"{document}-p", document, 0, len(whole), whole),
        Document(document, "/folder", f"{document}.md", document),
        1.0,
        1.0,
        1.0,
    )
    found, start = [], 0
    for text, score in texts:
        found.append(Evidence(hit, start, start + len(text), text, score, score, score))
        start += len(text) + 1
    return sorted(found, key=lambda one: -one.score)


def quoted(found: list[Evidence], settings: QASettings = SETTINGS, question: str = "What happened?") -> list[str]:
    """What the reader quotes."""
    return [sentence.text for sentence in quote(question, found, settings, Citer())]


def test_only_sentences_nearly_as_good_as_the_best_are_quoted() -> None:
    found = evidence(("The harbour closed.", 1.0), ("The mayor spoke.", 0.49), ("Ferries waited.", 0.51))
    assert quoted(found) == ["The harbour closed.", "Ferries waited."]


def test_the_best_sentence_is_quoted_though_nothing_speaks_for_it() -> None:
    assert quoted(evidence(("The harbour closed.", -0.1), ("Ferries waited.", -0.2))) == ["The harbour closed."]


def test_another_briefing_has_to_come_nearer_to_the_best_than_the_same_one() -> None:
    for score, kept in ((0.89, False), (0.91, True)):
        found = evidence(("The harbour closed.", 1.0), document="a") + evidence(
            ("Ferries waited.", score), document="b"
        )
        assert ("Ferries waited." in quoted(found)) == kept


def test_of_a_question_about_two_each_is_quoted() -> None:
    found = evidence(("Tarn shut its harbour.", 1.0), ("Tarn has two ferries.", 0.99), document="a")
    found += evidence(("Lorne kept its port open.", 0.8), document="b")
    settings = replace(SETTINGS, sentences=2)
    assert quoted(found, settings, "What did Tarn do?") == ["Tarn shut its harbour.", "Tarn has two ferries."]
    both = quoted(found, settings, "What did Tarn and Lorne do?")
    assert both == ["Tarn shut its harbour.", "Lorne kept its port open."]


def test_each_of_several_answers_is_quoted_however_far_behind() -> None:
    found = evidence(("The storm killed 84 people.", 1.0), ("The storm was the worst in years.", 0.95), document="a")
    found += evidence(("The storm killed 95 people.", 0.5), document="b")
    values = [Value("84", (found[0],)), Value("95", (found[2],))]
    sentences = quote("How many people did it kill?", found, replace(SETTINGS, sentences=2), Citer(), values=values)
    assert [one.text for one in sentences] == ["The storm killed 84 people.", "The storm killed 95 people."]


def test_the_words_that_answer_are_marked_where_they_are_sure() -> None:
    found = evidence(("The storm killed 84 people.", 1.0))
    (sentence,) = quote("How many people did the storm kill?", found, SETTINGS, Citer())
    (citation,) = sentence.citations
    assert citation.answer_span is not None
    start, end = citation.answer_span
    assert citation.quote[start:end] in ("84", "84 people")
    assert quote("Why?", found, SETTINGS, Citer())[0].citations[0].answer_span is None


def test_quotes_stand_in_reading_order() -> None:
    found = evidence(("First it rained.", 0.8), ("Then the harbour closed.", 1.0), ("At last it opened.", 0.9))
    assert quoted(found) == ["First it rained.", "Then the harbour closed.", "At last it opened."]


def test_the_briefing_of_the_best_sentence_comes_first() -> None:
    found = evidence(("Ferries waited.", 0.9), document="a") + evidence(("The harbour closed.", 1.0), document="b")
    assert quoted(sorted(found, key=lambda one: -one.score)) == ["The harbour closed.", "Ferries waited."]


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before_it() -> None:
    found = evidence(("The mayor of Tarn opened a bridge.", 0.1), ("It cost 4.2 million crowns.", 1.0))
    assert quoted(found) == ["The mayor of Tarn opened a bridge.", "It cost 4.2 million crowns."]


def test_no_more_sentences_are_quoted_than_the_settings_allow() -> None:
    found = evidence(*((f"Ferry number {number} waited.", 1.0 - number / 100) for number in range(9)))
    for most in (1, 2, 5):
        assert len(quoted(found, replace(SETTINGS, sentences=most))) == most


def test_a_limit_of_one_keeps_the_sentence_that_answers_and_not_the_one_before() -> None:
    found = evidence(("The mayor of Tarn opened a bridge.", 0.1), ("It cost 4.2 million crowns.", 1.0))
    assert quoted(found, replace(SETTINGS, sentences=1)) == ["It cost 4.2 million crowns."]


def test_the_best_sentence_is_quoted_however_long_it_is() -> None:
    long = f"The harbour {'and the quay ' * 60}closed."
    assert quoted(evidence((long, 1.0), ("Ferries waited.", 0.9))) == [long]


@pytest.mark.parametrize("question", ["What has China urged?", "Who claimed the attack in Kerman?", "Why?"])
def test_every_quote_is_the_words_of_its_briefing(samples: Index, question: str) -> None:
    found = gather(samples, question, samples.search(question, limit=10))
    for sentence in quote(question, found, SETTINGS, Citer()):
        (citation,) = sentence.citations
        assert sentence.text == " ".join(citation.quote.split())
        assert samples.text(citation.document.id)[citation.start : citation.end] == citation.quote
