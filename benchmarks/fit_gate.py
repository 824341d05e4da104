"""Fit the gate: `python benchmarks/fit_gate.py squad2.json` writes qa/gate.json.

The file is a part of SQuAD 2.0 (CC BY-SA 4.0) in its own layout: paragraphs, questions they answer and questions they
do not. What it cannot answer is of three kinds: answerable questions whose article is taken out of the index; those
whose paragraph alone is, so that the right story remains without the fact; and questions written to look as if the
paragraph answered them. The last count for less: no signal here tells them apart, and they would only blunt the others.
Figures are of five folds that keep articles apart.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
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
"""What each kind of unanswerable question counts for."""
STEPS = 50


@dataclass(frozen=True, slots=True)
class Example:
    """A question's signals, the article it is from, and the kind it was made as."""

    values: list[float]
    article: int
    kind: str


def write_folder(articles: list[dict], folder: Path) -> dict[str, tuple[int, list[dict]]]:
    """A file for each paragraph; the questions of each, by file name."""
    questions = {}
    for number, article in enumerate(articles):
        for place, paragraph in enumerate(article["paragraphs"]):
            name = f"{number:02d}-{place:03d}.txt"
            (folder / name).write_text(
                f"{article['title'].replace('_', ' ')}\n\n{paragraph['context']}\n", encoding="utf-8"
            )
            questions[name] = (number, paragraph["qas"])
    return questions


def examples(index: Index, questions: dict[str, tuple[int, list[dict]]]) -> Iterator[Example]:
    """Each question as asked of the whole index, and, if answerable, of the index without its paragraph."""
    ids = {document.path: document.id for document in index.documents()}
    for name, (article, asked) in questions.items():
        others = Filter(documents=tuple(other for path, other in ids.items() if path != name))
        elsewhere = Filter(documents=tuple(other for path, other in ids.items() if path[:2] != name[:2]))
        for item in asked:
            if item["is_impossible"]:
                yield example(index, item["question"], None, article, "lookalike")
                continue
            yield example(index, item["question"], None, article, ANSWERED)
            if item["id"] < "4":
                yield example(index, item["question"], others, article, "paragraph taken out")
            elif item["id"] < "6":
                yield example(index, item["question"], elsewhere, article, "article taken out")


def example(index: Index, question: str, where: Filter | None, article: int, kind: str) -> Example:
    """The signals of one question, exactly as an assistant sees them."""
    hits = index.search(question, limit=QASettings().passages, where=where)
    found = signals(index.rarity(question), hits, gather(index, question, hits))
    return Example(list(asdict(found).values()), article, kind)


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
        "--prior", type=float, default=0.7, help="share of answerable questions the probability assumes"
    )
    options = parser.parse_args()
    articles = json.loads(options.squad.read_text(encoding="utf-8"))["data"]
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "data") as index:
        texts = Path(folder) / "texts"
        texts.mkdir()
        questions = write_folder(articles, texts)
        index.sync(texts)
        made = list(examples(index, questions))
    names = [field.name for field in fields(Signals)]
    values = np.array([one.values for one in made])
    kinds = np.array([one.kind for one in made])
    truth = kinds == ANSWERED
    means, scales = values.mean(axis=0), values.std(axis=0)
    scaled = (values - means) / scales
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


if __name__ == "__main__":
    main()
