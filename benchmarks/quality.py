"""Answers, citations and refusals on an evaluation set: `make bench-quality DATA=folder`.

The folder is laid out as for benchmarks/search.py; its questions.jsonl also has answers (short texts, of which one must
stand in the answer), kind (answerable or unanswerable) and history (turns before, role and text). The first rows are
peers in the same run with the same embedder: plain llama-index as its guide has it (its default splitter, a
VectorStoreIndex on Chroma, the best two nodes shown whole), and the best two passages by words alone and by vectors
alone. Then ours, then ours without each of its stages, then settings moved. Columns: the share of answerable questions
answered, and answered with a gold text within its first 80 words; the mean words of an answer; the share of answers
that cite the gold evidence; F1 of refusing; milliseconds of a question in the median.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.search import is_gold, rows, write
from index import Index, IndexSettings
from index.embedding import load_embedder
from index.keywords import terms
from index.search import Search
from qa import Assistant, QASettings, Turn

FIRST_WORDS = 80
BEST = 2
UNDATED = {"asked_date_weight": 0.0, "named_date_weight": 0.0}
STAGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "without dates": (UNDATED, {}),
    "without words": ({"meaning_weight": 1.0}, {}),
    "without meaning": ({"meaning_weight": 0.0}, {}),
    "without the gate": ({}, {"threshold": 0.0}),
    "without the kind of answer": ({}, {"kind_weight": 0.0}),
    "without the question's words in a sentence": ({}, {"coverage_weight": 0.0}),
    "without a sentence's passage": ({}, {"passage_weight": 0.0}),
    "without dropping duplicates": ({}, {"duplicate": 1.0}),
    "without holding other briefings to more": ({}, {"keep_elsewhere": 0.75}),
}
"""What each stage is switched off by: settings of the index, settings of the assistant."""
MOVED: tuple[dict[str, Any], ...] = (
    {"threshold": 0.3},
    {"threshold": 0.7},
    {"coverage_weight": 0.5},
    {"coverage_weight": 1.0},
    {"passage_weight": 1.0},
    {"passage_weight": 2.0},
    {"kind_weight": 0.4},
    {"sentences": 1},
    {"sentences": 2},
    {"words": 45},
    {"keep": 0.3},
    {"keep": 0.7},
    {"keep_elsewhere": 0.8},
    {"passages": 5},
    {"passages": 15},
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What any system said: empty where it refused; `cites_gold` where it shows the gold evidence."""

    text: str
    cites_gold: bool


Answerer = Callable[[dict[str, Any]], Reply]


def ours(index: Index, names: dict[str, str], settings: QASettings) -> Answerer:
    """The assistant as a user has it."""
    assistant = Assistant(index, settings=settings)

    def answer(row: dict[str, Any]) -> Reply:
        history = [Turn(turn["role"], turn["text"]) for turn in row["history"]]
        said = assistant.ask(row["question"], history=history, asked=day(row))
        cited = {(citation.document.id, citation.start) for citation in said.citations}
        gold = any(
            is_gold(hit, row["evidence"], names)
            for hit in said.hits
            for document, start in cited
            if document == hit.document.id and hit.passage.start <= start < hit.passage.end
        )
        return Reply("" if said.refused else " ".join(sentence.text for sentence in said.sentences), gold)

    return answer


def passages(index: Index, names: dict[str, str]) -> Answerer:
    """The best passages of an index, shown whole."""

    def answer(row: dict[str, Any]) -> Reply:
        hits = index.search(row["question"], limit=BEST, asked=day(row))
        text = " ".join(hit.passage.text for hit in hits)
        return Reply(text, any(is_gold(hit, row["evidence"], names) for hit in hits))

    return answer


