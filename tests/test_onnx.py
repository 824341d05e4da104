"""Running a model that ships with the package."""

from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MODEL
from index.onnx import Model


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(MODEL / "minilm.onnx", MODEL / "tokenizer.json", window=10)


def test_each_token_has_a_vector_and_its_characters(model: Model) -> None:
    text = "Iran denied it."
    [window] = model.token_vectors([text])
    assert window.vectors.shape == (len(window.offsets) + 2, 384)
    assert [text[start:end] for start, end in window.offsets] == ["Iran", "denied", "it", "."]


def test_a_text_over_the_window_is_read_in_several(model: Model) -> None:
    text = "one two three four five six seven eight nine ten eleven"
    windows = list(model.token_vectors([text]))
    assert sorted(len(window.offsets) for window in windows) == [3, 8]
    starts = sorted(start for window in windows for start, _ in window.offsets)
    assert [text[start:].split()[0] for start in starts] == text.split()


def test_padding_changes_nothing(model: Model) -> None:
    [alone] = model.token_vectors(["short"])
    beside = [window for window in model.token_vectors(["short", "a text of some more words"]) if window.text == 0]
    assert np.allclose(alone.vectors, beside[0].vectors, atol=1e-5)


def test_an_empty_text_is_one_window_without_tokens(model: Model) -> None:
    [window] = model.token_vectors([""])
    assert window.offsets == [] and window.vectors.shape == (2, 384)


def test_nothing_is_no_window(model: Model) -> None:
    assert list(model.token_vectors([])) == []
