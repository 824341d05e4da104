"""Questions to answers, over a real index: cited, refused, streamed, in conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Filter, FolderError, Index
from qa import Answer, Assistant, QASettings, Turn, prompts
from qa.assistant import PARTS
from qa.composing import composed
from qa.finding import find
from qa.folder import OWN
from qa.question import QUESTION_CHARACTERS
from qa.telling import Teller
from tests.conftest import SEEDS
from tests.fakes import HashEmbedder, ScriptedModel

OPEN = QASettings(threshold=0.0)

ANSWERED = [
    ("What has China urged?", ["restraint"]),
    ("Who claimed the attack in Kerman?", ["Islamic State"]),
    ("How long is the border between Pakistan and Iran?", ["900 km"]),
    ("When is Pakistan's general election?", ["8 February"]),
    ("Who is Pakistan's caretaker prime minister?", ["Anwaar-ul-Haq Kakar"]),
    ("When are the ambassadors to be back at their posts?", ["26 January"]),
    ("Who are the foreign ministers of Pakistan and Iran?", ["Jalil Abbas Jilani", "Hossein Amir-Abdollahian"]),
    ("How many workers were killed in Saravan?", ["nine", "27 January"]),
    ("What was the death toll of the Kerman bombing?", ["84"]),
    ("Where is Gwadar port?", ["Balochistan"]),
    ("How many children were killed in Panjgur?", ["two children"]),
    ("What did the United States say about the Iranian strikes?", ["condemned"]),
    ("Who is Ali Reza Marhamati?", ["deputy governor"]),
    ("What did the UN Secretary-General ask for?", ["maximum restraint"]),
]

REFUSED = [
    ("What is the price of oil?", "oil"),
    ("How many lighthouses are there in Portugal?", "Portugal"),
    ("Who won the World Cup?", "World Cup"),
    ("What did Russia say about the strikes?", "Russia"),
    ("Who is the president of France?", "France"),
    ("When was the Berlin wall built?", "Berlin"),
    ("How do I bake bread?", "bread"),
    ("What is the exchange rate of the rupee?", "rupee"),
]


def check(index: Index, answer: Answer) -> None:
    """What holds of every answer."""
    assert answer.refused == (not answer.citations) == (not answer.sentences)
    assert 0.0 <= answer.confidence <= 1.0
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert index.text(citation.document.id)[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
    used = [citation for sentence in answer.sentences for citation in sentence.citations]
    assert tuple(dict.fromkeys(used)) == answer.citations
    assert all(sentence.citations for sentence in answer.sentences)
    if not answer.refused:
        assert re.findall(r"\[(\d+)\]", answer.text) == [str(citation.number) for citation in used]
    for hit in answer.hits:
        assert index.text(hit.document.id)[hit.passage.start : hit.passage.end] == hit.passage.text


def grown(snapshots: list[Answer]) -> None:
    """What holds of the snapshots of one answer: nothing shown is taken back."""
    for before, after in pairwise(snapshots):
        assert after.sentences[: len(before.sentences)] == before.sentences
        assert after.citations[: len(before.citations)] == before.citations
        assert after.text.startswith(before.text)
        assert after.notes[: len(before.notes)] == before.notes or set(before.notes) <= set(after.notes)
        assert (after.question, after.hits, after.confidence) == (before.question, before.hits, before.confidence)


# --- answers ---


@pytest.mark.parametrize(("question", "words"), ANSWERED)
def test_what_the_samples_say_is_answered_in_their_words(
    samples: Index, assistant: Assistant, question: str, words: list[str]
) -> None:
    answer = assistant.ask(question)
    check(samples, answer)
    assert not answer.refused
    assert [word for word in words if word.casefold() not in answer.text.casefold()] == []


@pytest.mark.parametrize(("question", "lost"), REFUSED)
def test_what_the_samples_do_not_say_is_refused_and_named(
    samples: Index, assistant: Assistant, question: str, lost: str
) -> None:
    answer = assistant.ask(question)
    check(samples, answer)
    assert answer.refused
    assert f"“{lost}”" in answer.text
    assert answer.hits


def test_the_quotes_carry_their_briefing_and_its_date(assistant: Assistant) -> None:
    answer = assistant.ask("What has China urged?")
    first = answer.citations[0]
    assert first.quote == "China urged both Pakistan and Iran on 17 January to show restraint."
    assert (first.document.title, first.document.published) == (
        "Pakistan recalls its ambassador from Tehran",
        date(2024, 1, 17),
    )


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask("What happened in Saravan?") == assistant.ask("What happened in Saravan?")


def test_the_trace_tells_what_was_typed_asked_and_weighed(assistant: Assistant) -> None:
    answer = assistant.ask("What has China urged?", asked=date(2024, 1, 19))
    assert answer.trace["typed"] == "What has China urged?"
    assert answer.trace["asked"] == "2024-01-19"
    assert answer.trace["threshold"] == assistant.settings.threshold
    scores = [sentence["score"] for sentence in answer.trace["sentences"]]
    assert scores == sorted(scores, reverse=True)


def test_a_filter_limits_what_is_quoted(samples: Index, assistant: Assistant) -> None:
    where = Filter(published_to=date(2024, 1, 16))
    answer = Assistant(samples, settings=OPEN).ask("What did Iran strike?", where=where)
    assert answer.citations
    assert all(citation.document.published <= date(2024, 1, 16) for citation in answer.citations)  # type: ignore[operator]


def test_a_briefing_without_a_date_is_said_to_have_none(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "undated"
    folder.mkdir()
    (folder / "harbour.md").write_text(
        "---\ntitle: Harbour note\n---\n\nThe harbour at Lorne closed.\n", encoding="utf-8"
    )
    index.sync(folder)
    answer = Assistant(index, settings=OPEN).ask("Is the harbour at Lorne closed?")
    assert [(note.kind, note.text) for note in answer.notes] == [
        ("undated", prompts.NOTE_UNDATED.format(title="Harbour note"))
    ]


def test_a_dated_briefing_needs_no_such_note(assistant: Assistant) -> None:
    assert assistant.ask("What has China urged?").notes == ()


# --- conversation ---


def test_a_follow_up_is_searched_as_a_question_that_stands_alone(samples: Index, assistant: Assistant) -> None:
    first = assistant.ask("What has China urged?")
    history = [Turn("user", "What has China urged?"), Turn("assistant", first.text, first.citations)]
    answer = assistant.ask("Why does it care?", history=history)
    check(samples, answer)
    assert answer.question == "Why does China care?"
    assert answer.trace["typed"] == "Why does it care?"
    assert any("China" in hit.passage.text for hit in answer.hits[:3])


def test_history_does_not_change_a_question_of_its_own(assistant: Assistant) -> None:
    history = [Turn("user", "What has China urged?"), Turn("assistant", "Restraint [1].")]
    question = "Who claimed the attack in Kerman?"
    assert assistant.ask(question, history=history) == assistant.ask(question)


def test_thanks_are_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("thanks", history=[Turn("user", "What has China urged?")])
    assert (answer.refused, answer.question) == (True, "thanks")


# --- several questions in one ---


def test_two_questions_in_one_are_both_answered_and_numbered_through(samples: Index, assistant: Assistant) -> None:
    snapshots = list(assistant.stream("What has China urged and what did the United States say?"))
    grown(snapshots)
    answer = snapshots[-1]
    check(samples, answer)
    assert answer.text == (
        "China urged both Pakistan and Iran on 17 January to show restraint [1]. "
        "The United States condemned the Iranian strikes [2]."
    )
    assert (answer.question, answer.notes) == ("What has China urged? What did the United States say?", ())


def test_the_half_that_the_briefings_do_not_say_is_named(samples: Index, assistant: Assistant) -> None:
    for question in ("What has China urged and who won the cricket?", "Who won the cricket? What has China urged?"):
        snapshots = list(assistant.stream(question))
        grown(snapshots)
        check(samples, snapshots[-1])
        assert "restraint [1]" in snapshots[-1].text
        (note,) = snapshots[-1].notes
        assert note.kind == "missing" and note.text.startswith("“Who won the cricket?” The briefings do not say.")
        assert "“cricket”" in note.text


def test_where_no_part_is_answered_the_refusal_names_what_is_missing_in_each(
    samples: Index, assistant: Assistant
) -> None:
    answer = assistant.ask("Who won the cricket and what did Russia say?")
    check(samples, answer)
    assert answer.refused and answer.text.startswith(prompts.REFUSED)
    assert "“cricket”" in answer.text and "“Russia”" in answer.text and answer.notes == ()


def test_a_later_part_may_lean_on_an_earlier_one_and_on_its_answer(assistant: Assistant) -> None:
    asked = assistant.ask("What has China urged and why does it care?").question
    assert asked == "What has China urged? Why does China care?"
    asked = assistant.ask("Who is the deputy governor and when did he speak?").question
    assert asked.endswith("When did Ali Reza Marhamati speak?")
    asked = assistant.ask("What did Iran hit in Erbil, what does Iraq say and how many were killed?").question
    assert asked.endswith("How many were killed? (in Erbil)")


def test_the_confidence_is_that_of_the_least_sure_part_that_is_answered(assistant: Assistant) -> None:
    china, states, cricket = "What has China urged?", "What did the United States say?", "Who won the cricket?"
    alone = {question: assistant.ask(question).confidence for question in (china, states, cricket)}
    assert alone[cricket] < assistant.settings.threshold <= alone[states] < alone[china]
    assert assistant.ask(f"{china} {states} {cricket}").confidence == alone[states]
    assert assistant.ask(f"{china} {cricket}").confidence == alone[china]
    refused = assistant.ask(f"{cricket} What did Russia say?")
    assert refused.confidence == max(alone[cricket], assistant.ask("What did Russia say?").confidence)


def test_notes_of_a_part_are_kept_where_its_sentences_were_said_before(samples: Index) -> None:
    first = find(samples, "What has China urged?", QASettings())
    every = [first, replace(first, question="What has China urged in Zubrowka?")]
    teller = Teller(QASettings())
    told = [list(teller.tell(found))[-1] for found in every]
    answer, alone = composed(samples, every, told, trace={}), composed(samples, every[:1], told[:1], trace={})
    assert answer.sentences == alone.sentences and alone.notes == ()
    assert [note.kind for note in answer.notes] == ["missing"]


def test_what_answers_two_parts_is_said_once(samples: Index, assistant: Assistant) -> None:
    answer = assistant.ask("What has China urged? What did China urge on 17 January?")
    check(samples, answer)
    assert len(set(answer.sentences)) == len(answer.sentences)


def test_the_trace_has_each_part(assistant: Assistant) -> None:
    answer = assistant.ask("What has China urged and who won the cricket?")
    parts = answer.trace["parts"]
    assert [part["question"] for part in parts] == ["What has China urged?", "Who won the cricket?"]
    assert [part["refused"] for part in parts] == [False, True]
    scores = [sentence["score"] for sentence in answer.trace["sentences"]]
    assert scores == sorted(scores, reverse=True)
    assert {hit.passage.id for hit in assistant.ask("Who won the cricket?").hits} <= {
        hit.passage.id for hit in answer.hits
    }


def test_more_questions_than_are_answered_at_once_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("What has China urged? " * (PARTS + 1))
    assert prompts.NOTE_TOO_MANY.format(count=PARTS) in [note.text for note in answer.notes]
    assert len(answer.trace["parts"]) == PARTS


# --- refusing ---


def test_a_refusal_is_decided_before_any_model_is_called(samples: Index) -> None:
    model = ScriptedModel()
    assistant = Assistant(samples, llm=model)
    for question in [question for question, _ in REFUSED] + ["", "x" * 5000]:
        assert assistant.ask(question).refused
    assert model.prompts == []


def test_the_hits_of_a_refusal_are_the_nearest_passages(samples: Index, assistant: Assistant) -> None:
    question = "What did Russia say about the strikes?"
    answer = assistant.ask(question)
    assert list(answer.hits) == samples.search(question, limit=assistant.settings.passages)


def test_the_threshold_decides(samples: Index) -> None:
    question = "What has China urged?"
    confidence = Assistant(samples).ask(question).confidence
    for threshold, refused in ((confidence - 0.01, False), (confidence + 0.01, True)):
        assert Assistant(samples, settings=QASettings(threshold=threshold)).ask(question).refused is refused


@pytest.mark.parametrize("where", [None, Filter()])
def test_an_empty_index_says_that_there_are_no_briefings(index: Index, where: Filter | None) -> None:
    answer = Assistant(index).ask("What has China urged?", where=where)
    check(index, answer)
    assert (answer.text, answer.hits, answer.confidence) == (prompts.REFUSED_EMPTY, (), 0.0)


@pytest.mark.parametrize(
    "where",
    [Filter(published_from=date(2030, 1, 1)), Filter(sources=("No such desk",)), Filter(documents=("none",))],
)
def test_a_filter_that_lets_nothing_through_is_named_as_the_reason(assistant: Assistant, where: Filter) -> None:
    answer = assistant.ask("What has China urged?", where=where)
    assert (answer.text, answer.hits, answer.refused) == (prompts.REFUSED_FILTERED, (), True)


@pytest.mark.parametrize("question", ["", " ", "\n\t"])
def test_no_question_is_said_to_be_none(samples: Index, assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, history=[Turn("user", "What has China urged?")])
    check(samples, answer)
    assert answer.text == prompts.REFUSED_NO_QUESTION


def test_a_question_too_long_is_refused_with_the_limit(samples: Index, assistant: Assistant) -> None:
    answer = assistant.ask("why " * 1250)
    check(samples, answer)
    assert answer.text == prompts.REFUSED_LONG.format(length=5000, limit=QUESTION_CHARACTERS)
    assert len(answer.question) == QUESTION_CHARACTERS


def test_the_longest_question_is_searched(samples: Index, assistant: Assistant) -> None:
    question = ("China " * 1000)[:QUESTION_CHARACTERS]
    answer = assistant.ask(question)
    check(samples, answer)
    assert answer.hits


# --- streaming ---


@pytest.mark.parametrize("question", ["What has China urged?", "Who won the World Cup?", "", "x" * 5000])
def test_the_last_snapshot_is_what_ask_returns(assistant: Assistant, question: str) -> None:
    snapshots = list(assistant.stream(question))
    grown(snapshots)
    assert snapshots[-1] == assistant.ask(question)


def test_a_models_snapshots_only_grow_and_end_as_ask_does(samples: Index) -> None:
    reply = " ".join(f"China urged both Pakistan and Iran to show restraint [{number}]." for number in range(1, 9))
    reply = f"Nonsense. {reply} More nonsense [1]. China urged restraint [1][2]."
    model = ScriptedModel(reply, reply)
    assistant = Assistant(samples, llm=model, settings=OPEN)
    snapshots = list(assistant.stream("What has China urged?"))
    grown(snapshots)
    check(samples, snapshots[-1])
    assert snapshots[-1] == assistant.ask("What has China urged?")


# --- hostile ---

PIECES = st.sampled_from(
    ["The harbour [7] closed. ", "🙂 ", "\u202edrawkcab\u202c ", "שלום עולם. ", "港口关闭了。", "x" * 300,
     "[1] [2][3] ", "\n\n", "- item. ", "“Quoted [12].” ", "\x00\x07", "# Heading\n", "It cost $4.2 {x} ${y} %s. ",
     "٣٤٥ ", "e\u0301 ", "\u2028", "harbour ", "| a | b |\n", "<script>x</script> ", "[١] ",
     "[1, 2]. ", "... ", "¿Qué? ", "\r\n"]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=60), min_size=1, max_size=3)
QUESTIONS = st.text(max_size=60) | st.lists(PIECES, max_size=3).map("".join) | st.just("What closed the harbour [7]?")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, questions=st.lists(QUESTIONS, min_size=1, max_size=3), previous=QUESTIONS)
def test_hostile_briefings_and_questions_break_no_promise(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], questions: list[str], previous: str
) -> None:
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "briefings"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.md").write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8", newline="")
    with Index.open(place / "data", embedder=HashEmbedder()) as index:
        index.sync(folder)
        for question in questions:
            for llm in (None, ScriptedModel(*["The harbour [7] closed [1]. 🙂 [2, 9]. “x [1].”"] * 4)):
                assistant = Assistant(index, llm=llm, settings=OPEN)
                history = [Turn("user", previous), Turn("assistant", "…")]
                snapshots = list(assistant.stream(question, history=history, asked=date(2024, 1, 19)))
                grown(snapshots)
                check(index, snapshots[-1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=QUESTIONS | st.sampled_from([question for question, _ in ANSWERED]),
    day=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
def test_any_question_to_the_samples_keeps_the_promises(
    samples: Index, assistant: Assistant, question: str, day: date | None
) -> None:
    check(samples, assistant.ask(question, asked=day))
    check(samples, Assistant(samples, settings=OPEN).ask(question, asked=day))


def test_a_fake_marker_in_a_briefing_is_no_citation(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "fake"
    folder.mkdir()
    (folder / "a.md").write_text("The harbour at Lorne [7] closed [1].\n", encoding="utf-8")
    index.sync(folder)
    answer = Assistant(index, settings=OPEN).ask("What happened to the harbour at Lorne?")
    assert answer.text == "The harbour at Lorne (7) closed (1) [1]."
    assert answer.citations[0].quote == "The harbour at Lorne [7] closed [1]."


# --- a folder of its own ---


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The built-in embedder replaced, at its seam, by the one that hashes words."""
    monkeypatch.setattr("index.index.load_embedder", HashEmbedder)
    yield


