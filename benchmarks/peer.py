"""The same briefings through llama-index's IngestionPipeline into Chroma, with the same vectors and settings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.world import PASSAGES, World
from index.settings import IndexSettings


def pipeline(place: Path, size: int) -> dict[str, Any]:
    """Passages a second; files are read and cut by llama-index's own reader and splitter."""
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    world = World()

    class Made(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            return world.get_query_embedding(text)

        def _get_query_embedding(self, query: str) -> list[float]:
            return world.get_query_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return world.get_query_embedding(query)

    if not (place / "files").exists():
        world.write(place / "files", size // PASSAGES)
    store = str(place / "peer")
    settings = Settings.model_construct(is_persistent=True, persist_directory=store, anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=store, settings=settings)
    hnsw = {"space": "cosine", "ef_search": IndexSettings().chroma_search}
    passages = client.create_collection("passages", embedding_function=None, configuration={"hnsw": hnsw})
    splitter = SentenceSplitter(chunk_size=120, chunk_overlap=0, tokenizer=str.split)
    began = time.perf_counter()
    documents = SimpleDirectoryReader(str(place / "files"), recursive=True).load_data()
    steps = IngestionPipeline(
        transformations=[splitter, Made(embed_batch_size=64)], vector_store=ChromaVectorStore(passages)
    )
    for first in range(0, len(documents), 500):  # all at once is over Chroma's limit for one call
        steps.run(documents=documents[first : first + 500])
    seconds = time.perf_counter() - began
    return {"passages": passages.count(), "a second": round(passages.count() / seconds)}
