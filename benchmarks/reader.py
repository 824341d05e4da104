"""Does a trained reader see what the plain gate does not? `make train DATA=squad2.json` draws docs/learning.png.

The file is a part of SQuAD 2.0 (CC BY-SA 4.0), as for benchmarks/fit_gate.py; questions are asked of all, on no day. A
small transformer reads the built-in embedder's token vectors of a question and a passage: where the answer starts and
ends, and whether there is one. After each epoch it is measured on articles it has not seen, a question by its best
passage; the gate (qa/gate.json) on the same questions, though it was fitted with those articles too. Nothing learned
here is shipped: as a signal of the gate it helped on such articles and not on other sets. A run that was stopped goes
on after its last whole epoch (build/reader-*.pt).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from matplotlib import pyplot
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from torch.nn.utils.rnn import pad_sequence
from torch.optim.lr_scheduler import LambdaLR

from benchmarks.fit_gate import ANSWERED, SHARES, Paragraph, auroc, write_folder
from index import Filter, Index
from index.embedding import MODEL, MiniLM
from index.onnx import Model
from qa.answerability import probability, signals
from qa.evidence import gather
from qa.settings import QASettings

ROOT = Path(__file__).parent.parent
HELD_OUT = {"03", "13", "14", "15"}
MIDDLE = "encoder.layer.2.output.out"
READ = 3
INPUT, WIDTH, HEADS, HIDDEN, LAYERS, DROPOUT = 768, 192, 4, 512, 2, 0.15
BATCH, RATE, WARM = 32, 8e-4, 100

Tokens = tuple[np.ndarray, list[str], list[tuple[int, int]]]
"""A text as it is read: vectors (tokens, 768), words in lower case, characters; an empty one opens and closes."""
Curve = list[tuple[int, dict[str, float]]]
"""Examples seen, and the aurocs then."""


class Example(NamedTuple):
    """A question, a passage, the characters that answer; uncertain where it is from elsewhere and holds their words."""

    question: str
    passage: str
    answer: tuple[int, int] | None
    certain: bool


class Asked(NamedTuple):
    """A question as asked: the kind it was made as, its article, its passages, the gate's word if held out."""

    kind: str
    article: str
    found: list[Example]
    gate: float


class Reader(nn.Module):
    """Token vectors of a question and a passage -> scores of starts and ends, and the log odds of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Sequential(nn.LayerNorm(INPUT), nn.Dropout(DROPOUT), nn.Linear(INPUT, WIDTH))
        self.marks = nn.Embedding(5, WIDTH)
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, DROPOUT, "gelu", batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, LAYERS, nn.LayerNorm(WIDTH), enable_nested_tensor=False)
        self.ends, self.answers = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 1)

    def forward(self, vectors: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (rows, length, 2), the first token's for no answer, and log odds (rows,); bfloat16 where it pays."""
        able = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        with torch.autocast("cpu", torch.bfloat16, enabled=able):
            tokens = self.layers(self.narrow(vectors) + self.marks(marks), src_key_padding_mask=marks == 0)
            ends, answers = self.ends(tokens).float(), self.answers(tokens[:, 0])[:, 0].float()
        barred = marks < 3
        barred[:, 0] = False
        return ends.masked_fill(barred[..., None], -1e4), answers


def ask(index: Index, paragraphs: list[Paragraph]) -> Iterator[Asked]:
    """Each question as asked of the index and, if answerable, of the index without its paragraph or its article."""
    ids = {document.path: document.id for document in index.documents()}
    passages = QASettings().passages
    for paragraph in paragraphs:
        cuts = {"paragraph taken out": paragraph.name, "article taken out": paragraph.article}
        rest = {kind: tuple(ids[name] for name in ids if not name.startswith(cut)) for kind, cut in cuts.items()}
        for item in paragraph.questions:
            question, answers = item["question"], [one["text"] for one in item["answers"]]
            cut = random.Random(item["id"]).choice(list(cuts))
            for kind in ["lookalike"] if item["is_impossible"] else [ANSWERED, cut]:
                where = Filter(documents=rest[kind]) if kind in rest else None
                hits, found, gate = index.search(question, limit=passages, where=where), [], 0.0
                for hit in hits[:READ]:
                    text, home = hit.passage.text, kind == ANSWERED and hit.document.path == paragraph.name
                    spans = [(text.find(one), text.find(one) + len(one)) for one in answers if one in text]
                    found.append(Example(question, text, spans[0] if home and spans else None, home or not spans))
                if paragraph.article in HELD_OUT:
                    gate = probability(signals(question, hits, gather(index, question, hits), passages=passages))
                yield Asked(kind, paragraph.article, found, gate)


