"""Texts to vectors: the built-in embedder, and whatever else has its three names."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Embedder, EmbedderError, Index
from index.embedding import MODEL, MiniLM, embed_query, embed_texts, embed_with_spans, load_embedder
from index.loaders import load
from index.sentences import split_sentences
from index.settings import IndexSettings
from tests.conftest import SEEDS
from tests.fakes import HashEmbedder

SHA256 = {
    "minilm.onnx": "4a7f3eaf2bd94bf3d4fa4e630a540b484d7ecd494097f92712b91ab27658cc91",
    "tokenizer.json": "32d70b45ea2679485328eafb8a5a94dcc9fbaadaf0c92b7ca06fe5684a4b8389",
}


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return load_embedder()


def sentences() -> list[str]:
    """200 sentences: those of the samples, and made ones of every length and script."""
    found = []
    for file in sorted(SEEDS.glob("*.md")):
        text = load("seeds", file.name, file.read_bytes(), IndexSettings())[1].text
        found += [text[start:end] for start, end in split_sentences(text)]
    chance = random.Random(1)
    words = [*" ".join(found).split(), "🙂", "伊朗", "قالت", "x" * 150, "\x00", "é", "$4.2m", "<|endoftext|>", "[SEP]"]
    while len(found) < 200:
        found.append(" ".join(chance.choices(words, k=chance.randint(1, 60))))
    return found[:200]


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize("name", SHA256)
def test_the_shipped_model_is_the_one_that_was_measured(name: str) -> None:
    assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == SHA256[name]


def test_vectors_are_finite_and_of_length_one(minilm: MiniLM) -> None:
    texts = sentences()
    vectors = embed_texts(minilm, texts)
    assert vectors.shape == (200, 384) and np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_what_is_near_in_meaning_is_near(minilm: MiniLM) -> None:
    query = embed_query(minilm, "How many people were killed?")
    near, far = embed_texts(minilm, ["At least nine civilians died.", "The exchange rate of the rupee rose."])
    assert query @ near > query @ far + 0.2


def test_company_in_a_batch_does_not_change_a_vector(minilm: MiniLM) -> None:
    texts = sentences()[:40]
    alone = np.concatenate([embed_texts(minilm, [text]) for text in texts[:10]])
    together = embed_texts(minilm, texts)
    backwards = embed_texts(minilm, texts[::-1])[::-1]
    assert np.allclose(together[:10], alone, atol=1e-5)
    assert np.allclose(together, backwards, atol=1e-5)


def test_the_tail_of_a_long_text_counts(minilm: MiniLM) -> None:
    head = "The harbour was closed on Monday. " * 60
    assert minilm.count_tokens(head) > minilm.max_tokens
    plain, other = embed_texts(minilm, [head, head + "A volcano erupted in Iceland. " * 30])
    assert cosine(plain, other) < 0.95
    assert cosine(other, embed_query(minilm, "volcano")) > cosine(plain, embed_query(minilm, "volcano")) + 0.1


def test_tokens_are_counted_as_the_window_is(minilm: MiniLM) -> None:
    assert minilm.count_tokens("") == 0
    assert minilm.count_tokens("hello world") == 2
    fits = "word " * minilm.max_tokens
    assert minilm.count_tokens(fits) == minilm.max_tokens
    windows = list(minilm._model.token_vectors([fits, fits + "word"]))
    assert sorted(window.text for window in windows) == [0, 1, 1]


def test_a_span_has_the_vector_of_its_own_words_in_their_place(minilm: MiniLM) -> None:
    text = "The ambassador was recalled. He left on Tuesday. Prices rose."
    spans = split_sentences(text)
    whole, [parts] = minilm.get_span_embeddings([text], [spans])
    assert whole.shape == (1, 384) and parts.shape == (3, 384)
    assert np.allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-5)
    alone = embed_texts(minilm, [text[start:end] for start, end in spans])
    scores = parts @ alone.T
    assert list(scores.argmax(axis=1)) == [0, 1, 2]
    he = embed_query(minilm, "The ambassador left")
    assert parts[1] @ he > alone[1] @ he


def test_spans_beyond_the_first_window_have_vectors_too(minilm: MiniLM) -> None:
    text = "The harbour was closed. " * 100 + "A volcano erupted in Iceland."
    start = text.index("A volcano")
    _, [parts] = minilm.get_span_embeddings([text], [[(0, 23), (start, len(text))]])
    volcano = embed_query(minilm, "volcanic eruption")
    assert parts[1] @ volcano > parts[0] @ volcano + 0.2


def test_spans_of_emoji_are_characters_not_bytes(minilm: MiniLM) -> None:
    text = "🙂🙂🙂🙂🙂🙂🙂🙂 Prices rose. The ambassador was recalled."
    start = text.index("The")
    _, [parts] = minilm.get_span_embeddings([text], [[(start, len(text))]])
    assert cosine(parts[0], embed_query(minilm, "The ambassador was recalled.")) > 0.7


def test_nothing_to_embed_is_nothing(minilm: MiniLM) -> None:
    assert minilm.get_text_embedding_batch([]) == []
    [vector] = minilm.get_text_embedding_batch([""])
    assert len(vector) == 384 and np.isfinite(vector).all()


def test_the_built_in_embedder_is_loaded_once() -> None:
    assert load_embedder() is load_embedder()


def contract(embedder: Embedder) -> None:
    """What holds of every embedder."""
    assert isinstance(embedder, Embedder) and embedder.model_name
    vectors = embed_texts(embedder, ["one text", "another text"])
    assert vectors.shape == (2, len(embed_query(embedder, "one"))) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    whole, inside = embed_with_spans(embedder, ["One text. More.", "x"], [[(0, 9), (10, 15)], []])
    assert whole.shape == vectors.shape and [len(part) for part in inside] == [2, 0]


def llama_index_mock() -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Words(BaseEmbedding):
        """Counts letters; answers with lists, a few texts at a time, as llama-index's embedders do."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return [1.0 + text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Words(model_name="letters", embed_batch_size=2)


