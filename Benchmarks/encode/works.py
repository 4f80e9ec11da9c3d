"""What is compared: a network, its input and how Trove is asked for the same.

Free of the peers' packages, so that the driver stays small.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    title: str
    network: str
    """A class of networks.py."""
    modality: str
    is_clip: bool
    """Of the CLIP folder rather than of the starter space."""
    shape: tuple[int, ...]
    """Of an item, without the batch."""
    tokens: int | None = None
    """Where an item is a text: below which number its tokens are."""
    precisions: tuple[str, ...] = ("f32", "bf16", "int8")
    is_convolutional: bool = False
    """Its convolutions are what int8 is made of. ONNX Runtime has fast ones for static quantisation
    alone."""


WORKS = {
    "clip-image": Work("CLIP ViT-B/32, pictures", "CLIPImages", "image", True, (3, 224, 224)),
    "clip-text": Work("CLIP ViT-B/32, texts of 77 tokens", "CLIPTexts", "text", True, (77,), 500),
    "starter-text": Work(
        "MiniLM, texts of 77 tokens", "MiniLM", "text", False, (77,), 30_000
    ),
    "starter-image": Work(
        "EfficientNet-lite0, pictures of 256 px", "Photos", "image", False, (3, 256, 256),
        precisions=("f32", "bf16"),
    ),
    "starter-audio": Work(
        "aiSFX, 2.5 s of sound", "Sounds", "audio", False, (100, 96), is_convolutional=True
    ),
}
