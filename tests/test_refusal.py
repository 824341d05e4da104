"""What a refusal says: the words, or the kind of answer, that the briefings lack."""

from __future__ import annotations

import pytest

from index import Index
from qa import prompts
from qa.evidence import gather
from qa.refusal import listed, missing, refusal


def said(index: Index, question: str) -> str:
    """What is said to a question that is refused."""
    hits = index.search(question, limit=10)
    return refusal(question, index.rarity(question), hits, gather(index, question, hits))


def test_what_is_missing_is_named_as_it_was_typed_and_nowhere_in_the_passages(samples: Index) -> None:
    question = "How many LIGHTHOUSES did Portugal’s navy build in Saravan?"
    hits = samples.search(question, limit=10)
    assert missing(question, samples.rarity(question), hits) == ["LIGHTHOUSES", "Portugal"]
    said = " ".join(hit.passage.text for hit in hits).casefold()
    assert "lighthouse" not in said and "portugal" not in said


def test_names_are_missed_before_other_words(samples: Index) -> None:
    question = "Which lighthouses stand on the coast of Portugal?"
    assert missing(question, samples.rarity(question), samples.search(question, limit=10)) == ["Portugal"]


def test_a_word_of_a_title_is_not_missing(samples: Index) -> None:
    hits = samples.search("background", limit=13)
    assert any("Background" in hit.document.title for hit in hits)
    assert missing("background", samples.rarity("background"), hits) == []


@pytest.mark.parametrize("question", ["What did they do?", "How many are there?", "Who said that?", "Tell me about it"])
def test_a_word_that_only_asks_is_never_missing(samples: Index, question: str) -> None:
    assert missing(question, samples.rarity(question), samples.search(question, limit=3)) == []


def test_at_most_three_words_are_named(samples: Index) -> None:
    question = "penguins walruses puffins narwhals belugas"
    assert len(missing(question, samples.rarity(question), samples.search(question, limit=10))) == 3


def test_words_that_no_passage_has_are_named_first(samples: Index) -> None:
    assert said(samples, "How many lighthouses does Portugal have?") == prompts.REFUSED_MISSING.format(
        missing=listed(["Portugal"], "or")
    )


def test_the_kind_of_answer_that_is_lacking_is_named_with_what_the_briefings_do_mention(index: Index) -> None:
    (index_folder := index.path.parent / "notes").mkdir()
    (index_folder / "a.txt").write_text("Missiles were fired at Erbil before dawn. Erbil lies in the north.")
    index.sync(index_folder)
    expected = prompts.REFUSED_KIND_OF.format(subject="“Erbil”", kind="number of missiles")
    assert said(index, "How many missiles were fired at Erbil?") == expected
    assert said(index, "How many missiles were fired?") == prompts.REFUSED_KIND.format(kind="number of missiles")


def test_where_nothing_can_be_named_nothing_is(samples: Index) -> None:
    assert said(samples, "Why did Pakistan recall its ambassador?") == prompts.REFUSED


def test_words_are_listed_as_a_phrase() -> None:
    assert listed(["a"], "or") == "“a”"
    assert listed(["a", "b", "c"], "and") == "“a”, “b” and “c”"
