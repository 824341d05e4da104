"""Kinds of answers on questions with known ones: `python -m benchmarks.kinds SQUAD.json`.

The file is laid out as SQuAD 2 (rajpurkar/SQuAD-explorer). Of each kind of question: its share; in the sentence with
the known answer how often a candidate overlaps it, how often one is it, how often an answer is marked and how often
rightly (by overlap, and by F1 of words of one half or more); how often `holds` does not say no there, and in the other
sentences of the paragraph; how often an answer is marked in those.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.sentences import split_sentences
from qa.kinds import answer_span, candidates, expected, holds

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the sentence that answers it with the spans of the known answers, and the sentences around it."""

    question: str
    sentence: str
    gold: tuple[Span, ...]
    others: tuple[str, ...]


def cases(path: Path) -> Iterator[Case]:
    """The answerable questions of a file whose answer lies within one sentence."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text, found = paragraph["context"], split_sentences(paragraph["context"])
            for asked in paragraph["qas"]:
                spans = [(one["answer_start"], one["answer_start"] + len(one["text"])) for one in asked["answers"]]
                home = next((one for one in found if spans and one[0] <= spans[0][0] and spans[0][1] <= one[1]), None)
                if home is not None:
                    inside = [(a - home[0], b - home[0]) for a, b in spans if home[0] <= a and b <= home[1]]
                    others = tuple(text[a:b] for a, b in found if (a, b) != home)
                    yield Case(asked["question"], text[home[0] : home[1]], tuple(inside), others)


def overlaps(span: Span, gold: tuple[Span, ...]) -> bool:
    """Does a span share a character with a known answer?"""
    return any(span[0] < end and start < span[1] for start, end in gold)


def f1(span: Span, case: Case) -> float:
    """The best F1 of the words of a span and of a known answer; articles and punctuation do not count."""
    return max(_f1(_words(case.sentence[slice(*span)]), _words(case.sentence[slice(*gold)])) for gold in case.gold)


def _words(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"\w+", text.lower()) if word not in ("a", "an", "the"))


def _f1(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def count(case: Case, counts: Counter[str]) -> None:
    """Add what one question shows to the counts of its kind."""
    found = candidates(expected(case.question), case.sentence, case.question)
    span = answer_span(case.question, case.sentence)
    counts["all"] += 1
    counts["covered"] += any(overlaps(one, case.gold) for one in found)
    counts["exact"] += any(f1(one, case) == 1 for one in found)
    if span:
        counts["marked"] += 1
        counts["right"] += overlaps(span, case.gold)
        counts["f1"] += f1(span, case) >= 0.5
    counts["holds"] += holds(case.question, case.sentence) is not False
    for other in case.others:
        counts["others"] += 1
        counts["others hold"] += holds(case.question, other) is not False
        counts["others marked"] += answer_span(case.question, other) is not None


def row(name: str, counts: Counter[str], total: int) -> str:
    """A line of the table."""
    pairs = (("covered", "all"), ("exact", "all"), ("marked", "all"), ("right", "marked"), ("f1", "marked"))
    pairs += (("holds", "all"), ("others hold", "others"), ("others marked", "others"))
    figures = [counts["all"] / total, *(counts[part] / max(1, counts[whole]) for part, whole in pairs)]
    return f"| {name} | {counts['all']} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def main() -> None:
    """Print a row for each kind, and one for all."""
    by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases(Path(sys.argv[1])):
        count(case, by_kind[expected(case.question).kind])
    total = sum(by_kind.values(), Counter[str]())
    print("| kind | n | share | covered | exact | marked | right | F1 ≥ .5 | holds | others hold | others marked |")
    print("|" + "---|" * 11)
    for kind in sorted(by_kind, key=lambda kind: -by_kind[kind]["all"]):
        print(row(kind, by_kind[kind], total["all"]))
    print(row("all", total, total["all"]))


if __name__ == "__main__":
    main()