@pytest.mark.usefixtures("hashing")
def test_a_folder_keeps_its_index_inside_and_in_step(briefings: Path) -> None:
    with Assistant(briefings, settings=OPEN) as assistant:
        assert (briefings / OWN / "catalogue.db").is_file()
        assert assistant.index.path == briefings / OWN
        assert "mayor of Tarn" in assistant.ask("Who opened a bridge?").text
    (briefings / "new.md").write_text("The lighthouse at Orm was painted green.\n", encoding="utf-8")
    (briefings / "tuesday.md").unlink()
    with Assistant(str(briefings), settings=OPEN) as assistant:
        assert "green" in assistant.ask("What was painted at Orm?").text
        assert sorted(document.path for document in assistant.index.documents()) == ["friday.md", "monday.md", "new.md"]


@pytest.mark.usefixtures("hashing")
def test_a_second_assistant_on_a_folder_reads_and_says_so(briefings: Path) -> None:
    with Assistant(briefings, settings=OPEN) as first, Assistant(briefings, settings=OPEN) as second:
        question = "When was the harbour at Lorne closed?"
        answer = second.ask(question)
        assert [note.kind for note in answer.notes] == ["read only"]
        assert first.ask(question).notes == ()
        assert answer.sentences == first.ask(question).sentences
        assert [note.kind for note in second.ask("").notes] == ["read only"]


