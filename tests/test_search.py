"""A query to hits: candidates by words, by meaning and by date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from index import Filter, Index, IndexSettings
from tests.fakes import HashEmbedder

DAYS = 120


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """A briefing a day that all say the same, so that dates alone tell them apart; candidates are few."""
    place = tmp_path_factory.mktemp("daily")
    folder = place / "briefings"
    folder.mkdir()
    for number in range(DAYS):
        day = date(2024, 1, 1) + timedelta(days=number)
        (folder / f"{day}.md").write_text(f"---\ntitle: Day\n---\nThe harbour was open, as noted in number{number}.")
    with Index.open(place / "data", embedder=HashEmbedder(), settings=IndexSettings(candidates=5)) as index:
        index.sync(folder)
        yield index


def published(index: Index, query: str, **options: object) -> list[date | None]:
    return [hit.document.published for hit in index.search(query, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [date(2024, 1, 3), date(2024, 2, 20), date(2024, 4, 25)])
def test_the_time_asked_about_is_found_though_it_is_not_among_the_first_candidates(daily: Index, day: date) -> None:
    found = published(daily, f"Was the harbour open on {day:%d %B %Y}?", limit=5)
    assert found[0] is not None and abs(found[0] - day).days <= 5


def test_the_day_of_asking_brings_the_newest_to_the_front(daily: Index) -> None:
    asked = published(daily, "Was the harbour open?", asked=date(2024, 4, 28), limit=5)
    plain = published(daily, "Was the harbour open?", limit=5)
    recent = [sum(day is not None and day >= date(2024, 4, 1) for day in days) for days in (asked, plain)]
    assert recent[0] > recent[1]


def test_a_time_in_the_question_outweighs_the_day_of_asking(daily: Index) -> None:
    first = published(daily, "Was the harbour open in January 2024?", asked=date(2024, 4, 28), limit=1)[0]
    assert first is not None and first <= date(2024, 2, 10)


def test_a_filter_holds_against_the_time_asked_about(daily: Index) -> None:
    where = Filter(published_to=date(2024, 1, 10))
    found = published(daily, "Was the harbour open on 20 February 2024?", where=where, limit=20)
    assert len(found) == 10 and all(day and day <= date(2024, 1, 10) for day in found)


def test_the_exact_word_wins_where_meaning_cannot_tell(daily: Index) -> None:
    assert published(daily, "number77", limit=1) == [date(2024, 1, 1) + timedelta(days=77)]


def test_every_hit_has_both_scores_of_its_own(daily: Index) -> None:
    for hit in daily.search("harbour number5", limit=5):
        assert hit.meaning_score > 0 and hit.word_score >= 0
    weights = [hit.score for hit in daily.search("harbour number5", limit=5)]
    assert all(0 <= weight <= 1 for weight in weights)


def test_a_story_is_found_by_its_own_sentence_in_a_passage_about_much_else(tmp_path: Path) -> None:
    folder = tmp_path / "briefings"
    folder.mkdir()
    others = "The mayor opened a bridge. Wheat grew dear in the valley. Two museums shut for repairs. "
    (folder / "review.txt").write_text(f"{others}A storm sank the ferry near Dover. {others}")
    (folder / "other.txt").write_text("The storm was mild and a ferry ran late, as it does most weeks of a wet year.")
    settings = IndexSettings(meaning_weight=1.0)
    with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=settings) as index:
        index.sync(folder)
        hits = index.search("Which storm sank the ferry near Dover?")
        assert hits[0].document.path == "review.txt"
        for hit in hits:
            sentences = index.sentences("Which storm sank the ferry near Dover?", [hit])
            assert hit.meaning_score == pytest.approx(max(one.meaning_score for one in sentences), abs=1e-5)


def test_an_empty_index_answers_with_nothing(index: Index) -> None:
    assert index.search("harbour") == [] == index.search("harbour", where=Filter(undated=False), asked=date(2024, 1, 1))


def test_weights_of_the_settings_are_used(tmp_path: Path) -> None:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "a.txt").write_text("harbour")
    (folder / "b.txt").write_text("harbour " + "bridge mayor ferry storm market " * 4)
    for weight in (0.0, 1.0):
        settings = IndexSettings(meaning_weight=weight)
        with Index.open(tmp_path / f"data{weight}", embedder=HashEmbedder(), settings=settings) as index:
            index.sync(folder)
            for hit in index.search("harbour bridge"):
                best = [one.meaning_score if weight else one.word_score for one in index.search("harbour bridge")]
                own = hit.meaning_score if weight else hit.word_score
                assert hit.score == pytest.approx(
                    (own - (min(best) if weight else 0)) / (max(best) - (min(best) if weight else 0))
                )
