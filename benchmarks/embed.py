"""Passages a second of the built-in embedder, by batch size. `make bench-embed`."""

from __future__ import annotations

import time
from pathlib import Path

from index import onnx
from index.embedding import MiniLM

ROOT = Path(__file__).parent.parent
SIZES = (1, 4, 8, 16, 32)
PASSAGES, WORDS = 128, 110


def main() -> None:
    """Cut the sample briefings into passages of 110 words and embed them."""
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.md"))).split()
    texts = [" ".join(words[(7 * n) % len(words) :][:WORDS]) for n in range(PASSAGES)]
    embedder = MiniLM()
    embedder.get_text_embedding_batch(texts[:8])
    print("| batch | passages/s |\n|---|---|")
    for size in SIZES:
        onnx.BATCH = size
        begun = time.perf_counter()
        embedder.get_text_embedding_batch(texts)
        print(f"| {size} | {PASSAGES / (time.perf_counter() - begun):.1f} |")


if __name__ == "__main__":
    main()
