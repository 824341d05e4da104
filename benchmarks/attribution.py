"""The check of claims against quotes: `make bench-attribution DATA=claims.jsonl`.

A line of the file has claim, references (a list of texts) and attribution_label ("attributable" or another), as in
AttributionBench (OSU-NLP-Group/AttributionBench). Prints macro-F1 at one half with each part of the check taken out in
turn.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.search import rows
from qa import attribution

PARTS = ("MISSING_NUMBER", "MISSING_NAME", "OTHER_ROLE", "OTHER_NEGATION", "OPPOSITE")


def macro_f1(pairs: list[tuple[bool, bool]]) -> float:
    """The mean F1 of the two classes of (said, true)."""
    scores = []
    for kind in (True, False):
        hits = sum(said == true == kind for said, true in pairs)
        scores.append(
            2 * hits / max(1, sum(said == kind for said, _ in pairs) + sum(true == kind for _, true in pairs))
        )
    return sum(scores) / 2


def judged(claim: str, quotes: list[str]) -> dict[str, bool]:
    """Is a claim borne, by the check as it comes and by the check without each of its parts?"""
    found = {"as it comes": attribution.supported(claim, quotes) >= 0.5}
    for part in PARTS:
        kept = getattr(attribution, part)
        setattr(attribution, part, 1.0)
        found[f"without {part}"] = attribution.supported(claim, quotes) >= 0.5
        setattr(attribution, part, kept)
    return found


def main() -> None:
    """Print a row for the check as it comes, and one without each of its parts."""
    claims = rows(Path(sys.argv[1]))
    found = [judged(row["claim"], row["references"]) for row in claims]
    truth = [row["attribution_label"] == "attributable" for row in claims]
    print("| | macro-F1 |\n|---|---|")
    for name in found[0]:
        pairs = [(one[name], true) for one, true in zip(found, truth, strict=True)]
        print(f"| {name} | {macro_f1(pairs):.3f} |")


if __name__ == "__main__":
    main()
