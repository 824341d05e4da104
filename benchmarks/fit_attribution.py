"""Fit the check of claims against quotes: `make fit-attribution DATA=squad2.json` prints qa/attribution.py's numbers.

The file is a part of SQuAD 2.0 (CC BY-SA 4.0) in its own layout. Claims are made from it: a question joined with its
answer, two such in one, a clause of a sentence. Each is borne by its paragraph, alone or among others, or by the one
sentence, and not by the paragraph without that sentence, by another of its sentences, by its likest neighbour, or where
half of the claim is from elsewhere; nor is a question that the paragraph does not answer, with the answer it seems to
give. Figures are of folds that keep articles apart.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.attribution import macro_f1
from benchmarks.fit_gate import auroc, fit
from index.embedding import load_embedder
from index.keywords import terms
from index.sentences import split_sentences
from qa.alignment import Alignment, align

FOLDS = 4
SEED = 0
BESIDE = (0, 0, 0, 1, 3)
"""How many other paragraphs of the article stand beside a claim's own, one of these at random."""

_ASKING = re.compile(
    r"\b(how many|how much|how long|how old|what kind of|what type of|who|whom|what|when|where|which|why|how)\b", re.I
)
_DID = re.compile(r"(did|does|do)\s+(.*)", re.I)
_IS = re.compile(r"(is|are|was|were|has|have|had|can|could|will|would|should)\s+(.*)", re.I)
_JOINT = re.compile(r"(?:,|;| and | which | who | but )\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, what is quoted for it, whether that bears it, and the article it is from."""

    text: str
    quotes: list[str]
    borne: bool
    article: int


def statement(question: str, answer: str) -> str:
    """A question with its answer in place of what it asks for: "Rollo was the Norse leader."."""
    question = question.strip(" ?")
    asking = _ASKING.search(question)
    if asking is None:
        return ""
    before, after = question[: asking.start()], question[asking.end() :].strip()
    if did := _DID.match(after):
        text = f"{before}{did[2]} {answer}"
    elif (verb := _IS.match(after)) and asking[0].lower() in ("when", "where", "why", "how"):
        text = f"{before}{verb[2]} {verb[1]} {answer}"
    else:
        text = f"{before}{answer} {after}"
    return " ".join(text.split()) + "."


def clauses(text: str) -> list[str]:
    """The parts of a sentence that are long enough to claim something."""
    return [part.strip(" .") + "." for part in _JOINT.split(text) if len(part.split()) >= 5]


def told(paragraph: dict[str, Any]) -> list[tuple[str, int]]:
    """What a paragraph's answered questions say as statements, with the offset of each answer."""
    asked = [item for item in paragraph["qas"] if not item["is_impossible"]]
    found = [(statement(item["question"], item["answers"][0]["text"]), item) for item in asked]
    return [(text, item["answers"][0]["answer_start"]) for text, item in found if text]


def claims(article: dict[str, Any], number: int, chance: random.Random) -> Iterator[Claim]:
    """Claims of every kind about each paragraph of an article."""
    paragraphs = article["paragraphs"]
    for own, paragraph in enumerate(paragraphs):
        text, others = paragraph["context"], [one for place, one in enumerate(paragraphs) if place != own]
        statements = chance.sample(found := told(paragraph), min(2, len(found)))

        def among(quote: str, others: list[dict[str, Any]] = others) -> list[str]:
            beside = chance.sample(others, min(chance.choice(BESIDE), len(others)))
            quotes = [quote, *(one["context"] for one in beside)]
            chance.shuffle(quotes)
            return quotes

        for said, offset in statements:
            here, rest = apart(text, offset)
            yield Claim(said, among(text), True, number)
            yield Claim(said, [here], True, number)
            yield Claim(said, among(rest), False, number)
            yield Claim(said, [apart(rest, chance.randrange(len(rest) + 1))[0]], False, number)
        for said, _ in statements[:1]:
            near = max(others, key=lambda one: len(set(terms(said)) & set(terms(one["context"]))))
            yield Claim(said, [near["context"]], False, number)
        elsewhere = list(chain.from_iterable(told(one) for one in others))
        if len(statements) == 2:
            (first, _), (second, _) = statements
            yield Claim(f"{first[:-1]} and {second}", among(text), True, number)
            yield Claim(f"{first[:-1]} and {chance.choice(elsewhere)[0]}", among(text), False, number)
        for item in [item for item in paragraph["qas"] if item.get("plausible_answers")][:1]:
            yield Claim(statement(item["question"], item["plausible_answers"][0]["text"]), among(text), False, number)
        start, end = chance.choice(split_sentences(text))
        for part in clauses(text[start:end])[:1]:
            yield Claim(part, among(text), True, number)
            yield Claim(part, among(f"{text[:start]}{text[end:]}"), False, number)


def apart(text: str, offset: int) -> tuple[str, str]:
    """The sentence that holds an offset, and the text without it."""
    spans = split_sentences(text)
    start, end = next((span for span in reversed(spans) if span[0] <= offset), spans[0] if spans else (0, 0))
    return text[start:end], text[:start] + text[end:]


def regression(values: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The slopes and the intercept for values as they come, fitted on values of one scale."""
    means, scales = values.mean(axis=0), values.std(axis=0)
    fitted = fit((values - means) / scales, truth, weights)
    slopes = fitted[:-1] / scales
    return np.append(slopes, fitted[-1] - slopes @ means)


def main() -> None:
    """Make the claims, align them, report the folds, fit on all and print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--claims", type=int, default=700, help="how many of the claims to use, at random")
    options = parser.parse_args()
    articles = json.loads(options.squad.read_text(encoding="utf-8"))["data"]
    chance = random.Random(SEED)
    made = [one for number, article in enumerate(articles) for one in claims(article, number, chance)]
    aligned = [
        (one, found)
        for one in chance.sample(made, min(options.claims, len(made)))
        if (found := align(one.text, one.quotes, load_embedder()))
    ]
    values = np.array([astuple(found) for _, found in aligned])
    truth = np.array([one.borne for one, _ in aligned])
    weights = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    folds = np.array([one.article for one, _ in aligned]) % FOLDS
    guesses = np.zeros(len(aligned))
    for fold in range(FOLDS):
        rest = folds != fold
        *slopes, intercept = regression(values[rest], truth[rest], weights[rest])
        guesses[~rest] = values[~rest] @ np.array(slopes) + intercept
    judged = list(zip((guesses >= 0).tolist(), truth.tolist(), strict=True))
    print(f"{len(aligned)} claims: macro-F1 {macro_f1(judged):.3f}, auroc {auroc(guesses, truth):.3f}")
    names = [*(field.name for field in fields(Alignment)), "intercept"]
    print({name: round(float(value), 2) for name, value in zip(names, regression(values, truth, weights), strict=True)})


if __name__ == "__main__":
    main()