def encode(texts: list[str], folder: Path) -> dict[str, Tokens]:
    """The token vectors of texts, a middle layer beside the last; what is beyond the model's window is left out."""
    network = onnx.load(MODEL / "minilm.onnx")
    last = network.graph.output.pop().name
    network.graph.node.append(onnx.helper.make_node("Concat", [MIDDLE, last], ["both"], axis=-1))
    network.graph.output.append(onnx.helper.make_tensor_value_info("both", onnx.TensorProto.FLOAT, [None, None, INPUT]))
    onnx.save(network, folder / "both.onnx")
    model = Model(folder / "both.onnx", MODEL / "tokenizer.json", window=MiniLM.max_tokens + 2)
    made: dict[str, Tokens] = {}
    for window in model.token_vectors(texts):
        text, offsets = texts[window.text], [(0, 0), *window.offsets, (0, 0)]
        words = [text[start:end].lower() for start, end in offsets]
        made.setdefault(text, (window.vectors.astype(np.float16), words, offsets))
    return made


def collate(examples: list[Example], tokens: dict[str, Tokens]) -> tuple[Tensor, Tensor, Tensor]:
    """Vectors (rows, length, 768), marks (rows, length), and the answers' first and last tokens (rows, 2) or 0.

    A mark is 1 in the question and 3 in the passage, one more for a word that both have; zeros fill up.
    """
    vectors, marks, truth = [], [], []
    for one in examples:
        (asked, words, _), (read, others, offsets) = tokens[one.question], tokens[one.passage]
        both = set(words) & set(others)
        marks.append([1 + (word in both) for word in words] + [3 + (word in both) for word in others])
        vectors.append(torch.from_numpy(np.concatenate([asked, read])).float())
        (start, end), places = one.answer or (0, 0), enumerate(offsets, len(words))
        inside = [place for place, (first, last) in places if first < end and last > start]
        truth.append((inside[0], inside[-1]) if inside else (0, 0))
    filled = pad_sequence([torch.tensor(row) for row in marks], batch_first=True)
    return pad_sequence(vectors, batch_first=True), filled, torch.tensor(truth)


def draw(asked: list[Asked], epoch: int) -> list[list[Example]]:
    """An epoch's batches of about one length: all that answers, and for each question one passage that does not."""
    chance, drawn = random.Random(epoch), []
    for one in asked:
        drawn += [each for each in one.found if each.answer]
        wrong = [each for each in one.found if each.certain and not each.answer]
        drawn += chance.sample(wrong, min(1, len(wrong)))
    drawn.sort(key=lambda each: len(each.passage) + chance.uniform(0, 200))
    batches = [drawn[first : first + BATCH] for first in range(0, len(drawn), BATCH)]
    return chance.sample(batches, len(batches))


def measure(reader: Reader, asked: list[Asked], tokens: dict[str, Tokens]) -> tuple[dict[str, float], float]:
    """The aurocs, each question scored by its best passage, and how often an answer's likeliest start lies in it."""
    examples = sorted({one for each in asked for one in each.found}, key=lambda one: (len(one.passage), one[:2]))
    scores, right = {}, []
    for first in range(0, len(examples), 2 * BATCH):
        some = examples[first : first + 2 * BATCH]
        vectors, marks, truth = collate(some, tokens)
        with torch.inference_mode():
            ends, answers = reader.eval()(vectors, marks)
        scores.update(zip(some, answers.tolist(), strict=True))
        starts = ends[:, 1:, 0].argmax(dim=1) + 1
        right += ((truth[:, 0] <= starts) & (starts <= truth[:, 1]))[truth[:, 0] > 0].tolist()
    return aurocs([max(scores[one] for one in each.found) for each in asked], asked), float(np.mean(right))


