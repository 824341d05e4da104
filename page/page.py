"""Builds the page: a conversation, the box for the next question, the other places, and the source panel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import gradio as gr
from gradio.events import api

from index.errors import BriefingError, NotFound
from page import frame, words
from page.asked import Asked, default_asked
from page.chat import Conversation, converse, stopped
from page.conversation import conversation as conversation_html
from page.examples import examples, instead, suggesting, with_instead
from page.exchange import Exchange
from page.keeper import Keeper
from page.limits import SOURCES_SHOWN, control, read_limits
from page.programs import Wanted, answer_as_json
from page.shelf import Shelf
from qa import Assistant

CONVERSATION_SCRIPT = """element.addEventListener('click', event => {
    const example = event.target.closest('button.example');
    if (example) trigger('select', {value: example.textContent});
});"""


def build_page(assistant: Assistant, *, shelf: Shelf, keeper: Keeper) -> Any:
    """The page as Gradio `Blocks`, answering from one assistant."""
    page = Page(assistant, shelf, keeper)
    with gr.Blocks(title=words.common.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        page.lay_out()
        page.connect(blocks)
    return blocks


class Page:
    """The components of the page and what happens between them."""

    def __init__(self, assistant: Assistant, shelf: Shelf, keeper: Keeper) -> None:
        self.assistant = assistant
        self.shelf = shelf
        self.keeper = keeper

    def lay_out(self) -> None:
        """Place the components."""
        self.masthead = plain(frame.masthead(None, None, self.assistant.model_note), "masthead")
        self.exchanges = gr.State(())
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                self.conversation = gr.HTML(
                    elem_id="conversation", js_on_load=CONVERSATION_SCRIPT, apply_default_css=False
                )
                self.question = gr.Textbox(
                    elem_id="question",
                    label=words.ask.QUESTION_LABEL,
                    placeholder=words.ask.QUESTION_PLACEHOLDER,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    submit_btn=True,
                    html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
                )
                with gr.Row(elem_id="under"):
                    self.limits = gr.HTML(
                        "",
                        elem_id="limits",
                        html_template="${control}",
                        js_on_load=frame.asset("limits.js"),
                        apply_default_css=False,
                        control="",
                    )
                    self.fresh = gr.Button(words.ask.NEW_CONVERSATION, elem_id="fresh", size="sm", variant="secondary")
            plain(frame.place(), "elsewhere")
            with gr.Column(elem_id="side"):
                plain(frame.panel(), "panel")

    def connect(self, blocks: gr.Blocks) -> None:
        """Say what happens on each event."""
        talk = [self.question, self.exchanges, self.conversation]
        # "multiple": the browser would otherwise hold the next question back until a stopped answer's step is over.
        run: dict[str, Any] = {"concurrency_limit": 4, "trigger_mode": "multiple", **quiet()}
        shown = [self.masthead, self.conversation, self.limits, self.exchanges]
        blocks.load(self.opened, outputs=shown, **quiet())
        asking = self.question.submit(self.answered, [self.question, self.exchanges, self.limits], talk, **run)
        example = self.conversation.select(self.example_answered, [self.exchanges, self.limits], talk, **run)
        # Cancelled first: a snapshot that came in between would start the answer again.
        halted = self.question.stop(None, cancels=[asking, example], queue=False, **quiet())
        halted.then(self.stopped, [self.exchanges], talk, queue=False, **quiet())
        restarted = self.fresh.click(None, cancels=[asking, example], queue=False, **quiet())
        restarted.then(self.started_over, None, talk, queue=False, **quiet())
        api(self.ask, api_name="ask", concurrency_limit=4)

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        """What the page shows first; the state of the index may have changed since it was built."""
        documents = self.shelf.documents()
        masthead = frame.masthead(self.shelf.span(), len(documents), self.assistant.model_note)
        limits = gr.HTML(control=control(self.default(), self.shelf.sources(SOURCES_SHOWN)))
        named = request.query_params.get("conversation", "")
        exchanges, note = self.reopened(int(named)) if named.isdecimal() and len(named) < 19 else ((), "")
        shown = conversation_html(exchanges) if exchanges else frame.welcome(examples(documents), note=note)
        return masthead, shown, limits, exchanges

    def reopened(self, conversation: int) -> tuple[Conversation, str]:
        """A kept conversation, or why it cannot be opened."""
        try:
            return self.keeper.reopen(conversation), ""
        except NotFound:
            return (), words.kept.LOST
        except BriefingError as error:
            return (), str(error)

    def answered(self, question: str, exchanges: Conversation, chosen: str) -> Iterator[tuple[Any, ...]]:
        """Answer a question, as growing snapshots of the conversation."""
        if not question.strip() or (exchanges and exchanges[-1].running):
            yield gr.skip(), gr.skip(), gr.skip()
            return
        limits = read_limits(chosen, default=self.default())
        box = question_box(running=True)
        for snapshot in converse(
            self.assistant, exchanges, question.strip(), asked=limits.asked.day, where=limits.where
        ):
            if not snapshot[-1].running:
                box = question_box(running=False)
                ended = self.completed(snapshot[-1], asked=limits.asked.day)
                snapshot = (*exchanges, self.keeper.keep(exchanges, ended))
            yield box, snapshot, conversation_html(snapshot)
            box = gr.skip()  # what is typed while an answer grows stays

    def completed(self, exchange: Exchange, *, asked: date) -> Exchange:
        """An exchange as it ended; where it was refused, with questions that can be answered."""
        answer = exchange.answer
        if answer is None or not answer.refused or exchange.failure:
            return exchange
        others = instead(self.assistant, answer.hits, self.shelf.documents(), asked=asked)
        return suggesting(replace(exchange, answer=with_instead(answer, others)), self.assistant.index)

    def example_answered(self, exchanges: Conversation, chosen: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer an example question that was chosen on the page."""
        yield from self.answered(str(event.value), exchanges, chosen)

    def stopped(self, exchanges: Conversation) -> tuple[Any, ...]:
        """Leave the answer as it stands."""
        ended = stopped(exchanges)
        if ended is not exchanges and (answer := ended[-1].answer) and (answer.sentences or answer.refused):
            ended = (*ended[:-1], self.keeper.keep(ended[:-1], ended[-1]))
        return question_box(running=False), ended, conversation_html(ended)

    def started_over(self) -> tuple[Any, ...]:
        """An empty conversation."""
        return question_box(running=False), (), frame.welcome(examples(self.shelf.documents()))

    def default(self) -> Asked:
        """The day a question is asked on where nobody chose one."""
        return default_asked(self.shelf.newest(), today=date.today())

    def ask(
        self,
        question: str,
        asked: str | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        sources: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer one question that stands alone, for programs: the JSON form of the answer.

        What limits it is as in POST /api/ask: dates are ISO 8601, such as 2024-01-29; `sources` are names.
        """
        try:
            wanted = Wanted(question, asked, published_from, published_to, sources)
            return answer_as_json(self.assistant, self.shelf, wanted)
        except (BriefingError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from error


def plain(html: str, name: str) -> Any:
    """A part of the page that is our own HTML and nothing else."""
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


def quiet() -> dict[str, Any]:
    """Settings of every event of the page itself: no spinner over the text, no public endpoint."""
    return {"show_progress": "hidden", "api_visibility": "private"}


def question_box(*, running: bool) -> Any:
    """The box for the next question; its button stops an answer that is running."""
    if running:
        return gr.Textbox(value="", submit_btn=False, stop_btn=True)
    return gr.Textbox(submit_btn=True, stop_btn=False)
