"""Fit the gate: `python benchmarks/fit_gate.py squad2.json` writes qa/gate.json.

The file is a part of SQuAD 2.0 (CC BY-SA 4.0) in its own layout: paragraphs, questions they answer and questions they
do not. Each paragraph becomes a briefing of a made-up day. What cannot be answered is of three kinds: answerable
questions whose article is taken out of the index; those whose paragraph alone is, so that the right story remains
without the fact; and questions written to look as if the paragraph answered them. Questions are asked in the ways that
people have of asking: of everything, on no particular day, some days after the briefing or two months after it; and of
a small folder, an article or five paragraphs of one. Figures are of five folds that keep articles apart.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from index import Filter, Index
from qa.answerability import GATE, Signals, signals
from qa.evidence import gather
from qa.settings import QASettings

FOLDS = 5
ANSWERED = "answered"
RIDGE = 1.0
SHARES = {"article taken out": 1.0, "paragraph taken out": 1.0, "lookalike": 0.3}
"""What each kind of unanswerable question counts for; no signal here tells a lookalike, it would blunt the others."""
WAYS = {"undated": 0.4, "days later": 0.3, "months later": 0.1, "of its article": 0.1, "of five paragraphs": 0.1}
"""How questions are asked, and the share of them asked so."""
FIRST_DAY, DAYS = date(2022, 1, 1), 730
STEPS = 50


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as a briefing: its file name, its day, its neighbours in the article, its questions."""

    name: str
    published: date
    near: frozenset[str]
    questions: list[dict]

    @property
    def article(self) -> str:
        """The number of its article, which file names begin with."""
        return self.name[:2]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's signals, the article it is from, and the kind it was made as."""

    values: list[float]
    article: int
    kind: str


def write_folder(articles: list[dict], folder: Path) -> list[Paragraph]:
    """A file for each paragraph."""
    chance = random.Random(0)
    made = []
    for number, article in enumerate(articles):
        names = [f"{number:02d}-{place:03d}.md" for place in range(len(article["paragraphs"]))]
        for place, paragraph in enumerate(article["paragraphs"]):
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            title = json.dumps(article["title"].replace("_", " "))
            text = f"---\ntitle: {title}\npublished: {day}\n---\n\n{paragraph['context']}\n"
            (folder / names[place]).write_text(text, encoding="utf-8")
            first = max(0, min(place - 2, len(names) - 5))
            made.append(Paragraph(names[place], day, frozenset(names[first : first + 5]), paragraph["qas"]))
    return made


def examples(index: Index, paragraphs: list[Paragraph]) -> Iterator[Example]:
    """Each question as asked of the index and, if answerable, of the index without what answers it."""
    ids = {document.path: document.id for document in index.documents()}
    for paragraph in paragraphs:
        others = [other for other in paragraphs if other.article != paragraph.article]
        for item in paragraph.questions:
            chance = random.Random(item["id"])
            way = chance.choices(list(WAYS), list(WAYS.values()))[0]
            delay = timedelta(days=chance.randrange(10) + (60 if way == "months later" else 0))
            asked = paragraph.published + delay if way.endswith("later") else None
            for kind in ["lookalike"] if item["is_impossible"] else [ANSWERED, chance.choice(list(SHARES)[:2])]:
                folder = folder_of(chance.choice(others) if kind == "article taken out" else paragraph, way, set(ids))
                if kind == "article taken out":
                    folder = {name for name in folder if name[:2] != paragraph.article}
                elif kind == "paragraph taken out":
                    folder = folder - {paragraph.name}
                where = Filter(documents=tuple(ids[name] for name in sorted(folder))) if folder != set(ids) else None
                yield Example(values(index, item["question"], where, asked), int(paragraph.article), kind)


def folder_of(paragraph: Paragraph, way: str, names: set[str]) -> set[str]:
    """The names of the files that a question about a paragraph is asked of."""
    if way == "of its article":
        return {name for name in names if name[:2] == paragraph.article}
    return set(paragraph.near) if way == "of five paragraphs" else names


def values(index: Index, question: str, where: Filter | None, asked: date | None) -> list[float]:
    """The signals of one question, exactly as an assistant sees them."""
    passages = QASettings().passages
    hits = index.search(question, limit=passages, where=where, asked=asked)
    return list(asdict(signals(question, hits, gather(index, question, hits), passages=passages)).values())


def fit(values: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted logistic regression by Newton's method; the last weight is the intercept, which is not shrunk."""
    design = np.column_stack([values, np.ones(len(values))])
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[-1, -1] = 0
    beta = np.zeros(design.shape[1])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (weights * (truth - guess)) - ridge @ beta
        curve = (design * (weights * guess * (1 - guess))[:, None]).T @ design + ridge
        beta += np.linalg.solve(curve, slope)
    return beta


def auroc(scores: np.ndarray, truth: np.ndarray) -> float:
    """Probability that an answerable question scores above another."""
    order = np.argsort(np.argsort(scores))
    positive = truth.sum()
    return float((order[truth].sum() - positive * (positive - 1) / 2) / (positive * (len(truth) - positive)))


def main() -> None:
    """Build the index, gather the examples, report the folds, fit on all and write the gate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("squad", type=Path)
    parser.add_argument(
        "--prior", type=float, default=0.75, help="share of answerable questions the probability assumes"
    )
    options = parser.parse_args()
    articles = json.loads(options.squad.read_text(encoding="utf-8"))["data"]
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "data") as index:
        texts = Path(folder) / "texts"
        texts.mkdir()
        paragraphs = write_folder(articles, texts)
        index.sync(texts)
        made = list(examples(index, paragraphs))
    names = [field.name for field in fields(Signals)]
    found = np.array([one.values for one in made])
    kinds = np.array([one.kind for one in made])
    truth = kinds == ANSWERED
    means, scales = found.mean(axis=0), found.std(axis=0)
    scaled = (found - means) / scales
    weights = np.where(truth, options.prior / truth.mean(), 0.0)
    for kind, share in SHARES.items():
        weights[kinds == kind] = (1 - options.prior) * share / sum(SHARES.values()) / (kinds == kind).mean()
    folds = np.array([one.article for one in made]) % FOLDS
    guesses = np.zeros(len(made))
    for fold in range(FOLDS):
        rest = folds != fold
        beta = fit(scaled[rest], truth[rest], weights[rest])
        guesses[~rest] = scaled[~rest] @ beta[:-1] + beta[-1]
    for kind in SHARES:
        some = truth | (kinds == kind)
        print(f"answered against {kind}: auroc {auroc(guesses[some], truth[some]):.3f} of {int(some.sum())}")
    beta = fit(scaled, truth, weights)
    gate = {
        "intercept": round(float(beta[-1]), 5),
        "weights": dict(zip(names, np.round(beta[:-1], 5).tolist(), strict=True)),
        "means": dict(zip(names, np.round(means, 5).tolist(), strict=True)),
        "scales": dict(zip(names, np.round(scales, 5).tolist(), strict=True)),
    }
    GATE.write_text(json.dumps(gate, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(gate["weights"], indent=1))
    print(f"lead of the answered in the mean: {found[truth, names.index('lead')].mean():.2f}")


if __name__ == "__main__":
    main()
