"""Kinds of answers: what a question asks for, and the words of a sentence that could be it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.kinds import Asked, Kind, answer_span, candidates, expected, holds

QUESTIONS = (
    "Who struck Panjgur?",
    "Where did it happen?",
    "When was it built?",
    "In what year did it open?",
    "How many people were killed?",
    "How much did it cost?",
    "What percentage of voters stayed away?",
    "How long did it last?",
    "How far is it?",
    "How old is Biden?",
    "Why did it fall?",
    "How was it done?",
    "Did Iran or Pakistan strike first?",
    "What type of engine is it?",
    "Which company bought the firm?",
    "Which country left?",
    "What happened?",
)


@pytest.mark.parametrize(
    ("question", "kind", "noun"),
    [
        ("Who is Pakistan's prime minister?", Kind.NAME, ""),
        ("Most of transport safety is dealt with by whom?", Kind.NAME, ""),
        ("Where is Saravan?", Kind.PLACE, ""),
        ("Which NATO country did the missile land in?", Kind.PLACE, "nato country"),
        ("1st arrondissement is located in which city?", Kind.PLACE, "city"),
        ("When did Iran strike Panjgur?", Kind.DATE, ""),
        ("By what year will it recover?", Kind.DATE, "year"),
        ("On what day are they held?", Kind.DATE, "day"),
        ("The ozone layer will recover by when?", Kind.DATE, ""),
        ("How many aircraft were lost?", Kind.NUMBER, "aircraft"),
        ("How many people were killed in Kerman?", Kind.NUMBER, "people"),
        ("How many were killed near Saravan?", Kind.NUMBER, ""),
        ("What is the population of Tyro?", Kind.NUMBER, "population"),
        ("What was the death toll?", Kind.NUMBER, "death toll"),
        ("How much was Instagram fined?", Kind.MONEY, ""),
        ("How much money did the committee spend?", Kind.MONEY, "money"),
        ("What was the price of oil?", Kind.MONEY, "price"),
        ("What percentage of babies were born there?", Kind.PERCENT, "percentage"),
        ("What share of the vote did it win?", Kind.PERCENT, "share"),
        ("How many days will he stay?", Kind.DURATION, "days"),
        ("How long did the siege last?", Kind.DURATION, ""),
        ("How long is the border?", Kind.MEASURE, ""),
        ("How far is Warsaw from the sea?", Kind.MEASURE, ""),
        ("Why does China care?", Kind.REASON, ""),
        ("What was the cause of the crash?", Kind.REASON, "cause"),
        ("How did they reach it?", Kind.MANNER, ""),
        ("Did China condemn the strikes?", Kind.YES_NO, ""),
        ("Was it Iran or Pakistan?", Kind.CHOICE, ""),
        ("Which company recalled its cars?", Kind.THING, "company"),
        ("What animal was found in the garden?", Kind.THING, "animal"),
        ("What type of engines became popular?", Kind.THING, "type of engines"),
        ("What was the name of the festival?", Kind.THING, "festival"),
        ("Gas prices hit a record. How much does a gallon cost?", Kind.MONEY, ""),
        ("When American cars arrived, which policy ended?", Kind.THING, "policy"),
        ("Can you tell me who won?", Kind.NAME, ""),
        ("What has China urged?", Kind.OTHER, ""),
        ("the Kerman bombing", Kind.OTHER, ""),
        ("", Kind.OTHER, ""),
    ],
)
def test_a_question_says_what_kind_of_answer_it_wants(question: str, kind: Kind, noun: str) -> None:
    assert expected(question) == Asked(kind, noun)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("How long is the border?", "Pakistan and Iran share a border of about 900 km.", "about 900 km"),
        ("How many people were killed?", "Iranian officials report seven people killed near Saravan.", "seven people"),
        ("How many were killed?", "Gunmen killed nine Pakistani workers in Saravan.", "nine Pakistani workers"),
        ("How many people died in Kerman?", "The first count puts the dead of Kerman at 103.", "103"),
        ("How many civilians died?", "At least four civilians are reported killed.", "At least four civilians"),
        ("When is the election?", "Pakistan holds its election on 8 February 2024.", "8 February 2024"),
        ("In which year was it built?", "It was built in 1904, long after the plan of March 1901.", "1904"),
        ("When did it reopen?", "The line reopened last week.", "last week"),
        ("How much was the fine?", "The regulator set a fine of $4.5 million.", "$4.5 million"),
        ("What percentage voted?", "Some 56.2% of adults voted in 2019.", "Some 56.2%"),
        ("How long did the siege last?", "The siege lasted for almost a month.", "almost a month"),
        ("Who struck Panjgur?", "Iran struck Panjgur district in Balochistan.", "Iran"),
        ("Who designed the hall?", "The hall was designed by Spanish architect Enric Miralles.", "Enric Miralles"),
        ("Which country recalled its ambassador?", "Pakistan recalled its ambassador from Tehran.", "Pakistan"),
        ("What type of engines took over?", "Soon steam turbine engines took over.", "steam turbine engines"),
        ("Which river burst its banks?", "Last spring the Charles River burst its banks.", "Charles River"),
    ],
)
def test_the_words_that_answer_are_marked_where_they_are_sure(question: str, sentence: str, answer: str) -> None:
    span = answer_span(question, sentence)
    assert span is not None and sentence[slice(*span)] == answer
    assert candidates(expected(question), sentence, question)[0] == span
    assert holds(question, sentence) is not False


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who met?", "Jalil Abbas Jilani and Hossein Amir-Abdollahian met."),
        ("How many missiles were fired?", "The strikes came two days after those on Erbil."),
        ("How many missiles were fired?", "Missiles were fired at Erbil on 15 January 2024."),
        ("Why did it fall?", "It fell because of the rain."),
        ("Did it fall?", "It fell on Tuesday."),
        ("Was it Iran or Pakistan?", "A bomb went off in Kerman, Iran."),
        ("When did it fall in 2020?", "It fell in 2020."),
        ("Who runs Iran?", ""),
    ],
)
def test_nothing_is_marked_where_it_is_not_sure(question: str, sentence: str) -> None:
    assert answer_span(question, sentence) is None


def test_what_the_question_says_is_no_answer() -> None:
    question = "Which country did Iran strike on 16 January?"
    sentence = "Iran struck Pakistan on 16 January."
    found = [sentence[slice(*span)] for span in candidates(expected(question), sentence, question)]
    assert found == ["Pakistan"]


def test_a_sentence_without_a_number_holds_no_answer_to_how_many() -> None:
    assert holds("How many missiles were fired?", "Iran fired missiles at Erbil.") is False
    assert holds("How many missiles were fired?", "Iran fired nine missiles at Erbil.") is True
    assert holds("Why were missiles fired?", "Iran fired missiles at Erbil.") is None


def test_labels_and_years_are_no_counts() -> None:
    question, sentence = "How many rules apply?", "Under Article 5, in 2019, these rules apply."
    assert answer_span(question, sentence) is None


@pytest.mark.parametrize(
    ("sentence", "first"),
    [("It shut because of a strike, they said.", "because of a strike, they said"), ("It shut.", None)],
)
def test_a_reason_is_a_clause(sentence: str, first: str | None) -> None:
    found = candidates(Asked(Kind.REASON), sentence, "Why did it shut?")
    assert (sentence[slice(*found[0])] if found else None) == first


PIECES = ["Iran", "nine", "2024", "$5", "%", "by", "of", "the", "16", "January", "İ", "ß", "🚀", ",", "(", "-", "’s"]


@given(
    sentence=st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join),
    question=st.sampled_from(QUESTIONS) | st.text(),
)
def test_every_span_lies_inside_the_sentence(sentence: str, question: str) -> None:
    spans = candidates(expected(question), sentence, question)
    assert all(0 <= start < end <= len(sentence) for start, end in spans)
    assert answer_span(question, sentence) in (None, *spans)
    assert all(a[1] <= b[0] or b[1] <= a[0] for a in spans for b in spans if a != b)


@pytest.mark.parametrize("piece", ["1 ", "nine and ", "1,000-", "Aa of the ", "because ", "half a dozen "])
def test_an_endless_sentence_is_read_to_its_end(piece: str) -> None:
    sentence = piece * 300
    for question in QUESTIONS:
        assert all(end <= len(sentence) for _, end in candidates(expected(question), sentence, question))
