"""Answering from briefings: `Assistant(index).ask(question)`.

Every public name is here; the modules are the stages a question goes through: question, evidence, answerability, then
extractive or generative with attribution, and citing; assistant composes them.
"""

from qa.assistant import Assistant
from qa.llm import LLM, load_llm
from qa.records import Answer, Citation, Message, Note, Sentence, Turn, Verdict
from qa.settings import QASettings

__all__ = [
    "LLM",
    "Answer",
    "Assistant",
    "Citation",
    "Message",
    "Note",
    "QASettings",
    "Sentence",
    "Turn",
    "Verdict",
    "load_llm",
]
