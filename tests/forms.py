"""Answers made up by hypothesis, with texts that mean harm to whatever shows or stores them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from index import Document, Hit, Passage
from qa import Answer, Citation, Note, Sentence

HOSTILE = (
    "<script>alert(1)</script>", "--><img src=x onerror=alert(1)>", "# A heading", "> a quote", "```\ncode\n```",
    "[1]: https://evil.example", "![x](https://evil.example/x.png)", "</blockquote></body></html>", "www.evil.example",
    "\u202egnitirw\u202c", "1. one\n2. two\n\n---\n", "| a | b |\n|---|---|", "\x00\x1b[31m", "\\", "\ud800",
    "<!-- briefings export 1", "a\r\nb\u2028c", "&lt;b&gt;", "\n\n    indented", "+ plus\n- minus\n* star",
    "=====\nTitle\n=====", "'; DROP TABLE conversations; --", "*bold* _it_ $x$ ~~gone~~ `code`",
)  # fmt: skip
"""Texts that would act, if anything let them."""

TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=40))
LINE = st.one_of(TEXT, st.lists(TEXT, max_size=3).map("".join))
MAYBE = st.none() | TEXT
SMALL = st.integers(0, 10**6)
SCORE = st.floats(allow_nan=False, allow_infinity=False)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
DOCUMENTS = st.builds(Document, TEXT, TEXT, TEXT, TEXT, st.none() | DATES, MAYBE, MAYBE, MAYBE, TEXT)
PASSAGES = st.builds(Passage, TEXT, TEXT, SMALL, SMALL, TEXT, MAYBE, st.none() | SMALL)
HITS = st.builds(Hit, PASSAGES, DOCUMENTS, SCORE, SCORE, SCORE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | SCORE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def citations(draw: st.DrawFn, number: int) -> Citation:
    """A citation whose offsets fit its quote."""
    quote, start = draw(LINE.filter(bool)), draw(SMALL)
    span = draw(st.none() | st.tuples(st.integers(0, len(quote)), st.integers(0, len(quote))).map(sorted).map(tuple))
    return Citation(number, draw(DOCUMENTS), start, start + len(quote), quote, draw(st.none() | SMALL), span)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer, possible or not, whose sentences cite what it cites."""
    cited = tuple(draw(citations(number)) for number in range(1, draw(st.integers(0, 3)) + 1))
    uses = st.lists(st.sampled_from(cited), max_size=2).map(tuple) if cited else st.just(())
    sentences = st.lists(st.builds(Sentence, LINE, uses), max_size=3).map(tuple)
    return Answer(
        draw(LINE), draw(sentences), cited, draw(st.booleans()), draw(SCORE), draw(TEXT),
        draw(st.lists(HITS, max_size=2).map(tuple)), draw(st.lists(st.builds(Note, TEXT, TEXT), max_size=2).map(tuple)),
        draw(st.dictionaries(TEXT, JSON, max_size=2)),
    )  # fmt: skip