def llama_index(folder: Path, names: dict[str, str]) -> Answerer:
    """llama-index as its guide has it, but for the embedder, which is ours."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return load_embedder().get_query_embedding(text)

        def _get_query_embedding(self, query: str) -> list[float]:
            return load_embedder().get_query_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    files = sorted(folder.glob("*.md"))
    documents = [Document(text=path.read_text(encoding="utf-8"), metadata={"id": names[path.name]}) for path in files]
    store = ChromaVectorStore(chroma_collection=chromadb.EphemeralClient().create_collection("peer"))
    storage = StorageContext.from_defaults(vector_store=store)
    index = VectorStoreIndex.from_documents(documents, storage_context=storage, embed_model=Embedding())
    retriever = index.as_retriever(similarity_top_k=BEST)

    def answer(row: dict[str, Any]) -> Reply:
        nodes = retriever.retrieve(row["question"])
        wanted = {item["briefing"] for item in row["evidence"]}
        return Reply(" ".join(node.text for node in nodes), any(node.metadata["id"] in wanted for node in nodes))

    return answer


def day(row: dict[str, Any]) -> date | None:
    """The day a question was asked, where the set says."""
    return date.fromisoformat(row["asked"]) if row.get("asked") else None


def score(answer: Answerer, questions: list[dict[str, Any]]) -> str:
    """One row's cells."""
    answered, correct, words, cited, seconds = [], [], [], [], []
    refused = {"answerable": 0, "unanswerable": 0}
    for row in questions:
        begun = time.perf_counter()
        reply = answer(row)
        seconds.append(time.perf_counter() - begun)
        refused[row["kind"]] += not reply.text
        if row["kind"] == "answerable":
            answered.append(bool(reply.text))
            opening = f" {' '.join(terms(' '.join(reply.text.split()[:FIRST_WORDS])))} "
            correct.append(any(f" {' '.join(terms(gold))} " in opening for gold in row["answers"]))
            if reply.text:
                words.append(len(reply.text.split()))
                cited.append(reply.cites_gold)
    unanswerable = len(questions) - len(answered)
    f1 = 2 * refused["unanswerable"] / max(1, sum(refused.values()) + unanswerable)
    shares = (statistics.fmean(values or [0]) for values in (answered, correct))
    cells = [f"{share:.3f}" for share in shares]
    cells += [f"{statistics.fmean(words or [0]):.0f}", f"{statistics.fmean(cited or [0]):.3f}", f"{f1:.3f}"]
    return " | ".join([*cells, f"{statistics.median(seconds) * 1000:.0f}"])


def main() -> None:
    """Peers, ours, ours without each stage, and ours with settings moved."""
    data = Path(sys.argv[1])
    questions = [row for row in rows(data / "questions.jsonl") if row["kind"] in ("answerable", "unanswerable")]
    print("| | answered | correct | words | cites gold | refusal F1 | ms |\n|---|---|---|---|---|---|---|")

    def row(name: str, answer: Answerer) -> None:
        print(f"| {name} | {score(answer, questions)} |", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        place, texts = Path(folder) / "data", Path(folder) / "texts"
        texts.mkdir()
        names = write(rows(data / "briefings.jsonl"), texts)
        row(f"llama-index, best {BEST} nodes", llama_index(texts, names))
        for name, weight in (("words alone", 0.0), ("vectors alone", 1.0)):
            alone = replace(IndexSettings(), meaning_weight=weight, **UNDATED)
            with Index.open(place, settings=alone) as index, plain():
                index.sync(texts)
                row(f"{name}, best {BEST} passages", passages(index, names))
        with Index.open(place) as index:
            row("**ours**", ours(index, names, QASettings()))
            with plain():
                row("without nearest sentences", ours(index, names, QASettings()))
        for name, (of_index, of_answer) in STAGES.items():
            with Index.open(place, settings=replace(IndexSettings(), **of_index)) as index:
                row(name, ours(index, names, replace(QASettings(), **of_answer)))
        with Index.open(place) as index:
            for moved in MOVED:
                name = ", ".join(f"{key} {value}" for key, value in moved.items())
                row(name, ours(index, names, replace(QASettings(), **moved)))


def plain() -> AbstractContextManager[Any]:
    """Search by whole passages, without looking at their sentences."""
    return patch.object(Search, "_nearest_sentences", lambda *_: {})


if __name__ == "__main__":
    main()
