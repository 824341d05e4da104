"""Which language a text is in; and that what the embedder cannot read is searched by words, and says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Index
from index.language import language
from qa import Assistant

GERMAN = "Die Fähre nach Lorne blieb am Montag im Hafen. Der Sturm hat zwei Boote versenkt, sagt der Hafenmeister."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wer hat den Anschlag in Kerman verübt?", "de"),
        ("¿Qué ha pedido China?", "es"),
        ("Qui a revendiqué l’attentat de Kerman ?", "fr"),
        ("中国呼吁什么?", "zh"),
        ("Чего потребовал Китай?", "ru"),
        ("Hoeveel mensen zijn gedood?", "nl"),
    ],
)
def test_a_question_in_another_language_is_told(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text", ["Who claimed the attack?", "price of oil", "Jaish al-Adl", "cricket world cup", "Hello", "", "?", "12:30"]
)
def test_english_and_what_cannot_be_told_count_as_english(text: str) -> None:
    assert language(text) == "en"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two briefings in German and one in English, with the built-in embedder."""
    place = tmp_path_factory.mktemp("mixed")
    (place / "notes").mkdir()
    (place / "notes" / "faehre.txt").write_text(GERMAN, encoding="utf-8")
    (place / "notes" / "haushalt.txt").write_text("Der Stadtrat hat den Haushalt für das Jahr beschlossen.")
    (place / "notes" / "ferry.txt").write_text("The ferry to Tarn sailed on Monday as it does every week.")
    with Index.open(place / "data") as index:
        index.sync(place / "notes")
        yield index


def test_a_question_in_a_language_the_embedder_does_not_know_is_searched_by_words(mixed: Index) -> None:
    hits = mixed.search("Wer blieb am Montag im Hafen?")
    assert hits[0].document.path == "faehre.txt"
    best = max(hit.word_score for hit in hits)
    assert [hit.score for hit in hits] == pytest.approx([hit.word_score / best for hit in hits])


def test_the_answer_says_that_the_question_was_not_understood(mixed: Index) -> None:
    notes = Assistant(mixed).ask("Wer blieb am Montag im Hafen?").notes
    assert "language" in [note.kind for note in notes]
    assert not [note for note in Assistant(mixed).ask("Which ferry sailed to Tarn?").notes if note.kind == "language"]


def test_an_embedder_that_names_no_languages_is_asked_in_all(index: Index) -> None:
    assert index.understands("Wer hat den Anschlag in Kerman verübt?")
