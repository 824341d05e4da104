"""Answers, citations and refusals on an evaluation set by setting: `make bench-quality DATA=folder`.

The folder is laid out as for benchmarks/search.py; its questions.jsonl also has answers (short texts, of which one must
stand in the answer), kind (answerable or unanswerable) and history (turns before, role and text). The first rows are
peers over the same passages: plain llama-index (its default splitter and vector index, with our embedder, the best two
nodes shown whole) and our hits without a reader. Columns: the share of answerable questions answered, and answered with
a gold text within its first 80 words; the mean words of an answer; the share of answers that cite the gold evidence; F1
of refusing; milliseconds of a question in the median.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.search import is_gold, rows, write
from index import Index, IndexSettings
from index.embedding import load_embedder
from index.keywords import terms
from qa import Assistant, QASettings, Turn

FIRST_WORDS = 80
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"threshold": 0.0},
    {"threshold": 0.3},
    {"threshold": 0.7},
    {"coverage_weight": 0.0},
    {"coverage_weight": 0.5},
    {"passage_weight": 0.0},
    {"passage_weight": 1.5},
    {"sentences": 1},
    {"sentences": 2},
    {"words": 45},
    {"keep": 0.5},
    {"keep": 0.85},
    {"passages": 5},
)
SEARCHES: tuple[dict[str, Any], ...] = (
    {"asked_date_weight": 0.0, "named_date_weight": 0.0},
    {"meaning_weight": 0.0},
    {"meaning_weight": 1.0},
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


def passages(index: Index, names: dict[str, str], limit: int) -> Answerer:
    """Our best passages, shown whole."""

    def answer(row: dict[str, Any]) -> Reply:
        hits = index.search(row["question"], limit=limit, asked=day(row))
        return Reply(
            " ".join(hit.passage.text for hit in hits), any(is_gold(hit, row["evidence"], names) for hit in hits)
        )

    return answer


def llama_index(folder: Path, names: dict[str, str]) -> Answerer:
    """llama-index as its guide has it, but for the embedder, which is ours."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return load_embedder().get_query_embedding(text)

        def _get_query_embedding(self, query: str) -> list[float]:
            return load_embedder().get_query_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    files = sorted(folder.glob("*.md"))
    documents = [Document(text=path.read_text(encoding="utf-8"), metadata={"id": names[path.name]}) for path in files]
    retriever = VectorStoreIndex.from_documents(documents, embed_model=Embedding()).as_retriever(similarity_top_k=2)

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
    """Peers first, then ours as it comes, then each setting moved."""
    data = Path(sys.argv[1])
    questions = [row for row in rows(data / "questions.jsonl") if row["kind"] in ("answerable", "unanswerable")]
    print("| | answered | correct | words | cites gold | refusal F1 | ms |\n|---|---|---|---|---|---|---|")

    def row(name: str, answer: Answerer) -> None:
        print(f"| {name} | {score(answer, questions)} |", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        names = write(rows(data / "briefings.jsonl"), texts)
        row("llama-index, best 2 nodes", llama_index(texts, names))
        with Index.open(Path(folder) / "data") as index:
            index.sync(texts)
            row("our best passage", passages(index, names, 1))
            for variant in QUESTIONS:
                row(named(variant), ours(index, names, replace(QASettings(), **variant)))
        for variant in SEARCHES:
            with Index.open(Path(folder) / "data", settings=replace(IndexSettings(), **variant)) as index:
                row(named(variant), ours(index, names, QASettings()))


def named(variant: dict[str, Any]) -> str:
    """A variant as its row's name."""
    return ", ".join(f"{key} {value}" for key, value in variant.items()) or "**ours, as it comes**"


if __name__ == "__main__":
    main()
