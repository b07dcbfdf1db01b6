"""Models of a few thousand random weights, written as sentence-transformers reads them: no network, no download."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import WordLevel
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_WORDS = (
    "sở",
    "y",
    "tế",
    "công",
    "thương",
    "chủ",
    "trì",
    "phối",
    "hợp",
    "báo",
    "cáo",
    "kinh",
    "phí",
    "ai",
    "query:",
    "passage:",
)


def _config() -> BertConfig:
    return BertConfig(
        vocab_size=len(_SPECIAL) + len(_WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )


def _write_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(_SPECIAL + _WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=64,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)


def write_sentence_model(folder: Path) -> Path:
    """Write a sentence model of 16 dimensions; sentence-transformers pools its tokens by their mean."""
    torch.manual_seed(4655)
    BertModel(_config()).save_pretrained(folder)
    _write_tokenizer(folder)
    return folder


def write_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Write a cross-encoder with ``labels`` scores a pair."""
    torch.manual_seed(4655)
    config = _config()
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    _write_tokenizer(folder)
    return folder