def test_every_embedder_keeps_the_contract(minilm: MiniLM) -> None:
    for embedder in (minilm, HashEmbedder(), llama_index_mock()):
        contract(embedder)


def test_an_embedder_of_llama_index_plugs_in_as_it_is(tmp_path: Path, briefings: Path) -> None:
    with Index.open(tmp_path / "data", embedder=llama_index_mock()) as index:
        assert len(index.sync(briefings).added) == 3
        (briefings / "monday.md").rename(briefings / "moved.md")
        index.sync(briefings)
        assert index.search("Who opened a bridge?")[0].document.path == "tuesday.md"
        assert index.sentences("bridge", index.search("bridge"))
        assert index.verify() == []


class Wrong(HashEmbedder):
    """Answers with whatever it is given."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def get_text_embedding_batch(self, texts: list[str]) -> Any:
        return self.answer


@pytest.mark.parametrize(
    "answer", [[], [[1.0, 2.0]], [[1.0], [1.0, 2.0]], [1.0, 2.0], None, "vectors", [["a"], ["b"]], [[float("nan")]] * 2]
)
def test_an_answer_that_is_no_vectors_is_an_error_that_names_the_embedder(answer: Any) -> None:
    with pytest.raises(EmbedderError, match="hash/64"):
        embed_texts(Wrong(answer), ["one", "two"])


def test_a_wrong_answer_for_spans_is_an_error_too() -> None:
    class Spans(HashEmbedder):
        def get_span_embeddings(self, texts: list[str], spans: list[Any]) -> Any:
            return np.ones((len(texts), 64)), [np.ones((0, 64)) for _ in spans]

    with pytest.raises(EmbedderError, match="span"):
        embed_with_spans(Spans(), ["One."], [[(0, 4)]])


def test_a_sync_that_an_embedder_ends_keeps_what_was_stored(tmp_path: Path, briefings: Path) -> None:
    embedder = HashEmbedder()
    with Index.open(tmp_path / "data", embedder=embedder) as index:
        index.sync(briefings)
        (briefings / "new.md").write_text("Snow fell.")
        embedder.get_text_embedding_batch = lambda texts: []  # type: ignore[method-assign]
        with pytest.raises(EmbedderError):
            index.sync(briefings)
        assert len(list(index.documents())) == 3 and index.search("bridge")
        del embedder.get_text_embedding_batch
        assert index.sync(briefings).added == ("new.md",)
