"""The networks that are compared, in plain PyTorch, with the weights of a space's folder.

CLIP's towers give projected states, MiniLM its last states, EfficientNet-lite and aiSFX what
Trove's bridges read: features and logits.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

import weights

REFERENCES = Path(__file__).resolve().parents[2] / "Scripts" / "fixtures"
CONTEXT = 77
"""Tokens of a text: as many as CLIP reads, which Trove's 75 words fill."""


@dataclass(frozen=True)
class Layer:
    """Names of a transformer layer's parts."""

    attention: tuple[str, str, str, str]
    norms: tuple[str, str]
    feed_forward: tuple[str, str]
    heads: int
    epsilon: float
    activation: Callable[[torch.Tensor], torch.Tensor]
    norm_first: bool
    is_causal: bool = False


class Network(torch.nn.Module):
    def __init__(self, tensors: dict[str, torch.Tensor]):
        super().__init__()
        self.names = {name: name.replace(".", "_") for name in tensors}
        for name, tensor in tensors.items():
            self.register_parameter(
                self.names[name], torch.nn.Parameter(tensor, requires_grad=False)
            )

    def tensor(self, name: str) -> torch.Tensor:
        return getattr(self, self.names[name])

    def __getitem__(self, name: str) -> torch.Tensor:
        return self.tensor(name)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def linear(self, name: str, x: torch.Tensor) -> torch.Tensor:
        bias = self.tensor(name + ".bias") if name + ".bias" in self else None
        return F.linear(x, self.tensor(name + ".weight"), bias)

    def norm(self, name: str, epsilon: float, x: torch.Tensor) -> torch.Tensor:
        gain, bias = self.tensor(name + ".weight"), self.tensor(name + ".bias")
        return F.layer_norm(x, gain.shape, gain, bias, epsilon)

    def transform(self, layer: Layer, x: torch.Tensor) -> torch.Tensor:
        def attention(states):
            width = states.shape[-1]
            split = (-1, states.shape[1], layer.heads, width // layer.heads)
            query, key, value = (
                self.linear(name, states).reshape(split).transpose(1, 2)
                for name in layer.attention[:3]
            )
            mixed = F.scaled_dot_product_attention(query, key, value, is_causal=layer.is_causal)
            return self.linear(
                layer.attention[3], mixed.transpose(1, 2).reshape(-1, states.shape[1], width)
            )

        def feed_forward(states):
            return self.linear(
                layer.feed_forward[1], layer.activation(self.linear(layer.feed_forward[0], states))
            )

        for norm, step in zip(layer.norms, (attention, feed_forward)):
            if layer.norm_first:
                x = x + step(self.norm(norm, layer.epsilon, x))
            else:
                x = self.norm(norm, layer.epsilon, x + step(x))
        return x


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    return x * torch.sigmoid(1.702 * x)


class CLIPTower(Network):
    def __init__(self, folder: Path, tower: str):
        settings = json.loads((folder / "config.json").read_text())[f"{tower}_config"]
        everything = weights.read(folder / "model.safetensors")
        own = (f"{tower}_model.", "visual_projection" if tower == "vision" else "text_projection")
        super().__init__({name: each for name, each in everything.items() if name.startswith(own)})
        self.epsilon = settings["layer_norm_eps"]
        self.layers = [
            Layer(
                tuple(f"{part}.self_attn.{name}" for name in ("q_proj", "k_proj", "v_proj", "out_proj")),
                (f"{part}.layer_norm1", f"{part}.layer_norm2"),
                (f"{part}.mlp.fc1", f"{part}.mlp.fc2"),
                settings["num_attention_heads"],
                self.epsilon,
                quick_gelu,
                norm_first=True,
                is_causal=tower == "text",
            )
            for part in (
                f"{tower}_model.encoder.layers.{index}"
                for index in range(settings["num_hidden_layers"])
            )
        ]


class CLIPImages(CLIPTower):
    def __init__(self, folder: Path):
        super().__init__(folder, "vision")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        patches = self["vision_model.embeddings.patch_embedding.weight"]
        x = F.conv2d(x, patches, stride=patches.shape[-1]).flatten(2).transpose(1, 2)
        first = self["vision_model.embeddings.class_embedding"].expand(x.shape[0], 1, -1)
        x = torch.cat([first, x], 1) + self["vision_model.embeddings.position_embedding.weight"]
        x = self.norm("vision_model.pre_layrnorm", self.epsilon, x)
        for layer in self.layers:
            x = self.transform(layer, x)
        x = self.norm("vision_model.post_layernorm", self.epsilon, x[:, 0])
        return self.linear("visual_projection", x)


class CLIPTexts(CLIPTower):
    def __init__(self, folder: Path):
        super().__init__(folder, "text")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.embedding(x, self["text_model.embeddings.token_embedding.weight"])
        x = x + self["text_model.embeddings.position_embedding.weight"]
        for layer in self.layers:
            x = self.transform(layer, x)
        x = self.norm("text_model.final_layer_norm", self.epsilon, x[:, -1])
        return self.linear("text_projection", x)


class MiniLM(Network):
    def __init__(self, folder: Path):
        super().__init__(weights.read(folder / "text" / "model.safetensors"))
        settings = json.loads((folder / "text" / "config.json").read_text())
        self.epsilon = settings["layer_norm_eps"]
        self.layers = [
            Layer(
                tuple(
                    f"{part}.attention.{name}"
                    for name in ("self.query", "self.key", "self.value", "output.dense")
                ),
                (f"{part}.attention.output.LayerNorm", f"{part}.output.LayerNorm"),
                (f"{part}.intermediate.dense", f"{part}.output.dense"),
                settings["num_attention_heads"],
                self.epsilon,
                F.gelu,
                norm_first=False,
            )
            for part in (
                f"encoder.layer.{index}" for index in range(settings["num_hidden_layers"])
            )
        ]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        length = x.shape[1]
        x = F.embedding(x, self["embeddings.word_embeddings.weight"])
        x = x + self["embeddings.position_embeddings.weight"][:length]
        x = x + self["embeddings.token_type_embeddings.weight"][0]
        x = self.norm("embeddings.LayerNorm", self.epsilon, x)
        for layer in self.layers:
            x = self.transform(layer, x)
        return x.mean(1)


class Photos(Network):
    def __init__(self, folder: Path):
        super().__init__(weights.read(folder / "photos.safetensors"))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return references().efficientnet_lite(self, "lite0", x)


class Sounds(Network):
    def __init__(self, folder: Path):
        super().__init__(weights.read(folder / "sound.safetensors"))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = references().aisfx(self, x)
        return features, references().aisfx_head(self, features)


def references():
    if str(REFERENCES) not in sys.path:
        sys.path.append(str(REFERENCES))
    import reference_networks

    return reference_networks
