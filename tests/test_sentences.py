"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split_sentences


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Mr. Khan met Gen. Ali in the U.S. on Jan. 3. They agreed.", None),
        ("It cost $4.2 million. Ten paid.", ["It cost $4.2 million.", "Ten paid."]),
        ("A title\n\nA sentence.", ["A title", "A sentence."]),
        ("Wrapped at\nthe margin. Next.", ["Wrapped at\nthe margin.", "Next."]),
        ("- one\n- two", ["one", "two"]),
        ("1. one\n2) two", ["one", "two"]),
        ("Is it? Yes! Good…", ["Is it?", "Yes!", "Good…"]),
        (
            "Iran fired missiles on 15 January.\nIraq denied it.",
            ["Iran fired missiles on 15 January.", "Iraq denied it."],
        ),
        ("", []),
        (" \n\n ", []),
        ("No stop at the end", ["No stop at the end"]),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str] | None) -> None:
    if expected is None:
        assert words(text)[-1] == "They agreed." and words(text)[0].startswith("Mr. Khan met Gen. Ali")
    else:
        assert words(text) == expected


@given(st.text(alphabet=st.characters(), max_size=300))
def test_spans_are_in_order_and_never_empty(text: str) -> None:
    end = 0
    for start, stop in split_sentences(text):
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        end = stop


@given(
    st.lists(
        st.sampled_from(["🙂 smiles. ", "été arrive. ", "伊朗。", "\n\n", "- ", "قال. ", "a\u0301. "]), max_size=30
    )
)
def test_offsets_count_characters_whatever_the_script(parts: list[str]) -> None:
    text = "".join(parts)
    said = "".join("".join(words(text)).split())
    assert said.replace("-", "") == "".join(text.split()).replace("-", "")


def test_a_block_without_end_is_looked_at_in_pieces() -> None:
    text = "One word of many. " * 20_000 + "w" * 250_000 + ". The end."
    spans = split_sentences(text)
    assert sum(text[start:end] == "One word of many." for start, end in spans) >= 19_990
    assert text[spans[-1][0] :] == "The end."
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
