"""Writes one network, CLIP ViT-B/32 at 256 pixels with seeded random weights, as rclip and as Trove
read it. What it finds means nothing; its time and memory are those of the real thing.

    models.py --vocabulary bpe_simple_vocab_16e6.txt.gz --rclip DIR --trove DIR

The vocabulary is CLIP's own, as the package open_clip_torch has it.
"""

import argparse
import gzip
import shutil
from pathlib import Path

import torch
from transformers import CLIPConfig, CLIPModel, CLIPTokenizer
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

SIDE = 256
TOKENS = 49408
MERGES = TOKENS - 2 * 256 - 2
"""The vocabulary's file has more than the networks know."""
RCLIP_FOLDER = "ViT-B-32-256-datacomp_s34b_b86k"


class Pictures(torch.nn.Module):
    def __init__(self, model: CLIPModel):
        super().__init__()
        self.model = model

    def forward(self, pixels):
        return self.model.get_image_features(pixel_values=pixels).pooler_output


class Texts(torch.nn.Module):
    def __init__(self, model: CLIPModel):
        super().__init__()
        self.model = model

    def forward(self, tokens):
        return self.model.get_text_features(input_ids=tokens).pooler_output


def byte_characters() -> list[str]:
    """The printable character that stands for each byte, in the order of CLIP's vocabulary."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + index) for index in range(len(others))]


def tokenizer(vocabulary: Path) -> CLIPTokenizer:
    lines = gzip.decompress(vocabulary.read_bytes()).decode().split("\n")
    merges = [tuple(line.split()) for line in lines[1 : MERGES + 1]]
    characters = byte_characters()
    words = characters + [character + "</w>" for character in characters]
    words += ["".join(pair) for pair in merges] + ["<|startoftext|>", "<|endoftext|>"]
    assert len(words) == TOKENS
    ids = {word: number for number, word in enumerate(words)}
    return CLIPTokenizer(vocab=ids, merges=merges, model_max_length=77)


def export(network: torch.nn.Module, example: torch.Tensor, path: Path) -> None:
    torch.onnx.export(
        network, (example,), path, input_names=["input"], output_names=["output"],
        dynamic_axes={"input": {0: "count"}, "output": {0: "count"}}, opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--rclip", type=Path, required=True)
    parser.add_argument("--trove", type=Path, required=True)
    options = parser.parse_args()
    words = tokenizer(options.vocabulary)
    config = CLIPConfig(
        vision_config={"image_size": SIDE, "patch_size": 32},
        text_config={
            "vocab_size": TOKENS, "bos_token_id": words.bos_token_id,
            "eos_token_id": words.eos_token_id, "pad_token_id": words.pad_token_id,
        },
        attn_implementation="eager",
    )
    torch.manual_seed(0)
    model = CLIPModel(config).eval()
    side = {"height": SIDE, "width": SIDE}
    processor = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size=side)
    for part in (model, words, processor):
        part.save_pretrained(options.trove)
    folder = options.rclip / RCLIP_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (options.rclip / "tokenizer").mkdir(exist_ok=True)
    shutil.copy(options.vocabulary, options.rclip / "tokenizer" / "bpe_simple_vocab_16e6.txt.gz")
    export(Pictures(model), torch.randn(1, 3, SIDE, SIDE), folder / "visual.onnx")
    export(Texts(model), torch.randint(1, 400, (1, 77)), folder / "textual.onnx")


if __name__ == "__main__":
    main()
