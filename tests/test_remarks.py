"""Notes on an answer: what differs, what is missing, what has no date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index import Index
from qa import Answer, Assistant


def ask(index: Index, folder: Path, question: str, **files: str) -> Answer:
    """The answer from a folder of these files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    index.sync(folder)
    return Assistant(index).ask(question)


def dated(day: str, text: str) -> str:
    return f"---\ntitle: Desk note\npublished: {day}\n---\n{text}\n"


def kinds(answer: Answer) -> list[str]:
    return [note.kind for note in answer.notes]


QUESTION = "How many people did the storm in Tarn kill?"
MORE = " The harbour of Lorne was shut. Wheat grew dear."


def test_a_later_figure_updates_an_earlier_one_and_both_are_cited(index: Index, tmp_path: Path) -> None:
    first = dated("2024-01-03", "The storm in Tarn killed 84 people." + MORE)
    later = dated("2024-01-05", "The storm in Tarn killed 95 people." + MORE)
    answer = ask(index, tmp_path / "notes", QUESTION, a=first, b=later)
    assert not answer.refused and "updated" in kinds(answer)
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "84" in quotes and "95" in quotes
    (note,) = (note for note in answer.notes if note.kind == "updated")
    assert note.text.index("84") < note.text.index("95") and "5 January 2024" in note.text


def test_figures_of_one_day_contradict_each_other(index: Index, tmp_path: Path) -> None:
    one = dated("2024-01-03", "The storm in Tarn killed 84 people." + MORE)
    other = dated("2024-01-03", "The storm in Tarn killed 95 people." + MORE)
    assert "disagreement" in kinds(ask(index, tmp_path / "notes", QUESTION, a=one, b=other))


def test_briefings_that_agree_are_not_noted(index: Index, tmp_path: Path) -> None:
    one = dated("2024-01-03", "The storm in Tarn killed 84 people." + MORE)
    other = dated("2024-01-04", "In Tarn the storm killed eighty-four people." + MORE)
    assert kinds(ask(index, tmp_path / "notes", QUESTION, a=one, b=other)) == []


def test_a_name_that_nothing_mentions_is_noted_beside_the_answer(samples: Index) -> None:
    answer = Assistant(samples).ask("What have China and Portugal urged?", asked=date(2024, 1, 29))
    assert not answer.refused
    assert [note.text for note in answer.notes if note.kind == "missing"] == [
        "Nothing found mentions “Portugal”: that part of the question is not answered."
    ]
