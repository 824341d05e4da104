"""Rebuild index/model from the upstream all-MiniLM-L6-v2 weights: `python scripts/build_embedder.py FOLDER`.

FOLDER holds the upstream `model.safetensors` and `tokenizer.json`; index/model/README.md says where they come from.
The same weights give the same bytes. With `--compare FILE` the vectors of a file of sentences, one a line, are compared
with those of the upstream weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TARGET = Path(__file__).parent.parent / "index" / "model"
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
WINDOW = 256
FUSED = "com.microsoft"

Weights = dict[str, np.ndarray]


class Graph:
    """An ONNX graph under construction: matrices stored in 8 bits a weight, all arithmetic in float32."""

    def __init__(self, weights: Weights, *, packed: bool) -> None:
        self.weights = weights
        self.packed = packed
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: object) -> str:
        """Append a node, named after its first output."""
        self.nodes.append(helper.make_node(kind, inputs, outputs, outputs[0], domain=domain, **attributes))
        return outputs[0]

    def constant(self, name: str, values: np.ndarray) -> str:
        """A tensor stored as it is."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def vector(self, name: str) -> str:
        """One of the upstream biases or norms."""
        return self.constant(name, self.weights[name])

    def matrix(self, name: str, values: np.ndarray, *, axis: int) -> str:
        """A matrix in int8, one scale to each slice along `axis`; the session unpacks it once, when it is made."""
        if not self.packed:
            return self.constant(name, values)
        scale = np.abs(values).max(axis=axis, keepdims=True).astype(np.float32) / np.float32(127)
        packed = self.constant(f"{name}.packed", np.rint(values / scale).astype(np.int8))
        wide = self.node("Cast", [packed], [f"{name}.wide"], to=TensorProto.FLOAT)
        return self.node("Mul", [wide, self.constant(f"{name}.scale", scale)], [name])

    def dense(self, name: str, source: str) -> str:
        """Multiply by one upstream weight matrix; its bias is added by the node that follows."""
        weight = self.matrix(f"{name}.weight", self.weights[f"{name}.weight"].T, axis=0)
        return self.node("MatMul", [source, weight], [f"{name}.product"])

    def add_and_norm(self, name: str, source: str, residual: str) -> str:
        """Bias, residual and layer norm in one node, as ONNX Runtime fuses them."""
        inputs = [source, residual, *(self.vector(f"{name}.{part}") for part in ("LayerNorm.weight", "LayerNorm.bias"))]
        inputs.append(self.vector(f"{name}.dense.bias"))
        return self.node("SkipLayerNormalization", inputs, [f"{name}.out"], FUSED, epsilon=EPSILON)


def embed(graph: Graph) -> str:
    """Word, position and (always the first) segment embedding, normalised."""
    weights, name = graph.weights, "embeddings"
    words = graph.matrix(f"{name}.words", weights[f"{name}.word_embeddings.weight"], axis=1)
    positions = weights[f"{name}.position_embeddings.weight"] + weights[f"{name}.token_type_embeddings.weight"][0]
    inputs = ["input_ids", "", words, graph.constant(f"{name}.positions", positions), ""]
    inputs += [graph.vector(f"{name}.LayerNorm.weight"), graph.vector(f"{name}.LayerNorm.bias")]
    return graph.node("EmbedLayerNormalization", inputs, [f"{name}.out", "unused"], FUSED, epsilon=EPSILON)


def attend(graph: Graph, layer: str, source: str) -> str:
    """Self-attention with query, key and value in one product."""
    parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    joined = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    inputs = [source, graph.matrix(f"{layer}.joined", joined, axis=0), graph.constant(f"{layer}.joined.bias", bias)]
    context = graph.node("Attention", [*inputs, "attention_mask"], [f"{layer}.context"], FUSED, num_heads=HEADS)
    return graph.add_and_norm(
        f"{layer}.attention.output", graph.dense(f"{layer}.attention.output.dense", context), source
    )


def feed_forward(graph: Graph, layer: str, source: str) -> str:
    """The two dense layers with a GELU between them."""
    wide = graph.dense(f"{layer}.intermediate.dense", source)
    active = graph.node(
        "BiasGelu", [wide, graph.vector(f"{layer}.intermediate.dense.bias")], [f"{layer}.active"], FUSED
    )
    return graph.add_and_norm(f"{layer}.output", graph.dense(f"{layer}.output.dense", active), source)


def build(weights: Weights, *, packed: bool = True) -> onnx.ModelProto:
    """Token ids and mask in, one vector a token out."""
    graph = Graph(weights, packed=packed)
    hidden = embed(graph)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        hidden = feed_forward(graph, layer, attend(graph, layer, hidden))
    graph.node("Identity", [hidden], ["token_vectors"])
    tokens = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    vectors = helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, ["batch", "length", 384])
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", tokens, [vectors], graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=8, producer_name="briefings")


def tokenizer(folder: Path) -> str:
    """The upstream tokenizer, cutting at the window the model was trained with and leaving padding to the caller."""
    settings = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    settings["truncation"] = {"direction": "Right", "max_length": WINDOW, "strategy": "LongestFirst", "stride": 0}
    settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def compare(folder: Path, sentences: list[str]) -> None:
    """Print the least and the mean cosine between the shipped model and the upstream weights, both in float32."""
    reference = onnxruntime.InferenceSession(
        build(load_file(folder / "model.safetensors"), packed=False).SerializeToString()
    )
    shipped = onnxruntime.InferenceSession(str(TARGET / "minilm.onnx"))
    encode = Tokenizer.from_file(str(TARGET / "tokenizer.json")).encode
    cosines = []
    for sentence in sentences:
        ids = np.array([encode(sentence).ids], np.int32)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        one, other = (session.run(None, feed)[0][0].mean(axis=0) for session in (reference, shipped))
        cosines.append(float(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))
    print(f"{len(cosines)} sentences: cosine at least {min(cosines):.5f}, in the mean {np.mean(cosines):.5f}")


def main() -> None:
    """Check the weights, write the two files, print their hashes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--compare", type=Path, metavar="FILE")
    options = parser.parse_args()
    weights = options.folder / "model.safetensors"
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        sys.exit(f"{weights} is not the upstream file: its sha256 is {found}, not {WEIGHTS_SHA256}")
    if options.compare:
        return compare(options.folder, options.compare.read_text(encoding="utf-8").splitlines())
    model = build(load_file(weights)).SerializeToString(deterministic=True)
    (TARGET / "minilm.onnx").write_bytes(model)
    (TARGET / "tokenizer.json").write_text(tokenizer(options.folder), encoding="utf-8")
    for name in ("minilm.onnx", "tokenizer.json"):
        content = (TARGET / name).read_bytes()
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  {len(content):,} bytes")


if __name__ == "__main__":
    main()
