"""The index as a llama-index retriever."""

from __future__ import annotations

from index import Index


def test_nodes_carry_the_passage_and_where_it_stands(samples: Index) -> None:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore

    retriever = samples.as_retriever(limit=4)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("What was hit in Erbil?")
    hits = samples.search("What was hit in Erbil?", limit=4)
    assert len(nodes) == 4
    for node, hit in zip(nodes, hits, strict=True):
        assert isinstance(node, NodeWithScore)
        assert (node.score, node.text, node.node_id) == (hit.score, hit.passage.text, hit.passage.id)
        where = node.metadata
        assert samples.text(where["document_id"])[where["start"] : where["end"]] == node.text
        assert (where["title"], where["source"]) == (hit.document.title, hit.document.source)
        assert where["published"] == (hit.document.published.isoformat() if hit.document.published else None)
