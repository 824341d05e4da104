"""Time of a question over seeds/: as a whole process from the second start, and inside one. `make bench`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index import Index
from qa import Assistant

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "What has China urged?",
    "How many people were killed near Saravan?",
    "When do the ambassadors go back to their posts?",
    "Who claimed the bombing in Kerman?",
    "What does Pakistan say was hit in Panjgur?",
    "How long is the border between Pakistan and Iran?",
    "What was agreed by telephone?",
    "Who won the election?",
)
ROUNDS = 5


def whole_processes(data: Path) -> list[float]:
    """Seconds of `briefings ask`, the first start of each question left out."""
    seconds = []
    for question in QUESTIONS[:1] + QUESTIONS:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "ask", question, "--data", str(data)], capture_output=True
        )
        seconds.append(time.perf_counter() - begun)
    return seconds[1:]


def inside(assistant: Assistant) -> list[float]:
    """Seconds of `Assistant.ask`, a space at the question's end keeps its vector from being remembered."""
    seconds = []
    for number in range(ROUNDS):
        for question in QUESTIONS:
            begun = time.perf_counter()
            assistant.ask(question + " " * (number + 1))
            seconds.append(time.perf_counter() - begun)
    return seconds


def main() -> None:
    """Print both tables' rows."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Index.open(data) as index:
            index.sync(ROOT / "seeds")
            assistant = Assistant(index)
            assistant.ask("What is this about?")
            within = inside(assistant)
        whole = whole_processes(data)
    print("| | median | worst |\n|---|---|---|")
    print(f"| briefings ask, whole process | {statistics.median(whole):.2f} s | {max(whole):.2f} s |")
    print(f"| Assistant.ask | {statistics.median(within) * 1000:.0f} ms | {max(within) * 1000:.0f} ms |")


if __name__ == "__main__":
    main()
