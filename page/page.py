"""Builds the page: a conversation, the box for the next question, and the source panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import gradio as gr
from gradio.events import api

from index.errors import BriefingError
from page import frame, words
from page.asked import Asked, chosen_asked, default_asked
from page.chat import Conversation, converse, stopped
from page.examples import examples
from page.markup import conversation as conversation_html
from qa import Assistant

# The value is the day that was chosen, empty for the default; value and day are ISO dates, the note is our own words.
ASKED_TEMPLATE = """<label><span class="asked-note">${note}</span>
<input type="date" value="${value || day}" title="${hint}" aria-label="${hint}"></label>"""

ASKED_SCRIPT = """element.addEventListener('change', event => {
    props.value = event.target.value;
    if (!event.target.value) event.target.value = props.day;
    trigger('input');
});"""

CONVERSATION_SCRIPT = """element.addEventListener('click', event => {
    const example = event.target.closest('button.example');
    if (example) trigger('select', {value: example.textContent});
});"""


def build_page(assistant: Assistant) -> Any:
    """The page as Gradio `Blocks`, answering from one assistant."""
    page = Page(assistant)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as blocks:
        page.lay_out()
        page.connect(blocks)
    return blocks


class Page:
    """The components of the page and what happens between them."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def lay_out(self) -> None:
        """Place the components."""
        self.masthead = gr.HTML(elem_id="masthead", js_on_load=None, apply_default_css=False)
        self.exchanges = gr.State(())
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                self.conversation = gr.HTML(
                    elem_id="conversation", js_on_load=CONVERSATION_SCRIPT, apply_default_css=False
                )
                self.question = gr.Textbox(
                    elem_id="question",
                    label=words.QUESTION_LABEL,
                    placeholder=words.QUESTION_PLACEHOLDER,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    submit_btn=True,
                    html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
                )
                with gr.Row(elem_id="under"):
                    self.asked = gr.HTML(
                        "",
                        elem_id="asked",
                        html_template=ASKED_TEMPLATE,
                        js_on_load=ASKED_SCRIPT,
                        apply_default_css=False,
                        day="",
                        note="",
                        hint=words.ASKED_LABEL,
                    )
                    self.fresh = gr.Button(words.NEW_CONVERSATION, elem_id="fresh", size="sm", variant="secondary")
            with gr.Column(elem_id="side"):
                gr.HTML(frame.panel(), elem_id="panel", js_on_load=None, apply_default_css=False)

    def connect(self, blocks: gr.Blocks) -> None:
        """Say what happens on each event."""
        talk = [self.question, self.exchanges, self.conversation]
        grown = [*talk, self.asked]
        # "multiple": the browser would otherwise hold the next question back until a stopped answer's step is over.
        run: dict[str, Any] = {"concurrency_limit": 4, "trigger_mode": "multiple", **quiet()}
        blocks.load(self.opened, outputs=[self.masthead, self.conversation, self.asked], api_visibility="private")
        asking = self.question.submit(self.answered, [self.question, self.exchanges, self.asked], grown, **run)
        example = self.conversation.select(self.example_answered, [self.exchanges, self.asked], grown, **run)
        # Cancelled first: a snapshot that came in between would start the answer again.
        halted = self.question.stop(None, cancels=[asking, example], queue=False, **quiet())
        halted.then(self.stopped, [self.exchanges], talk, queue=False, **quiet())
        restarted = self.fresh.click(None, cancels=[asking, example], queue=False, **quiet())
        restarted.then(self.started_over, None, talk, queue=False, **quiet())
        self.asked.input(self.day_chosen, [self.asked], [self.asked], **quiet(), queue=False)
        api(self.ask, api_name="ask", concurrency_limit=4)

    def opened(self) -> tuple[str, str, Any]:
        """What the page shows first; the state of the index may have changed since it was built."""
        documents = list(self.assistant.index.documents())
        masthead = frame.masthead(documents, self.assistant.model_note)
        return masthead, frame.welcome(examples(documents)), asked_update(self.default())

    def answered(self, question: str, exchanges: Conversation, asked: str) -> Iterator[tuple[Any, ...]]:
        """Answer a question, as growing snapshots of the conversation."""
        if not question.strip() or (exchanges and exchanges[-1].running):
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        day = chosen_asked(asked, default=self.default())
        box, control = question_box(running=True), asked_update(day)
        for snapshot in converse(self.assistant, exchanges, question.strip(), asked=day.day):
            if not snapshot[-1].running:
                box = question_box(running=False)
            yield box, snapshot, conversation_html(snapshot), control
            box = control = gr.skip()  # what is typed or chosen while an answer grows stays

    def example_answered(self, exchanges: Conversation, asked: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """Answer an example question that was chosen on the page."""
        yield from self.answered(str(event.value), exchanges, asked)

    def stopped(self, exchanges: Conversation) -> tuple[Any, ...]:
        """Leave the answer as it stands."""
        ended = stopped(exchanges)
        return question_box(running=False), ended, conversation_html(ended)

    def started_over(self) -> tuple[Any, ...]:
        """An empty conversation."""
        return question_box(running=False), (), frame.welcome(examples(self.assistant.index.documents()))

    def day_chosen(self, asked: str) -> Any:
        """Say which day the next question is asked on."""
        return asked_update(chosen_asked(asked, default=self.default()))

    def default(self) -> Asked:
        """The day a question is asked on where nobody chose one."""
        newest = next(iter(self.assistant.index.documents()), None)
        return default_asked(newest.published if newest else None, today=date.today())

    def ask(self, question: str) -> dict[str, Any]:
        """Answer one question that stands alone, for programs: the JSON form of the answer."""
        try:
            return self.assistant.ask(question, asked=self.default().day).to_dict()
        except BriefingError as error:
            raise gr.Error(str(error), print_exception=False) from error


def quiet() -> dict[str, Any]:
    """Settings of every event of the page itself: no spinner over the text, no public endpoint."""
    return {"show_progress": "hidden", "api_visibility": "private"}


def question_box(*, running: bool) -> Any:
    """The box for the next question; its button stops an answer that is running."""
    if running:
        return gr.Textbox(value="", submit_btn=False, stop_btn=True)
    return gr.Textbox(submit_btn=True, stop_btn=False)


def asked_update(asked: Asked) -> Any:
    """The date control, set to a day."""
    day = asked.day.isoformat()
    return gr.HTML(
        value=day if asked.reason == "chosen" else "", day=day, note=words.as_of(asked.day, reason=asked.reason)
    )
