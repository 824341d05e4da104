"""Follow-ups become questions that stand alone, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ModelError
from qa import Turn
from qa.leaning import depends, names
from qa.prompts import REFUSED
from qa.question import QUESTION_CHARACTERS, stand_alone
from qa.rewriting import REWRITING
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
    ["why?", "since when?", "Who?", "By whom?", "who else?", "tell me more", "What about that?"],
)
def test_an_ellipsis_is_put_after_the_question_that_it_continues(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


@pytest.mark.parametrize("follow_up", ["When was that?", "Who said that?", "What does this mean?"])
def test_a_pointing_word_is_never_replaced_by_a_name(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


@pytest.mark.parametrize("follow_up", ["Why does it matter?", "When did it happen?", "What is it?"])
def test_an_it_that_is_an_event_is_not_replaced_by_a_name(follow_up: str) -> None:
    assert stand_alone(follow_up, CHINA) == f"What has China urged? {follow_up}"


def test_a_plural_pronoun_stands_for_all_the_names_asked_about() -> None:
    assert stand_alone("Why do they disagree?", BORDER) == "Why do Pakistan and Iran disagree?"


def test_a_plural_pronoun_does_not_stand_for_one_name() -> None:
    assert stand_alone("Why do they disagree?", CHINA) == "Why do they disagree? (China)"


def test_a_pronoun_that_could_be_either_of_two_names_brings_both() -> None:
    assert stand_alone("Why does it care?", BORDER) == "Why does it care? (Pakistan, Iran)"


def test_a_person_is_meant_only_where_a_full_name_was_asked_about() -> None:
    assert stand_alone("When did he agree?", MINISTER) == "When did Hossein Amir-Abdollahian agree?"
    assert stand_alone("When did he agree?", CHINA) == "When did he agree? (China)"


def test_a_possessive_name_is_asked_about_without_its_ending() -> None:
    history = [Turn("user", "How strong is Pakistan's army?")]
    assert stand_alone("Why does it fight?", history) == "Why does Pakistan fight?"


def test_after_two_questions_in_one_the_last_is_continued_and_the_names_of_both_are_meant() -> None:
    history = [Turn("user", "What has China urged and what did India say?")]
    assert stand_alone("When?", history) == "What did India say? When?"
    assert stand_alone("Why do they care?", history) == "Why do China and India care?"


NEAR = "How many were killed near Saravan?"
HIT = "What did Iran hit in Erbil on 15 January?"


@pytest.mark.parametrize(
    ("last", "follow_up", "alone"),
    [
        (NEAR, "and in Kerman?", "How many were killed in Kerman?"),
        (NEAR, "In Kerman?", "How many were killed in Kerman?"),
        (NEAR, "What about Kerman?", "How many were killed near Kerman?"),
        (NEAR, "and Erbil?", "How many were killed near Erbil?"),
        (NEAR, "Sorry, I meant Kerman", "How many were killed near Kerman?"),
        (NEAR, "I mean the strike on Erbil", "How many were killed near the strike on Erbil?"),
        (NEAR, "and on 18 January?", "How many were killed near Saravan on 18 January?"),
        ("What has China urged?", "and Iran?", "What has Iran urged?"),
        ("What has China urged?", "Iran?", "What has Iran urged?"),
        ("What has China urged?", "And in Erbil?", "What has China urged in Erbil?"),
        ("What are China's interests?", "and Iran's?", "What are Iran's interests?"),
        ("What did Pakistan strike?", "no, I meant Iran", "What did Iran strike?"),
        ("What did the UN Secretary-General ask for?", "And China?", "What did China ask for?"),
        ("Who claims the attack in Kerman?", "and the one in Saravan?", "Who claims the attack in Saravan?"),
        (HIT, "and on 16 January?", "What did Iran hit in Erbil on 16 January?"),
        (HIT, "and in Idlib?", "What did Iran hit in Idlib on 15 January?"),
        (HIT, "and Pakistan?", "What did Pakistan hit in Erbil on 15 January?"),
        ("What changed this week?", "and since 3 January?", "What changed since 3 January?"),
        ("Who is Kakar?", "as of 4 January?", "Who is Kakar as of 4 January?"),
    ],
)
def test_what_is_new_takes_the_place_of_its_like(last: str, follow_up: str, alone: str) -> None:
    assert stand_alone(follow_up, [Turn("user", last), Turn("assistant", "…")]) == alone


@pytest.mark.parametrize(
    ("last", "follow_up", "alone"),
    [
        (NEAR, "What about the ambassadors?", "What about the ambassadors? (near Saravan)"),
        (NEAR, "Sorry, I meant the ambassadors.", "What about the ambassadors? (near Saravan)"),
        (NEAR, "Who claimed it?", "Who claimed it? (near Saravan)"),
        (NEAR, "How many workers died?", "How many workers died? (near Saravan)"),
        (NEAR, "Does Iraq agree?", "Does Iraq agree? (near Saravan)"),
        (NEAR, "What weapons were used there?", "What weapons were used near Saravan?"),
        (HIT, "Who confirmed it on 17 January?", "Who confirmed it on 17 January? (Iran, in Erbil)"),
        ("When did Pakistan strike near Saravan?", "Whom did it target?", "Whom did Pakistan target? (near Saravan)"),
        ("When did Iran strike Erbil?", "How many died there?", "How many died in Erbil? (Iran)"),
        ("Who spoke on 19 January?", "What did they agree?", "What did they agree? (on 19 January)"),
    ],
)
def test_only_what_the_last_question_names_is_set_beside_a_question_of_its_own(
    last: str, follow_up: str, alone: str
) -> None:
    assert stand_alone(follow_up, [Turn("user", last)]) == alone


def test_a_question_of_who_or_how_many_keeps_the_place_but_not_the_subject() -> None:
    history = [Turn("user", "What did Iran hit in Erbil?")]
    assert stand_alone("How many were killed?", history) == "How many were killed? (in Erbil)"
    assert stand_alone("How many were killed?", CHINA) == "How many were killed?"


def test_a_person_or_place_is_looked_for_in_the_answer_where_the_question_has_none() -> None:
    who = [
        Turn("user", "Who is the prime minister?"),
        Turn("assistant", "It is Anwaar-ul-Haq Kakar [1]. Jo Doe left [2]."),
    ]
    assert stand_alone("Is he a caretaker?", who) == "Is Anwaar-ul-Haq Kakar a caretaker?"
    where = [Turn("user", "What was hit?"), Turn("assistant", "A bus in Kerman was hit [1].")]
    assert stand_alone("How many died there?", where) == "How many died in Kerman?"


def test_a_refusal_told_nothing() -> None:
    history = [Turn("user", "What was hit?"), Turn("assistant", f"{REFUSED} The nearest are in Kerman.")]
    assert "Kerman" not in stand_alone("How many died there?", history)


def test_names_typed_in_small_letters_are_spelt_as_the_answer_spells_them() -> None:
    history = [Turn("user", "how many were killed near saravan?"), Turn("assistant", "Nine died near Saravan [1].")]
    assert stand_alone("and in kerman?", history) == "how many were killed in kerman?"


def test_follow_ups_of_follow_ups_stay_with_the_last_place() -> None:
    history = [Turn("user", NEAR), Turn("user", "and in Kerman?"), Turn("user", "thank you, that helps")]
    assert stand_alone("Who claimed it?", history) == "Who claimed it? (in Kerman)"
    assert stand_alone("And in Erbil?", history) == "How many were killed in Erbil?"


def test_the_name_that_was_asked_about_is_not_put_in_anothers_place() -> None:
    assert stand_alone("and Iran?", BORDER) == "What about Iran? (Pakistan)"


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
        "thank you, that helps",
        "ok great, got it",
        "no",
        "Is it safe to travel?",
        "The wall is long and old. How much did it cost?",
        "Actually, show me the latest on Kerman",
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
    assert stand_alone("since when?", history) == "Why does China care? since when?"


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


PIECES = """
    and in Kerman Iran Iran's the it they there he that one what about why who ? . , 4 January since week (near
"""
TEXTS = st.lists(st.sampled_from(PIECES.split())).map(" ".join)


@given(st.lists(TEXTS | st.text(max_size=20), max_size=6), TEXTS | st.text(max_size=20))
def test_any_conversation_is_read_without_an_error(said: list[str], question: str) -> None:
    history = [Turn("assistant" if number % 2 else "user", text) for number, text in enumerate(said)]
    alone = stand_alone(question, history)
    assert alone == question or len(alone) <= len(question) + sum(len(text) + 20 for text in said)


def test_a_long_conversation_of_follow_ups_does_not_grow_without_end() -> None:
    history = [Turn("user", NEAR), *(Turn("user", f"on what grounds number {number}?") for number in range(90))]
    assert len(stand_alone("by whom?", history)) < 500


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


def test_a_turn_too_long_for_a_question_is_not_remembered() -> None:
    pasted = "What has China urged and " * (QUESTION_CHARACTERS // 20)
    history = [Turn("user", "What did Iran strike in Panjgur?"), Turn("user", f"{pasted} who struck Erbil?")]
    assert stand_alone("And Pakistan?", history) == stand_alone("And Pakistan?", history[:1]) != "And Pakistan?"
