"""Does the confidence mean what it says? `make bench-calibration DATA="folder folder ..."`.

The folders are laid out as for benchmarks/quality.py. For each, the questions are put to an assistant; prints, by tenth
of confidence, how many there were, their mean confidence and the share that the briefings do answer, and the expected
calibration error (Guo et al. 2017, ten bins of equal width); draws all of them as docs/calibration.png.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from matplotlib import pyplot

from benchmarks.quality import day
from benchmarks.search import rows, write
from index import Index
from qa import Assistant, Turn

BINS = 10
PICTURE = Path(__file__).parent.parent / "docs" / "calibration.png"


def asked(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """The confidence of each question of a set, and whether its briefings answer it."""
    questions = [row for row in rows(data / "questions.jsonl") if row["kind"] in ("answerable", "unanswerable")]
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "data") as index:
        texts = Path(folder) / "texts"
        texts.mkdir()
        write(rows(data / "briefings.jsonl"), texts)
        index.sync(texts)
        assistant = Assistant(index)
        said = []
        for row in questions:
            history = [Turn(turn["role"], turn["text"]) for turn in row["history"]]
            said.append(assistant.ask(row["question"], history=history, asked=day(row)).confidence)
    return np.array(said), np.array([row["kind"] == "answerable" for row in questions])


def reliability(confidence: np.ndarray, truth: np.ndarray) -> tuple[list[tuple[int, float, float]], float]:
    """(count, mean confidence, share answerable) of each tenth that has any, and the expected calibration error."""
    places = np.minimum(BINS - 1, (confidence * BINS).astype(int))
    inside = [places == place for place in range(BINS)]
    points = [
        (int(some.sum()), float(confidence[some].mean()), float(truth[some].mean())) for some in inside if some.any()
    ]
    return points, sum(count * abs(mean - share) for count, mean, share in points) / len(confidence)


def main() -> None:
    """A table for each set, and the picture."""
    figure, axes = pyplot.subplots(figsize=(6, 5), dpi=120)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for data in map(Path, sys.argv[1:]):
        points, error = reliability(*asked(data))
        print(f"\n{data.name}: expected calibration error {error:.3f}\n")
        print("| questions | confidence | answerable |\n|---|---|---|")
        for count, mean, share in points:
            print(f"| {count} | {mean:.2f} | {share:.2f} |")
        axes.plot([mean for _, mean, _ in points], [share for *_, share in points], marker="o", label=data.name)
    axes.set(xlabel="confidence of the answer", ylabel="share that the briefings answer", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(PICTURE)


if __name__ == "__main__":
    main()