def aurocs(scores: list[float], asked: list[Asked]) -> dict[str, float]:
    """For each kind of unanswerable question, the probability that an answered one scores above it."""
    values, kinds = np.array(scores), np.array([one.kind for one in asked])
    some = {kind: (kinds == ANSWERED) | (kinds == kind) for kind in SHARES}
    return {kind: round(auroc(values[some[kind]], kinds[some[kind]] == ANSWERED), 3) for kind in SHARES}


def train(asked: list[Asked], tokens: dict[str, Tokens], *, epochs: int, checkpoint: Path) -> Curve:
    """Go on from the checkpoint, or begin; the learning curve by epoch, each with its own seed."""
    torch.manual_seed(0)
    reader, curve = Reader(), []
    optimiser = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=0.05)
    schedule = LambdaLR(optimiser, lambda step: min((step + 1) / WARM, (WARM / (step + 1)) ** 0.5))
    parts = (reader, optimiser, schedule)
    if checkpoint.exists():
        *states, curve = torch.load(checkpoint)
        for part, state in zip(parts, states, strict=True):
            part.load_state_dict(state)
    learned, held = ([one for one in asked if (one.article in HELD_OUT) is out] for out in (False, True))
    for epoch in range(len(curve), epochs):
        torch.manual_seed(epoch)
        batches, losses = draw(learned, epoch), []
        for batch in batches:
            vectors, marks, truth = collate(batch, tokens)
            ends, answers = reader.train()(vectors, marks)
            loss = cross_entropy(ends[..., 0], truth[:, 0]) + cross_entropy(ends[..., 1], truth[:, 1])
            loss += 2 * binary_cross_entropy_with_logits(answers, (truth[:, 0] > 0).float())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        found, starts = measure(reader, held, tokens)
        curve.append(((curve[-1][0] if curve else 0) + sum(map(len, batches)), found))
        print(f"{curve[-1][0]} examples: loss {np.mean(losses):.3f}, {found}, starts {starts:.3f}", flush=True)
        checkpoint.parent.mkdir(exist_ok=True)
        torch.save([*(part.state_dict() for part in parts), curve], checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)
    return curve


def picture(curve: Curve, gate: dict[str, float], path: Path) -> None:
    """The aurocs by examples seen, and the gate's as dashed lines."""
    figure, axes = pyplot.subplots(figsize=(9, 5), dpi=100, layout="constrained")
    for colour, kind in zip(("tab:green", "tab:blue", "tab:red"), SHARES, strict=True):
        seen, found = [examples for examples, _ in curve], [said[kind] for _, said in curve]
        axes.plot(seen, found, color=colour, marker="o", label=f"reader, {kind}")
        axes.axhline(gate[kind], color=colour, linestyle="--", linewidth=1.2, label=f"gate, {kind}")
    axes.set(xlabel="examples seen", ylabel="auroc on articles held out", xlim=(0, None), ylim=(0.5, 1))
    figure.legend(frameon=False, ncols=3, loc="outside upper center")
    figure.savefig(path)


def main() -> None:
    """Ask and encode, then train with a line for each epoch, and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "learning.png", help="the picture")
    options = parser.parse_args()
    data = options.squad.read_bytes()
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "data") as index:
        texts = Path(folder) / "texts"
        texts.mkdir()
        paragraphs = write_folder(json.loads(data)["data"], texts)
        index.sync(texts)
        asked = list(ask(index, paragraphs))
        tokens = encode(sorted({text for one in asked for each in one.found for text in each[:2]}), Path(folder))
    held = [one for one in asked if one.article in HELD_OUT]
    gate = aurocs([one.gate for one in held], held)
    print(f"{len(asked)} questions asked, {len(held)} of them of articles held out; the gate: {gate}", flush=True)
    checkpoint = ROOT / "build" / f"reader-{hashlib.sha256(data).hexdigest()[:8]}.pt"
    picture(train(asked, tokens, epochs=options.epochs, checkpoint=checkpoint), gate, options.out)


if __name__ == "__main__":
    main()
