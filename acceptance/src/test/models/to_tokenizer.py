"""Writes the tokenizer of a GGUF file as Hugging Face has them: to_tokenizer.py FILE.gguf FOLDER

It needs gguf and tokenizers.
"""

import json
import sys
from pathlib import Path

from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

CONTROL = 3  # The type of special tokens in GGUF.


def field(reader, key):
    return reader.fields[key].contents()


def write_tokenizer(reader, path):
    tokens, kinds = field(reader, "tokenizer.ggml.tokens"), field(reader, "tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ")) for merge in field(reader, "tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token, kind in zip(tokens, kinds) if kind == CONTROL])
    tokenizer.save(str(path / "tokenizer.json"))
    special = {f"{name}_token": tokens[field(reader, f"tokenizer.ggml.{name}_token_id")] for name in ("bos", "eos")}
    (path / "tokenizer_config.json").write_text(
        json.dumps(special | {"tokenizer_class": "PreTrainedTokenizerFast", "chat_template": field(reader, "tokenizer.chat_template")}, indent=2))


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(GGUFReader(sys.argv[1]), folder)
