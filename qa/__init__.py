"""Answering from briefings: `Assistant(index).ask(question)`.

Every public name is here; the modules are the stages a question goes through: question, evidence, answerability, then
extractive or generative with attribution, and citing; assistant composes them. What is kept of it: conversations,
standing, exported, imported, verifying, evaluation.
"""

from qa.assistant import Assistant
from qa.conversations import Conversations
from qa.evaluation import write_evaluation_set
from qa.exported import export_text
from qa.kept import Conversation, Feedback, KeptExchange, kept_exchange
from qa.llm import LLM, load_llm
from qa.records import Answer, Citation, Message, Note, Sentence, Turn, Verdict
from qa.settings import QASettings
from qa.standing import standings
from qa.verifying import check_file

__all__ = [
    "LLM",
    "Answer",
    "Assistant",
    "Citation",
    "Conversation",
    "Conversations",
    "Feedback",
    "KeptExchange",
    "Message",
    "Note",
    "QASettings",
    "Sentence",
    "Turn",
    "Verdict",
    "check_file",
    "export_text",
    "kept_exchange",
    "load_llm",
    "standings",
    "write_evaluation_set",
]
