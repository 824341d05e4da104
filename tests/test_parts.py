"""Several questions in one text are told apart, and one question is left whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.parts import parts

ONE = [
    "What has China urged?",
    "Who signed and dated the treaty?",
    "What do China and India say?",
    "the what and why of it",
    "When and where did they meet?",
    "How and why did Iran strike Panjgur?",
    "Who was killed and how?",
    "What has China urged? Why?",
    "Really? What happened?",
    "What is the difference between who won and who lost?",
    "Who decides what is art and what is not?",
    "Who is the man who led the coup and who later became president?",
    "Who was born in 1900 and is known for his poems?",
    "Which minister resigned and was arrested?",
    "When the harbour closed, who was mayor?",
    "Who sang “Who are you and what do you want”?",
    "What has China urged, and the United States?",
    "What are the causes and what are the effects of the war?",
    "Who won or who lost?",
    "How many dead and wounded were there in Kerman?",
    "How long is the border between Pakistan and Iran?",
    "How many missiles did Iran fire and at which places?",
    "What happens when the ambassadors return and how they do it?",
    "What does the statement say about ambassadors and when they return?",
    "Thanks! What has China urged?",
    "What has China urged? I need it for a report.",
    "What did Iran strike? List the places with their dates.",
    "I read the note. What has China urged?",
    "What is the profession of John H. Williams?",
    "What did Iraq say, who denied it?",
    "Compare what Iran says and what Pakistan says.",
    "Is Gwadar in Balochistan and is run by China?",
    "How did Iran and how did Pakistan respond to the strikes?",
    "How did Iran in January and how did Pakistan in May respond?",
    "How did Iran, how did Pakistan and how did India respond?",
    "What did Iran say, what did Pakistan say and what did India say about the strikes?",
    "When was Iran and when was Pakistan struck?",
    "What did Iran and what did Pakistan do?",
    "What did the foreign minister and what did the president say?",
    "what did the united states and what did india say?",
    "What did Iranian officials and what did Pakistan say?",
    "Which ports did Iran and which ports did Pakistan strike?",
    "Which EU states have and which EU states have not signed it?",
    "Which EU states back and which EU states oppose the sanctions?",
    "What did Iran say and what did Pakistan say about the strikes?",
    "In January, what did Iran say and what did Pakistan say about the strikes?",
    "Did Iran condemn and did Pakistan welcome the resolution?",
    "What did Iran say about the strikes and what did Pakistan?",
    "Did Iran say who was killed and who was injured?",
    "Did Iran say how many were killed and how many were injured?",
    "Did Iran say who was killed and which ports were hit?",
    "Name the officials who visited Tehran and who met the foreign minister.",
    "Name the city where Iran struck and where the militants lived.",
    "Tell me what the minister said about when and where the talks take place.",
    "Tell me what the minister said about when the talks begin and where they take place.",
    "What has China urged? Explain in English.",
    "What has China urged and explain in plain English?",
]

SEVERAL = [
    (
        "What has China urged and what did the United States say?",
        ["What has China urged?", "What did the United States say?"],
    ),
    ("What has China urged and who won the cricket?", ["What has China urged?", "Who won the cricket?"]),
    ("What has China urged and why does it care?", ["What has China urged?", "Why does it care?"]),
    ("What did Iran do and what did Pakistan do?", ["What did Iran do?", "What did Pakistan do?"]),
    ("When did the harbour close and when did it open?", ["When did the harbour close?", "When did it open?"]),
    (
        "What has China urged and what has it said about the strikes?",
        ["What has China urged?", "What has it said about the strikes?"],
    ),
    (
        "What did Iran say about Gaza and what did Pakistan say about the talks near the border?",
        ["What did Iran say about Gaza?", "What did Pakistan say about the talks near the border?"],
    ),
    ("What has China urged? Explain Brexit.", ["What has China urged?", "Explain Brexit."]),
    ("What has China urged? And India?", ["What has China urged?", "And India?"]),
    ("What has China urged; who claimed the attack?", ["What has China urged?", "Who claimed the attack?"]),
    ("What has China urged? Who won? And when?", ["What has China urged?", "Who won? And when?"]),
    ("what has china urged and what did india say", ["What has china urged?", "What did india say?"]),
    ("How many died in Kerman and how many were injured?", ["How many died in Kerman?", "How many were injured?"]),
    ("Tell me what China urged and what India said.", ["Tell me what China urged.", "What India said."]),
    ("Did Iran strike Panjgur and did Pakistan respond?", ["Did Iran strike Panjgur?", "Did Pakistan respond?"]),
    ("Who won in Tarn and is it known why?", ["Who won in Tarn?", "Is it known why?"]),
    (
        "What did Iran hit, what does Iraq say and how many were killed?",
        ["What did Iran hit?", "What does Iraq say?", "How many were killed?"],
    ),
    (
        "In January, what did China urge and what did India say?",
        ["In January, what did China urge?", "In January, what did India say?"],
    ),
    (
        "On 16 January, what did Iran strike and what did Pakistan strike on 18 January?",
        ["On 16 January, what did Iran strike?", "What did Pakistan strike on 18 January?"],
    ),
    (
        "Summarise the Kerman bombing and tell me who claimed it.",
        ["Summarise the Kerman bombing.", "Tell me who claimed it."],
    ),
    ("Thanks! What has China urged? Who won?", ["Thanks! What has China urged?", "Who won?"]),
    (
        "What do we know of the man who led the coup and when did it happen?",
        ["What do we know of the man who led the coup?", "When did it happen?"],
    ),
]


@pytest.mark.parametrize("question", ONE)
def test_one_question_stays_as_it_is(question: str) -> None:
    assert parts(question) == (question,)


@pytest.mark.parametrize(("question", "asked"), SEVERAL)
def test_each_of_several_questions_stands_by_itself(question: str, asked: list[str]) -> None:
    assert list(parts(question)) == asked


PIECES = ["What has China urged", "who won", "and", "?", "; ", " ", "“", "”", "in Kerman, ", "is it", ".", "\n", "Why"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=8).map(" ".join))
def test_no_word_of_any_text_is_lost_and_no_part_is_empty(text: str) -> None:
    found = parts(text)
    assert len(found) == 1 or all(any(letter.isalpha() for letter in part) for part in found)
    joints = {"and", "but", "also", "then"}
    left = [word.lower() for word in text.replace("?", " ").split() if word.isalpha() and word.lower() not in joints]
    said = " ".join(found).lower()
    assert all(word in said for word in left)
