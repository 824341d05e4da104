"""Follow-ups become questions that stand alone, and nothing else is touched."""

from __future__ import annotations

import pytest

from index import ModelError
from qa import Turn
from qa.question import REWRITING, depends, names, stand_alone
from tests.fakes import ScriptedModel

CHINA = (Turn("user", "What has China urged?"), Turn("assistant", "China urged restraint [1]."))
BORDER = (Turn("user", "How long is the border between Pakistan and Iran?"), Turn("assistant", "900 km [1]."))
MINISTER = (Turn("user", "What did Hossein Amir-Abdollahian say?"), Turn("assistant", "He agreed [1]."))


@pytest.mark.parametrize(
    ("follow_up", "alone"),
    [
        ("Why does it care?", "Why does China care?"),
        ("And what did it offer?", "And what did China offer?"),
        ("What are its interests?", "What are China’s interests?"),
        ("Its reasons?", "China’s reasons?"),
        ("What did it do when India protested?", "What did China do when India protested?"),
    ],
)
def test_a_pronoun_is_replaced_by_what_was_asked_about(follow_up: str, alone: str) -> None:
    assert stand_alone(follow_up, CHINA) == alone


@pytest.mark.parametrize(
    "follow_up",
    ["and Iran?", "why?", "since when?", "Who?", "What about Turkey?", "And in Erbil?", "How many died?", "By whom?"],
)
def test_an_ellipsis_is_put_after_the_question_that_it_continues(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


@pytest.mark.parametrize(
    "follow_up", ["When was that?", "Who said that?", "What does this mean?", "Who are those men?"]
)
def test_a_pointing_word_is_never_replaced_by_a_name(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


@pytest.mark.parametrize("follow_up", ["Why does it matter?", "When did it happen?", "What is it?"])
def test_an_it_that_is_an_event_is_not_replaced_by_a_name(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


def test_a_plural_pronoun_stands_for_all_the_names_asked_about() -> None:
    assert stand_alone("Why do they disagree?", BORDER) == "Why do Pakistan and Iran disagree?"


def test_a_plural_pronoun_does_not_stand_for_one_name() -> None:
    assert stand_alone("Why do they disagree?", CHINA) == "What has China urged? Why do they disagree?"


def test_a_pronoun_that_could_be_either_of_two_names_brings_the_whole_question() -> None:
    assert stand_alone("Why does it care?", BORDER) == f"{BORDER[0].text} Why does it care?"


def test_a_person_is_meant_only_where_a_full_name_was_asked_about() -> None:
    assert stand_alone("When did he agree?", MINISTER) == "When did Hossein Amir-Abdollahian agree?"
    assert stand_alone("When did he agree?", CHINA) == "What has China urged? When did he agree?"


def test_a_possessive_name_is_asked_about_without_its_ending() -> None:
    history = [Turn("user", "How strong is Pakistan's army?")]
    assert stand_alone("Why does it fight?", history) == "Why does Pakistan fight?"


@pytest.mark.parametrize(
    "question",
    [
        "Where is Gwadar port?",
        "Where is Gwadar?",
        "Who is Kakar?",
        "How long is the border?",
        "Why did Pakistan recall its ambassador?",
        "Does Iran say that it hit terrorists?",
        "Is it true that India condemned the strikes?",
        "What changed this week?",
        "What do these briefings say about India?",
        "Who condemned the strikes?",
        "And when is the general election?",
        "thanks",
        "Thank you!",
        "",
        "?!",
    ],
)
def test_a_question_of_its_own_stays_as_it_is(question: str) -> None:
    assert stand_alone(question, CHINA) == question


@pytest.mark.parametrize("question", ["Why does it care?", "and Iran?", "When was that?"])
def test_without_a_conversation_nothing_is_changed(question: str) -> None:
    assert stand_alone(question, ()) == question


def test_what_the_assistant_said_is_not_what_was_asked() -> None:
    assert stand_alone("Why does it care?", [Turn("assistant", "What has China urged?")]) == "Why does it care?"


def test_a_second_follow_up_reaches_back_over_the_first() -> None:
    history = [*CHINA, Turn("user", "Why does it care?"), Turn("assistant", "…")]
    assert stand_alone("What are its plans?", history) == "What are China’s plans?"
    assert stand_alone("since when?", history) == "What has China urged? since when?"


def test_a_follow_up_that_names_another_moves_the_conversation_there() -> None:
    history = [*CHINA, Turn("user", "and India?"), Turn("assistant", "…")]
    assert stand_alone("Why does it care?", history) == "Why does India care?"


def test_a_question_without_a_name_is_not_reached_over() -> None:
    history = [*CHINA, Turn("user", "How long is the war expected to last?")]
    assert "China" not in stand_alone("Does it worry people?", history)


def test_courtesies_are_not_what_was_asked() -> None:
    history = [*CHINA, Turn("user", "Thanks a lot!"), Turn("assistant", "…"), Turn("user", "  ")]
    assert stand_alone("why?", history) == "What has China urged? why?"


def test_a_day_is_not_a_name() -> None:
    assert names("What happened on Monday in March?") == []


def test_a_question_in_small_letters_is_still_continued() -> None:
    history = [Turn("user", "what has china urged?")]
    assert stand_alone("why does it care?", history) == "what has china urged? why does it care?"


def test_names_are_found_without_the_word_that_opens_the_question() -> None:
    assert names("Did Iran or the Islamic State strike Erbil?") == ["Iran", "Islamic State", "Erbil"]


def test_a_rewriting_of_the_conversations_own_words_is_taken() -> None:
    model = ScriptedModel("Why does China care about restraint?")
    assert stand_alone("Why does it care?", CHINA, llm=model) == "Why does China care about restraint?"
    assert [message.text for message in model.prompts[0][1:]] == [*(turn.text for turn in CHINA), "Why does it care?"]


@pytest.mark.parametrize(
    "rewriting",
    [
        "Why does China care about Taiwan?",
        "What has China urged?",
        "Why does it care?",
        "",
        "care China " * REWRITING,
        ModelError("gone"),
    ],
    ids=["invents", "loses", "leans", "empty", "endless", "fails"],
)
def test_a_bad_rewriting_is_not_taken(rewriting: str | Exception) -> None:
    assert stand_alone("Why does it care?", CHINA, llm=ScriptedModel(rewriting)) == "Why does China care?"


def test_a_model_is_not_asked_to_rewrite_what_stands_alone() -> None:
    model = ScriptedModel()
    stand_alone("Where is Gwadar port?", CHINA, llm=model)
    assert model.prompts == []


def test_whether_a_question_depends_does_not_hang_on_hostile_text() -> None:
    for text in (
        "A" * 4000,
        "A-" * 2000,
        "A’" * 2000,
        "It it " * 700,
        "that " * 800,
        "\u202eit?",
        "🙂" * 2000,
        "and " * 10,
    ):
        assert isinstance(depends(text), bool)
