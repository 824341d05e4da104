"""A text cut into passages: exact offsets, inside the limits, nothing left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Chunk, Heading, Limits, chunk
from index.embedding import load_embedder
from index.errors import LoadError
from index.loaders.markdown import plain
from index.tokens import count_tokens

HOSTILE = (
    "",
    "Mr. Smith met Dr. Jones in the U.S. on Jan. 3. They agreed.",
    "👩‍👩‍👧 family. 🇵🇰 flag! e\u0301 combining. Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢.",
    "قالت إيران إن الصواريخ أصابت الهدف. ونفى العراق ذلك.",
    "伊朗发射导弹。伊拉克否认。" * 40,
    "a\x00b\x00 c. \x00",
    "x" * 5000,
    "\u2028line\u2029para\u0085next\x0bfeed\x0c",
    "- one\n- two\n  1. three\n\n\n4) four",
    "!?.…" * 300,
    "\ufeffmark \u200b zero \u202eright to left\u202c.",
    "One.Two.Three." * 100,
)
texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map("\n\n".join),
    st.lists(
        st.sampled_from(["One two. ", "Three! ", "\n\n", "- item\n", "🙂", "ل ", "word" * 30, "  "]), max_size=60
    ).map("".join),
)


def limits(tokens: int = 20, characters: int = 120) -> Limits:
    return Limits(tokens, characters, lambda text: len(text.split()))


def covered(chunks: list[Chunk]) -> set[int]:
    return {at for one in chunks for at in range(one.passage.start, one.passage.end)}


def check(text: str, chunks: list[Chunk]) -> None:
    """What holds of every cut."""
    end = 0
    for one in chunks:
        passage = one.passage
        assert text[passage.start : passage.end] == passage.text != ""
        assert end <= passage.start
        end = passage.end
        assert one.sentences[0][0] == passage.start and one.sentences[-1][1] == passage.end
        for start, stop in one.sentences:
            assert start < stop and text[start:stop] == text[start:stop].strip()
        pairs = zip(one.sentences, one.sentences[1:], strict=False)
        assert all(before[1] <= after[0] for before, after in pairs)
    assert len({one.passage.id for one in chunks}) == len(chunks)


@given(texts)
def test_every_passage_slices_back_to_its_text(text: str) -> None:
    check(text, chunk("d", text, limits=limits()))


@given(texts, st.integers(1, 30), st.integers(1, 200))
def test_every_passage_is_inside_both_limits(text: str, tokens: int, characters: int) -> None:
    for one in chunk("d", text, limits=limits(tokens, characters)):
        assert len(one.passage.text) <= characters
        assert len(one.passage.text.split()) <= tokens


@given(texts)
def test_a_passage_fits_the_window_of_the_embedder_by_its_own_count(text: str) -> None:
    embedder = load_embedder()
    for one in chunk("d", text, limits=Limits(30, 2000, embedder.count_tokens)):
        assert embedder.count_tokens(one.passage.text) <= embedder.max_tokens


@given(texts)
def test_whatever_is_not_white_is_in_a_passage(text: str) -> None:
    inside = covered(chunk("d", text, limits=limits()))
    for at, character in enumerate(text):
        marks = character in "-*•–0123456789.)"
        assert at in inside or character.isspace() or marks, (at, character)


def test_marks_of_a_list_are_the_only_thing_left_out() -> None:
    text = "- first thing\n- second thing\n1. third thing"
    [one] = chunk("d", text, limits=limits())
    assert [text[start:end] for start, end in one.sentences] == ["first thing", "second thing", "third thing"]


def test_sentences_are_packed_until_the_limit() -> None:
    text = " ".join(f"Sentence number {number} has six words." for number in range(9))
    chunks = chunk("d", text, limits=limits(tokens=20, characters=2000))
    assert [len(one.sentences) for one in chunks] == [3, 3, 3]


def test_a_sentence_over_the_limit_is_split_at_a_space() -> None:
    text = "word " * 50
    chunks = chunk("d", text, limits=limits(tokens=20))
    assert [len(one.passage.text.split()) for one in chunks] == [20, 20, 10]
    assert all(one.passage.text.startswith("word") and one.passage.text.endswith("word") for one in chunks)


def test_a_word_over_the_limit_is_split_where_the_limit_falls() -> None:
    chunks = chunk("d", "x" * 250, limits=limits(characters=100))
    assert [len(one.passage.text) for one in chunks] == [100, 100, 50]


def test_a_heading_opens_a_passage_and_belongs_to_none() -> None:
    text, headings = plain("Before.\n\n# Tolls\n\nNine were killed.\n\n## Denials\n\nIraq denies it.")
    chunks = chunk("d", text, limits=limits(), headings=headings)
    assert [(one.passage.heading, one.passage.text) for one in chunks] == [
        (None, "Before."),
        ("Tolls", "Nine were killed."),
        ("Denials", "Iraq denies it."),
    ]


def test_headings_alone_make_no_passage() -> None:
    assert chunk("d", "Title", limits=limits(), headings=[Heading(0, 5, "Title")]) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\u3000\u2003"])
def test_white_space_makes_no_passage(text: str) -> None:
    assert chunk("d", text, limits=limits()) == []


@pytest.mark.parametrize("unit", ["x", "🙂", "word ", "伊", "A. ", "line\n"])
def test_a_million_characters_are_cut_exactly(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    chunks = chunk("d", text, limits=Limits(10_000, 2000, len))
    check(text, chunks)
    assert sum(one.passage.text.count(unit.strip()) for one in chunks) >= text.count(unit.strip()) - len(chunks)
    assert max(len(one.passage.text) for one in chunks) <= 2000


def test_the_same_text_gives_the_same_passages() -> None:
    text = "\n\n".join(HOSTILE)
    assert chunk("d", text, limits=limits()) == chunk("d", text, limits=limits())


@given(texts)
def test_tiktoken_counts_keep_to_the_limit_too(text: str) -> None:
    for one in chunk("d", text, limits=Limits(16, 2000, count_tokens)):
        assert count_tokens(one.passage.text) <= 16


def test_a_text_of_too_many_sentences_is_refused() -> None:
    limits = Limits(30, 2000, lambda text: len(text.split()), sentences=100)
    assert len(chunk("d", "One word. " * 100, limits=limits)) == 7
    for text in ("One word. " * 101, "a\n\n" * 101):
        with pytest.raises(LoadError, match="more than 100 sentences or rows: split it"):
            chunk("d", text, limits=limits)


def test_many_paragraphs_are_refused_before_any_is_measured() -> None:
    def count(text: str) -> int:
        raise AssertionError("nothing is measured")

    headings = [Heading(3 * number, 3 * number + 1, "a") for number in range(2)]
    with pytest.raises(LoadError, match="a table by years for instance"):
        chunk("d", "a\n\n" * 103, limits=Limits(30, 2000, count, sentences=100), headings=headings)
    with pytest.raises(AssertionError, match="nothing is measured"):
        chunk("d", "a\n\n" * 102, limits=Limits(30, 2000, count, sentences=100), headings=headings)
