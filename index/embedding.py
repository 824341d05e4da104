"""Texts to vectors: the protocol, the built-in embedder, and what is asked of any other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np

from index.errors import EmbedderError
from index.language import ENGLISH, language
from index.sentences import Span

MODEL = Path(__file__).parent / "model"


@runtime_checkable
class Embedder(Protocol):
    """The three names llama-index's BaseEmbedding has, so that any of its embedders fits as it is.

    An embedder may also have `count_tokens(text) -> int` and `max_tokens: int`, by which passages stay inside
    its window, `get_span_embeddings(texts, spans)` as `MiniLM` has it, and `languages`, the ISO 639-1 codes of those it
    knows: what is asked in another is searched by words alone.
    """

    @property
    def model_name(self) -> str:
        """A name that changes when the vectors do."""

    def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""

    def get_query_embedding(self, query: str) -> list[float]:
        """The vector of a question, comparable by cosine with those of texts."""


class MiniLM:
    """all-MiniLM-L6-v2 in ONNX Runtime: 384 dimensions, English, mean of the token vectors, length 1.

    A text longer than the model's window of 256 tokens is read window by window, never cut.
    """

    model_name = "all-MiniLM-L6-v2/int8"
    max_tokens = 254
    languages = frozenset({ENGLISH})

    def __init__(self) -> None:
        from index.onnx import Model

        self._model = Model(MODEL / "minilm.onnx", MODEL / "tokenizer.json", window=self.max_tokens + 2)

    def count_tokens(self, text: str) -> int:
        """Number of WordPiece tokens of a text."""
        return self._model.count_tokens(text)

    def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [vector.tolist() for vector in self.get_span_embeddings(texts, [[] for _ in texts])[0]]

    def get_query_embedding(self, query: str) -> list[float]:
        """The vector of a question."""
        return self.get_text_embedding_batch([query])[0]

    def get_span_embeddings(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Vectors of whole texts, and of spans of characters inside them, from one pass over each text.

        Returns an array of (texts, 384) and, for each text, one of (its spans, 384). A span's vector is the mean of
        its own tokens' as the whole text made them, so that "it" and "he" carry what they stand for.
        """
        sums = np.zeros((len(texts), 384), np.float32)
        parts = [np.zeros((len(inside), 384), np.float32) for inside in spans]
        for window in self._model.token_vectors(texts):
            sums[window.text] += window.vectors.sum(axis=0)
            words = window.vectors[1:-1]
            starts = np.array([start for start, _ in window.offsets], dtype=np.int64)
            for row, (start, end) in enumerate(spans[window.text]):
                first, last = np.searchsorted(starts, [start, end])
                parts[window.text][row] += words[first:last].sum(axis=0)
        return _unit(sums), [_unit(part) for part in parts]


def understands(embedder: Embedder, text: str) -> bool:
    """Is a text in a language that an embedder knows? It knows all where it names none."""
    known = getattr(embedder, "languages", None)
    return known is None or language(text) in known


@cache
def load_embedder() -> MiniLM:
    """The built-in embedder, loaded once: it keeps no state between calls."""
    return MiniLM()


def embed_texts(embedder: Embedder, texts: list[str]) -> np.ndarray:
    """Vectors of length 1 as (texts, dimensions) float32; raises EmbedderError for anything else."""
    return _checked(embedder, embedder.get_text_embedding_batch(texts), len(texts))


def embed_query(embedder: Embedder, query: str) -> np.ndarray:
    """The query's vector of length 1, (dimensions,) float32."""
    vector: np.ndarray = _checked(embedder, [embedder.get_query_embedding(query)], 1)[0]
    return vector


def embed_with_spans(
    embedder: Embedder, texts: list[str], spans: list[list[Span]]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Vectors of texts and of the spans inside them; an embedder that cannot look inside embeds spans as texts."""
    inside: Any = getattr(embedder, "get_span_embeddings", None)
    if inside is not None:
        whole, parts = inside(texts, spans)
        sizes = [len(marks) for marks in spans]
        if [len(part) for part in parts] != sizes:
            raise EmbedderError(f"the embedder {embedder.model_name} did not answer with one vector a span")
        return _checked(embedder, whole, len(texts)), parts
    pieces = [text[start:end] for text, marks in zip(texts, spans, strict=True) for start, end in marks]
    vectors = embed_texts(embedder, texts + pieces)
    whole, rest = vectors[: len(texts)], vectors[len(texts) :]
    ends = np.cumsum([len(marks) for marks in spans])
    return whole, list(np.split(rest, ends[:-1])) if len(ends) else []


def _checked(embedder: Embedder, vectors: Any, expected: int) -> np.ndarray:
    """The vectors as an array of length-1 rows."""
    try:
        array = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EmbedderError(f"the embedder {embedder.model_name} did not answer with vectors: {error}") from error
    if array.ndim != 2 or len(array) != expected or not np.isfinite(array).all():
        raise EmbedderError(
            f"the embedder {embedder.model_name} answered {array.shape} for {expected} texts, or with numbers that "
            "are not finite; it must give one vector a text"
        )
    return _unit(array)


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: np.ndarray = vectors / np.maximum(lengths, 1e-12)
    return scaled
