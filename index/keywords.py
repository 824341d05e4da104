"""Tantivy: the best passages by words, and which passages a filter lets through."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from index.errors import ROOM, FolderError
from index.records import Filter
from index.rows import Stored

HEAP_BYTES = 60_000_000
UNDATED = 0
_WORDS = "en_stem"


FUNCTION_WORDS = (
    "a an the what who whom whose when where why how which many much do does did done have has had having is are was "
    "were be been being am will would can could should may might must shall in on at of for to from by with about into "
    "over after before between under and or but not no nor if as than then so that this these those it its he him his "
    "she her they them their we us our i me my you your there here such any some all each every other more most only "
    "own same too very just also tell give list name say said says according happen happened happening know known mean "
    "means care matter s t"
)
"""Words that carry no content in a question."""


@cache
def _analyzer(content: bool) -> tantivy.TextAnalyzer:
    """What Tantivy does to a field of kind en_stem, for a text outside the index; or that without function words."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    if content:
        builder = builder.filter(tantivy.Filter.custom_stopword(FUNCTION_WORDS.split()))
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def terms(text: str) -> list[str]:
    """The stemmed words of a text, in order, as the index knows them."""
    return _analyzer(content=False).analyze(text)


def content_terms(text: str) -> list[str]:
    """The stemmed words of a text that are not function words, in order; all of them where no other is left."""
    return _analyzer(content=True).analyze(text) or terms(text)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("published", indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=_WORDS, index_option="freq")
    return builder.build()


class Keywords:
    """A Tantivy index of the passages' words; readers see what the owner last committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = self._open()
        self._writer: tantivy.IndexWriter | None = None

    def _open(self) -> tantivy.Index | None:
        """The index on disk; None where there is none, or none that this version reads."""
        try:
            return tantivy.Index.open(str(self.folder)) if tantivy.Index.exists(str(self.folder)) else None
        except ValueError:
            return None

    def clear(self) -> None:
        """Begin empty; searches of other threads see what was there until the new one is."""
        self._finish_writing()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(self.folder))

    def apply(self, removed: Iterable[int], added: Iterable[Stored]) -> None:
        """Take passages out, then in; visible after `flush`."""
        assert self._index is not None
        fresh = list(added)
        with self._writing():
            if self._writer is None:
                self._writer = self._index.writer(HEAP_BYTES, 1)
                # What a commit that was killed left behind is in the way of the next, which takes the same names.
                self._writer.garbage_collect_files()
            for number in removed:
                # By a query: `delete_documents_by_term` deletes nothing for a field of numbers.
                self._writer.delete_documents_by_query(tantivy.Query.term_query(self._index.schema, "number", number))
            for passage in fresh:
                self._writer.add_document(tantivy.Document.from_dict(_fields(passage), self._index.schema))

    def flush(self) -> None:
        """Commit, and let searches see it."""
        if self._index is not None and self._writer is not None:
            with self._writing():
                self._writer.commit()
                self._index.reload()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Name what Tantivy raises for a full disk; another writer goes on from the last commit, as the mark does."""
        try:
            yield
        except ValueError as error:
            self._writer = None
            raise FolderError(f"{self.folder} cannot be written to ({error}): {ROOM}") from error

    def close(self) -> None:
        """Let the writer go, and with it Tantivy's own lock."""
        self._finish_writing()
        self._index = None

    def _finish_writing(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(ValueError):  # a merge that failed for want of room leaves what it would have merged
                writer.wait_merging_threads()

    def holds(self, passage: Stored) -> bool:
        """Is the passage here?"""
        index = self._opened()
        if index is None:
            return False
        try:
            query = tantivy.Query.term_query(index.schema, "number", passage.number)
            return bool(self._searcher(index).search(query, 1).hits)
        except ValueError:  # what Tantivy raises for files that it cannot read
            return False

    def held(self) -> np.ndarray:
        """The numbers of all passages that are here, ascending, int64."""
        index = self._opened()
        if index is None:
            return np.zeros(0, np.int64)
        searcher = self._searcher(index)
        hits = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        return np.sort(np.array(numbers, dtype=np.int64))

    def search(self, question: str, limit: int, where: Filter | None = None) -> dict[int, float]:
        """BM25 of the passages that share most with a question, best `limit` of them, those of a filter alone."""
        index = self._opened()
        if index is None:
            return {}
        schema = index.schema
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", term))
            for term in dict.fromkeys(terms(question))
        ]
        if not parts:
            return {}
        query = tantivy.Query.boolean_query(parts)
        if where is not None:
            within = tantivy.Query.const_score_query(_within(where, schema), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, within)])
        searcher = self._searcher(index)
        hits = searcher.search(query, limit, count=False).hits
        return {int(searcher.doc(address)["number"][0]): float(score) for score, address in hits}

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of stemmed words: ln(1 + (N - n + .5) / (n + .5)), as in BM25."""
        index = self._opened()
        if index is None:
            return dict.fromkeys(words, 1.0)
        searcher = self._searcher(index)
        total = searcher.num_docs
        counts = {word: searcher.doc_freq("words", word) for word in words}
        return {word: math.log(1 + max(0.0, total - count + 0.5) / (count + 0.5)) for word, count in counts.items()}

    def _opened(self) -> tantivy.Index | None:
        """The index; for a reader that came before the owner made it, as soon as it is there."""
        return self._index or self._open()

    def _searcher(self, index: tantivy.Index) -> tantivy.Searcher:
        """What was last committed; while the files are being made again, what was last seen of them."""
        if self._writer is None:
            with suppress(ValueError):
                index.reload()
        return index.searcher()


def _within(where: Filter, schema: tantivy.Schema) -> tantivy.Query:
    """A filter as a query that scores nothing."""
    parts = [tantivy.Query.all_query()]
    if where.published_from or where.published_to or not where.undated:
        first = _day(where.published_from) if where.published_from else UNDATED + 1
        last = _day(where.published_to) if where.published_to else 99999999
        either = [tantivy.Query.range_query(schema, "published", tantivy.FieldType.Unsigned, first, last)]
        if where.undated:
            either.append(tantivy.Query.term_query(schema, "published", UNDATED))
        parts.append(tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in either]))
    for field, values in (("source", where.sources), ("document", where.documents)):
        if values:
            parts.append(tantivy.Query.term_set_query(schema, field, list(values)))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _day(day: date) -> int:
    return int(day.strftime("%Y%m%d"))


def _fields(stored: Stored) -> dict[str, Any]:
    """A passage as Tantivy keeps it: found by its own words and those of its title and heading."""
    passage, document = stored.passage, stored.document
    return {
        "number": stored.number,
        "published": _day(document.published) if document.published else UNDATED,
        "document": document.id,
        "source": [document.source] if document.source else [],
        "words": "\n".join(filter(None, (document.title, passage.heading, passage.text))),
    }
