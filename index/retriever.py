"""The index as a llama-index retriever, for whoever has a pipeline already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.records import Hit

if TYPE_CHECKING:
    from index.index import Index


class BriefingRetriever(BaseRetriever):
    """Answers a llama-index query with the passages of an index."""

    def __init__(self, index: Index, limit: int) -> None:
        super().__init__()
        self._index = index
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in self._index.search(query_bundle.query_str, limit=self._limit)]


def as_retriever(index: Index, *, limit: int) -> BaseRetriever:
    """A retriever over an index; its nodes carry document id, title, date, source and offsets."""
    return BriefingRetriever(index, limit)


def _node(hit: Hit) -> NodeWithScore:
    passage, document = hit.passage, hit.document
    metadata = {
        "document_id": document.id,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "start": passage.start,
        "end": passage.end,
    }
    return NodeWithScore(node=TextNode(id_=passage.id, text=passage.text, metadata=metadata), score=hit.score)
