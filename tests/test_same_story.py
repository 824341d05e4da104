"""Briefings that tell one story in nearly the same words, as the page shows them."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

import app
from index import Index
from qa import Assistant


def test_the_panel_links_the_other_sources_of_a_story_and_the_library_marks_it(index: Index, briefings: Path) -> None:
    story = " ".join(f"On day {day} the harbour of Lorne counted {day * 7} ferries." for day in range(9))
    for day, desk in enumerate(("Wire", "Cou<b>rier", "Gazette"), start=1):
        head = f"---\npublished: 2024-05-0{day}\nsource: {desk}\n---\n"
        (briefings / f"{day}.md").write_text(f"{head}{desk} reports. {story} More in the {desk} of tomorrow.")
    index.sync(briefings)
    wire = next(document for document in index.documents() if document.source == "Wire")
    alone = next(document for document in index.documents() if document.title == "Monday note")
    with TestClient(app.build(Assistant(index)), base_url="http://127.0.0.1:7860") as client:
        panel = client.get(f"/panel/briefing/{wire.id}").text
        line = panel.split('class="same-story"')[1].split("</p>")[0]
        assert "The same story:" in line and "2 May 2024" in line and "3 May 2024" in line and "1 May" not in line
        assert line.count('class="opens"') == 2 and "<b>" not in line
        assert "same-story" not in client.get(f"/panel/briefing/{alone.id}").text
        rows = client.get("/library/rows").text
        assert rows.count("one story in 3 briefings") == 3
