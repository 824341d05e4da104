"""Running a model that ships with the package: session, tokenizer, batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

BATCH = 8
"""Windows run at once: 43 passages/s, against 40 one by one and 36 by 32 (`make bench-embed`)."""


class Window(NamedTuple):
    """A stretch of one text that fits the model: token ids with [CLS] and [SEP], and each token's characters."""

    text: int
    ids: list[int]
    offsets: list[tuple[int, int]]


class TokenVectors(NamedTuple):
    """What the model says of one window: a row of `vectors` for each of `offsets`, specials left out."""

    text: int
    offsets: list[tuple[int, int]]
    vectors: np.ndarray


class Model:
    """A transformer encoder in ONNX with its tokenizer."""

    def __init__(self, weights: Path, tokenizer: Path, *, window: int) -> None:
        self.window = window
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._start, self._stop = self._tokenizer.encode("").ids
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def count_tokens(self, text: str) -> int:
        """Number of tokens of a text, without the two that open and close it."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def token_vectors(self, texts: Sequence[str]) -> Iterator[TokenVectors]:
        """One or more windows for each text, in an order of the model's liking: shortest first."""
        windows = [window for number, text in enumerate(texts) for window in self._windows(number, text)]
        windows.sort(key=lambda window: len(window.ids))
        for first in range(0, len(windows), BATCH):
            yield from self._run(windows[first : first + BATCH])

    def _windows(self, number: int, text: str) -> Iterator[Window]:
        """The text cut into runs of tokens that fit; a short text, and an empty one, is a single window."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        step = self.window - 2
        for first in range(0, max(1, len(encoded.ids)), step):
            ids = [self._start, *encoded.ids[first : first + step], self._stop]
            yield Window(number, ids, encoded.offsets[first : first + step])

    def _run(self, batch: list[Window]) -> Iterator[TokenVectors]:
        length = max(len(window.ids) for window in batch)
        ids = np.zeros((len(batch), length), np.int32)
        mask = np.zeros_like(ids)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        for row, window in enumerate(batch):
            yield TokenVectors(window.text, window.offsets, vectors[row, : len(window.ids)])
