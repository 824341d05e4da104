"""Counting tokens for budgets, without a network."""

from __future__ import annotations

import pytest

from index.tokens import count_tokens


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("hello world", 2), ("<|endoftext|>", 7), ("🙂", 2)])
def test_tokens_are_those_of_cl100k(text: str, expected: int) -> None:
    assert count_tokens(text) == expected


def test_more_text_is_more_tokens() -> None:
    assert count_tokens("a word " * 1000) > 1000
