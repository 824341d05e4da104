"""Retrieval on an evaluation set by setting: `make bench-search DATA=folder`.

The folder holds briefings.jsonl (id, title, published, source, text) and questions.jsonl (question, asked, evidence: a
list of briefing and quote). A hit counts when it comes from a gold briefing and shares half of the runs of five words
with the quote. One row a setting: the share of questions with such a hit among the best 1, 5 and 10, asked with their
date and without.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index import Hit, Index, IndexSettings
from index.keywords import terms

VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"meaning_weight": 0.4},
    {"meaning_weight": 0.5},
    {"meaning_weight": 0.7},
    {"meaning_weight": 0.0},
    {"meaning_weight": 1.0},
    {"asked_date_weight": 0.0, "named_date_weight": 0.0},
    {"asked_date_weight": 0.2},
    {"asked_date_weight": 0.4},
    {"named_date_weight": 0.3},
    {"named_date_weight": 0.7},
    {"date_days": 7.0},
    {"date_days": 28.0},
    {"candidates": 25},
    {"candidates": 100},
    {"passage_tokens": 80},
    {"passage_tokens": 160},
)
RUN = 5


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(briefings: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    """A Markdown file for each briefing; ids by file name."""
    names = {}
    for number, row in enumerate(briefings):
        header = "".join(f"{key}: {json.dumps(row[key])}\n" for key in ("title", "published", "source") if row.get(key))
        name = f"{number:05d}.md"
        (folder / name).write_text(f"---\n{header}---\n\n{row['text']}\n", encoding="utf-8")
        names[name] = row["id"]
    return names


def runs(text: str) -> set[tuple[str, ...]]:
    """The runs of five words of a text."""
    words = terms(text)
    return {tuple(words[place : place + RUN]) for place in range(max(1, len(words) - RUN + 1))}


def is_gold(hit: Hit, evidence: list[dict[str, str]], names: dict[str, str]) -> bool:
    """Does a hit hold the gold evidence?"""
    here = names[hit.document.path]
    found = runs(hit.passage.text)
    quotes = [runs(item["quote"]) for item in evidence if item["briefing"] == here]
    return any(len(quote & found) >= 0.5 * min(len(quote), len(found)) for quote in quotes)


def score(index: Index, questions: list[dict[str, Any]], names: dict[str, str], *, dated: bool) -> str:
    """The three shares as table cells."""
    ranks = []
    for question in questions:
        asked = date.fromisoformat(question["asked"]) if dated and question.get("asked") else None
        hits = index.search(question["question"], limit=10, asked=asked)
        ranks.append(next((rank for rank, hit in enumerate(hits, 1) if is_gold(hit, question["evidence"], names)), 99))
    return " | ".join(f"{sum(rank <= k for rank in ranks) / len(ranks):.3f}" for k in (1, 5, 10))


def main() -> None:
    """Sync once for each way of cutting passages, then score every variant."""
    data = Path(sys.argv[1])
    questions = [row for row in rows(data / "questions.jsonl") if row["evidence"] and not row.get("history")]
    print("| setting | @1 | @5 | @10 | undated @1 | @5 | @10 |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        names = write(rows(data / "briefings.jsonl"), texts)
        for variant in VARIANTS:
            settings = replace(IndexSettings(), **variant)
            with Index.open(Path(folder) / f"data-{settings.passage_tokens}", settings=settings) as index:
                index.sync(texts)
                cells = (score(index, questions, names, dated=dated) for dated in (True, False))
                name = ", ".join(f"{key} {value}" for key, value in variant.items()) or "as it comes"
                print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
