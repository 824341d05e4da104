"""An index as a whole: finding, filtering, reading while another writes, closing."""

from __future__ import annotations

import gc
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index as package
from index import BriefingError, DirectoryFormat, Document, EmbedderError, Filter, FolderError, Hit, Index, NotFound
from index.chroma_client import ChromaCache
from tests.fakes import HashEmbedder

SOURCES = ("North desk", "South desk", None)
DATES = (None, date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 1), date(2023, 12, 31))


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Briefings of every date and source; not to be changed."""
    place = tmp_path_factory.mktemp("varied")
    folder = place / "briefings"
    folder.mkdir()
    for number, (published, source) in enumerate((day, desk) for day in DATES for desk in SOURCES):
        header = [f"title: Note {number}"]
        header += [f"published: {published}"] if published else []
        header += [f"source: {source}"] if source else []
        words = " ".join(f"Harbour {number} was open on day {day} for ferry {day + number}." for day in range(40))
        (folder / f"note-{number}.md").write_text("---\n{}\n---\n\n{}\n".format("\n".join(header), words))
    with Index.open(place / "data", embedder=HashEmbedder()) as index:
        index.sync(folder)
        yield index


def test_the_best_passage_comes_first(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    hits = index.search("Who opened a bridge in Tarn?")
    assert hits[0].document.title == "Tuesday note"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].word_score > hits[-1].word_score and hits[0].meaning_score > hits[-1].meaning_score


def test_every_hit_slices_back_to_its_document(varied: Index) -> None:
    for hit in varied.search("harbour ferry", limit=100):
        passage = hit.passage
        assert varied.text(passage.document_id)[passage.start : passage.end] == passage.text
        assert varied.document(passage.document_id) == hit.document


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_an_empty_query_finds_nothing(varied: Index, query: str) -> None:
    assert varied.search(query) == []


@pytest.mark.parametrize(("limit", "expected"), [(-1, 0), (0, 0), (1, 1), (7, 7)])
def test_no_more_hits_than_asked_for(varied: Index, limit: int, expected: int) -> None:
    assert len(varied.search("harbour", limit=limit)) == expected


def test_a_limit_over_all_there_is_gives_all_there_is(varied: Index) -> None:
    total = len(varied._catalogue.numbers())
    assert len(varied.search("harbour", limit=100_000)) == total > 50


def test_a_query_of_a_hundred_thousand_characters_is_answered(varied: Index) -> None:
    query = " ".join(f"harbour{number}" for number in range(10_000))[:100_000]
    assert len(varied.search(query)) == 10


@pytest.mark.parametrize(
    "query", ['"', "title:(a AND", "harbour^", "-harbour", "ferry OR *", "\\", "😀", "\x00", "{[(", "a:b:c"]
)
def test_a_query_is_words_and_never_a_language(varied: Index, query: str) -> None:
    assert len(varied.search(query)) == 10


def test_the_same_question_has_the_same_answer(varied: Index) -> None:
    varied._storage.chroma and varied._storage.chroma.wait()
    assert varied.search("ferry 12 on day 4") == varied.search("ferry 12 on day 4")


def test_a_reader_without_chroma_finds_the_same(varied: Index) -> None:
    assert varied._storage.chroma
    varied._storage.chroma.wait()
    with Index.open(varied.path, embedder=HashEmbedder(), read_only=True) as reader:
        for query in ("ferry 12 on day 4", "harbour 3", "nothing of the kind"):
            ours, theirs = varied.search(query, limit=5), reader.search(query, limit=5)
            assert [hit.passage.id for hit in ours] == [hit.passage.id for hit in theirs]


def test_the_time_asked_about_comes_first(varied: Index) -> None:
    named = varied.search("harbour on 31 January 2024", limit=3)
    assert {hit.document.published for hit in named} <= {date(2024, 1, 31), date(2024, 2, 1)}
    asked = varied.search("harbour", limit=3, asked=date(2023, 12, 31))
    assert {hit.document.published for hit in asked} <= {date(2023, 12, 31), date(2024, 1, 1)}


def test_the_day_of_asking_orders_and_never_hides(varied: Index) -> None:
    plain = {hit.passage.id for hit in varied.search("harbour", limit=1000)}
    asked = {hit.passage.id for hit in varied.search("harbour", limit=1000, asked=date(2024, 1, 31))}
    assert plain == asked


dates = st.none() | st.sampled_from([day for day in DATES if day] + [date(2024, 1, 15)])
filters = st.builds(
    Filter,
    published_from=dates,
    published_to=dates,
    sources=st.lists(st.sampled_from(["North desk", "South desk", "nobody", ""]), max_size=2).map(tuple),
    documents=st.lists(st.integers(0, 14), max_size=4).map(tuple),
    undated=st.booleans(),
)


def passes(document: Document, where: Filter) -> bool:
    """What a filter means, said plainly."""
    if where.sources and document.source not in where.sources:
        return False
    if where.documents and document.id not in where.documents:
        return False
    if document.published is None:
        return where.undated
    after = where.published_from is None or document.published >= where.published_from
    return after and (where.published_to is None or document.published <= where.published_to)


@given(filters)
def test_a_filter_lets_through_what_brute_force_does(varied: Index, where: Filter) -> None:
    everything = list(varied.documents())
    chosen = tuple(everything[number].id for number in where.documents)
    where = Filter(where.published_from, where.published_to, where.sources, chosen, where.undated)
    expected = {document.id for document in everything if passes(document, where)}
    assert {document.id for document in varied.documents(where)} == expected
    hits = varied.search("harbour ferry", limit=1000, where=where)
    assert {hit.document.id for hit in hits} == expected
    assert len(hits) == sum(len(varied._catalogue.passages_of(document)) for document in expected)


def test_both_ends_of_a_filter_are_inclusive(varied: Index) -> None:
    where = Filter(published_from=date(2024, 1, 1), published_to=date(2024, 1, 31), undated=False)
    published = {hit.document.published for hit in varied.search("harbour", limit=1000, where=where)}
    assert published == {date(2024, 1, 1), date(2024, 1, 31)}


def test_a_filter_can_drop_what_has_no_date(varied: Index) -> None:
    assert None in {hit.document.published for hit in varied.search("harbour", limit=1000, where=Filter())}
    dated = varied.search("harbour", limit=1000, where=Filter(undated=False))
    assert dated and None not in {hit.document.published for hit in dated}


def test_a_filtered_search_ranks_as_the_whole_one_does_by_meaning(varied: Index) -> None:
    where = Filter(sources=("North desk",))
    scores = {hit.passage.id: hit.meaning_score for hit in varied.search("ferry 7", limit=1000)}
    for hit in varied.search("ferry 7", limit=1000, where=where):
        assert hit.meaning_score == pytest.approx(scores[hit.passage.id], abs=1e-6)


def test_documents_come_newest_first_and_undated_last(varied: Index) -> None:
    published = [document.published for document in varied.documents()]
    dated = [day for day in published if day]
    assert dated == sorted(dated, reverse=True) and published[len(dated) :] == [None] * 3


def test_sentences_of_hits_are_their_own_words(varied: Index) -> None:
    hits = varied.search("ferry 7", limit=5)
    sentences = varied.sentences("ferry 7", hits)
    assert {sentence.hit.passage.id for sentence in sentences} == {hit.passage.id for hit in hits}
    for sentence in sentences:
        assert varied.text(sentence.hit.document.id)[sentence.start : sentence.end] == sentence.text
        assert sentence.hit.passage.start <= sentence.start < sentence.end <= sentence.hit.passage.end
        assert -1.02 <= sentence.meaning_score <= 1.02


def test_the_sentence_that_says_it_is_the_nearest(samples: Index) -> None:
    hits = samples.search("How many civilians were killed in Erbil?", limit=3)
    best = max(samples.sentences("How many civilians were killed in Erbil?", hits), key=lambda one: one.meaning_score)
    assert "four civilians" in best.text


def test_rare_words_weigh_more(varied: Index) -> None:
    weights = varied.rarity("The harbour of Atlantis")
    assert list(weights) == ["harbour", "atlanti"] and weights["atlanti"] > weights["harbour"] >= 0


def test_an_unknown_document_is_not_found(varied: Index) -> None:
    for ask in (varied.document, varied.text):
        with pytest.raises(NotFound, match="nothing"):
            ask("nothing")


def test_a_reader_sees_what_the_owner_adds_and_removes(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    with Index.open(index.path, embedder=HashEmbedder(), read_only=True) as reader:
        assert reader.search("bridge")[0].document.path == "tuesday.md"
        (briefings / "snow.md").write_text("Snow fell in Lorne.")
        (briefings / "tuesday.md").unlink()
        index.sync(briefings)
        assert reader.search("snow")[0].document.path == "snow.md"
        assert reader.search("snow", where=Filter(undated=True, published_to=date(2020, 1, 1)))
        assert all(hit.document.path != "tuesday.md" for hit in reader.search("bridge"))
        assert reader.verify() == []


def test_a_reader_that_came_before_the_first_briefing_sees_it(index: Index, briefings: Path) -> None:
    with Index.open(index.path, embedder=HashEmbedder(), read_only=True) as reader:
        assert reader.search("bridge") == []
        index.sync(briefings)
        assert reader.search("bridge")[0].word_score > 0


def test_a_reader_of_nothing_is_told_to_sync_first(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="briefings sync"):
        Index.open(tmp_path / "data", embedder=HashEmbedder(), read_only=True)
    assert not (tmp_path / "data").exists()


def test_everything_is_there_after_closing_and_opening(tmp_path: Path, briefings: Path) -> None:
    with Index.open(tmp_path / "data", embedder=HashEmbedder()) as index:
        index.sync(briefings)
        before = index.search("harbour", asked=date(2024, 3, 8))
    with Index.open(tmp_path / "data", embedder=HashEmbedder()) as index:
        assert index.search("harbour", asked=date(2024, 3, 8)) == before
        assert index.verify() == []


def test_another_embedder_is_refused(index: Index) -> None:
    class Other(HashEmbedder):
        model_name = "other"

    index.close()
    for read_only in (False, True):
        with pytest.raises(DirectoryFormat, match=r"hash/64, not other"):
            Index.open(index.path, embedder=Other(), read_only=read_only)


def test_another_format_is_refused(index: Index) -> None:
    with index._catalogue._database.write() as writer:
        writer.execute("UPDATE facts SET value = '99' WHERE name = 'format'")
    index.close()
    with pytest.raises(DirectoryFormat, match="format 99"):
        Index.open(index.path, embedder=HashEmbedder())


def made_by_the_first_format(data: Path) -> None:
    """Take from a catalogue what later formats added."""
    with closing(sqlite3.connect(data / "catalogue.db", isolation_level=None)) as file:
        file.execute("ALTER TABLE files DROP COLUMN container")
        for column in ("signature", "first", "last"):
            file.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        file.execute("DROP TABLE bands")
        file.execute("UPDATE facts SET value = '1' WHERE name = 'format'")


def test_an_older_format_is_brought_up_to_date(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    before = index.search("harbour", where=Filter(sources=("North desk",)))
    index.close()
    made_by_the_first_format(index.path)
    with pytest.raises(DirectoryFormat, match="run `briefings rebuild` once"):
        Index.open(index.path, embedder=HashEmbedder(), read_only=True)
    with Index.open(index.path, embedder=HashEmbedder()) as again:
        assert again.search("harbour", where=Filter(sources=("North desk",))) == before
        assert [document.path for document in again.alike(before[0].document.id)] == [before[0].document.path]
        assert again.sync(briefings).unchanged == ("friday.md", "monday.md", "tuesday.md")
        assert again.verify() == []


def test_a_story_in_nearly_the_same_words_has_all_its_sources(index: Index, briefings: Path) -> None:
    story = " ".join(
        f"On day {day} the harbour of Lorne counted {day * 7} ferries and {day} storms." for day in range(9)
    )
    for day, desk in enumerate(("Wire", "Courier", "Gazette"), start=1):
        head = f"---\npublished: 2024-05-0{day}\nsource: {desk}\n---\n"
        (briefings / f"{desk}.md").write_text(f"{head}{desk} reports. {story} More in the {desk} of tomorrow.")
    index.sync(briefings)
    [courier] = [document for document in index.documents() if document.source == "Courier"]
    assert [document.source for document in index.alike(courier.id)] == ["Wire", "Courier", "Gazette"]
    (briefings / "Wire.md").unlink()
    index.sync(briefings)
    assert [document.source for document in index.alike(courier.id)] == ["Courier", "Gazette"]
    with pytest.raises(NotFound):
        index.alike("nobody")


def test_a_closed_index_says_so_and_closes_twice(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    index.close()
    index.close()
    with pytest.raises(BriefingError, match="closed"):
        index.search("harbour")
    with pytest.raises(BriefingError, match="closed"):
        index.sync(briefings)


def test_closing_from_within_a_sync_ends_it_without_harm(index: Index, briefings: Path) -> None:
    with pytest.raises(BriefingError, match="closed"):
        index.sync(briefings, progress=lambda progress: index.close())
    with Index.open(index.path, embedder=HashEmbedder()) as again:
        assert len(again.sync(briefings).unchanged) == 3  # the batch at hand was stored whole
        assert again.verify() == []


def test_closing_waits_for_the_batch_of_another_thread(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(80):
        (folder / f"{number:02}.txt").write_text(f"Note {number}.")
    first, ended = threading.Event(), []

    def sync() -> None:
        try:
            index.sync(folder, progress=lambda progress: first.set())
        except BriefingError as error:
            ended.append(str(error))

    thread = threading.Thread(target=sync)
    thread.start()
    first.wait()
    index.close()
    thread.join()
    assert len(ended) == 1 and "closed during the sync" in ended[0]
    with Index.open(index.path, embedder=HashEmbedder()) as again:
        assert again.count() in (64, 80)  # whole batches
        assert again.verify() == []


def test_threads_search_while_others_sync_remove_and_rebuild(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    failed: list[BaseException] = []
    ending = threading.Event()

    def search() -> None:
        try:
            while not ending.is_set():
                for hit in index.search("harbour snow", limit=20):
                    assert isinstance(hit, Hit) and hit.passage.text
                index.search("harbour", where=Filter(sources=("North desk",)))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for number in range(8):
            (briefings / "snow.md").write_text(f"Snow fell {number} times. " * (number + 1))
            index.sync(briefings)
            if number % 3 == 1:
                index.rebuild()
    finally:
        ending.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
    assert failed == []
    assert index.verify() == []


def test_connections_go_with_the_threads_that_asked_for_them(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    for _ in range(20):
        thread = threading.Thread(target=index.search, args=("harbour",))
        thread.start()
        thread.join()
    gc.collect()
    assert len(index._catalogue._database._opened) < 6


def test_removal_erases_the_words_from_the_catalogue_and_the_vector_from_its_file(
    index: Index, briefings: Path
) -> None:
    (briefings / "secret.md").write_text("Xylographer Quillon was here.")
    index.sync(briefings)
    [hit] = index.search("xylographer", limit=1)
    numbers = {passage.id: number for number, (passage, _) in index._catalogue.passages(range(10)).items()}
    [vector] = index._catalogue.vectors([numbers[hit.passage.id]]).values()
    index.close()

    def held(content: bytes) -> list[str]:
        parts = [*index.path.glob("catalogue.db*"), index.path / "vectors" / "vectors.f32"]
        return [part.name for part in parts if content in part.read_bytes()]

    assert held(b"Xylographer") == ["catalogue.db"]
    assert held(vector.tobytes()) == ["catalogue.db", "vectors.f32"]
    with Index.open(index.path, embedder=HashEmbedder()) as again:
        again.remove(hit.document.id)
    assert held(b"Xylographer") == []
    assert held(vector.tobytes()) == []


def test_chroma_is_asked_when_in_step_and_finds_the_exact_best(varied: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[np.ndarray] = []
    nearest = ChromaCache.nearest

    def spied(self: ChromaCache, query: np.ndarray, limit: int) -> np.ndarray:
        found = nearest(self, query, limit)
        asked.append(found)
        return found

    monkeypatch.setattr(ChromaCache, "nearest", spied)
    assert varied._storage.chroma
    varied._storage.chroma.wait()
    embedder = HashEmbedder()
    numbers = varied._catalogue.numbers()
    vectors = np.stack([varied._catalogue.vectors([number])[number] for number in numbers.tolist()])
    for query in ("ferry 7 on day 3", "harbour 2 ferry 31", "open"):
        vector = np.array(embedder.get_query_embedding(query), np.float32)
        expected = numbers[np.argsort(-(vectors @ vector), kind="stable")[:10]]
        varied.search(query)
        assert set(asked[-1][:10].tolist()) == set(expected.tolist())
    assert len(asked) == 3


def test_the_public_names_are_these() -> None:
    assert set(package.__all__) == {
        *(
            "BriefingError",
            "DirectoryFormat",
            "Document",
            "DraftError",
            "Embedder",
            "EmbedderError",
            "ExportError",
            "Failure",
            "File",
            "Filter",
        ),
        *("FolderError", "Hit", "Index", "IndexSettings", "LoadError", "Locked", "ModelError", "NotFound", "Passage"),
        *("Problem", "Progress", "PruneRefused", "ReadOnly", "SettingsError", "SyncReport"),
        *("reembed", "restore", "watch"),
    }
    assert all(getattr(package, name).__doc__ for name in package.__all__)


def test_files_say_what_they_hold_or_why_not(index: Index, briefings: Path) -> None:
    (briefings / "empty.txt").write_text("")
    index.sync(briefings)
    files = {file.path: file for file in index.files()}
    assert list(files) == ["empty.txt", "friday.md", "monday.md", "tuesday.md"]
    assert files["empty.txt"].failure == "it is empty" and files["empty.txt"].document is None
    monday = files["monday.md"]
    assert monday.size == (briefings / "monday.md").stat().st_size and monday.failure is None
    assert monday.document and index.document(monday.document).path == "monday.md"


def test_what_came_after_a_change_can_be_asked_for(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    before = index.sequence()
    assert index.added_since(before) == []
    (briefings / "sunday.txt").write_text("The ferry of Lorne ran again.")
    (briefings / "monday.md").unlink()
    index.sync(briefings)
    assert index.sequence() == before + 2
    assert [document.path for document in index.added_since(before)] == ["sunday.txt"]
    assert len(index.added_since(0)) == 3


class Longer(HashEmbedder):
    """A model that changed under its name."""

    def get_query_embedding(self, query: str) -> list[float]:
        """Twice as many numbers."""
        return super().get_query_embedding(query) * 2


def test_an_embedder_that_changed_under_its_name_is_refused_and_stores_nothing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    index.close()
    (briefings / "snow.txt").write_text("Snow fell.")
    with Index.open(index.path, embedder=Longer()) as changed:
        with pytest.raises(EmbedderError, match="128 numbers a text, the index was made with 64"):
            changed.search("harbour")
        with pytest.raises(EmbedderError, match="everything embedded again"):
            changed.sync(briefings)
        assert changed.count() == 3
    with Index.open(index.path, embedder=HashEmbedder()) as again:
        assert again.verify() == [] and again.sync(briefings).added == ("snow.txt",)