@pytest.mark.usefixtures("hashing")
def test_closing_an_assistant_lets_its_folder_go_and_can_be_done_twice(briefings: Path) -> None:
    assistant = Assistant(briefings)
    assistant.close()
    assistant.close()
    with Assistant(briefings, settings=OPEN) as again:
        assert again.ask("Lorne?").notes == ()


def test_an_index_that_was_given_is_not_closed(index: Index, briefings: Path) -> None:
    with Assistant(index):
        pass
    assert index.sync(briefings).added


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        Assistant(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="is not a folder"):
        Assistant(SEEDS / "2024-01-03-kerman-bombing.md")


def test_a_folder_that_cannot_hold_its_index_says_to_keep_it_elsewhere(briefings: Path) -> None:
    (briefings / OWN).write_text("in the way", encoding="utf-8")
    with pytest.raises(FolderError, match=r"Index\.open\('somewhere'\)"):
        Assistant(briefings)


@pytest.mark.usefixtures("hashing")
def test_where_the_first_sync_fails_the_folder_is_let_go(briefings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Index, "sync", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            Assistant(briefings)
    with Assistant(briefings, settings=OPEN) as assistant:
        assert assistant.ask("Lorne?").notes == ()


def test_settings_limit_the_quotes(samples: Index) -> None:
    for most in (1, 2):
        answer = Assistant(samples, settings=replace(OPEN, sentences=most)).ask("What has China urged?")
        assert 1 <= len(answer.sentences) <= most
