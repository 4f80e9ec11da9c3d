"""The libraries that Trove's encoders are compared with, each behind the same call.

A library is imported when its peer is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from works import Work


@dataclass(frozen=True)
class Peer:
    title: str
    package: str
    precision: str
    file: str | None
    """Ending of the exported file that it runs; nil where it runs the PyTorch module itself."""
    make: Callable[..., Callable]
    """(path of the file, or the module; threads) → function of a batch."""

    def file_of(self, work: Work) -> str | None:
        return "static.onnx" if work.is_convolutional and self.precision == "int8" else self.file


def onnxruntime(path: Path, threads: int):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda batch: session.run(None, {"x": batch})


def openvino(hint: str):
    def make(path: Path, threads: int):
        from openvino import Core

        core = Core()
        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": hint,
        }
        request = core.compile_model(core.read_model(path), "CPU", settings).create_infer_request()
        return lambda batch: request.infer({0: batch})

    return make


def torch(precision: str):
    def make(network, threads: int):
        import torch

        torch.set_num_threads(threads)
        kind = torch.bfloat16 if precision == "bf16" else torch.float32
        network = network.to(kind)

        def run(batch):
            batch = torch.from_numpy(batch)
            with torch.inference_mode():
                return network(batch.to(kind) if batch.is_floating_point() else batch)

        return run

    return make


PEERS = {
    "ort-f32": Peer("ONNX Runtime", "onnxruntime", "f32", "onnx", onnxruntime),
    "openvino-f32": Peer("OpenVINO", "openvino", "f32", "onnx", openvino("f32")),
    "torch-f32": Peer("PyTorch", "torch", "f32", None, torch("f32")),
    "openvino-bf16": Peer("OpenVINO", "openvino", "bf16", "onnx", openvino("bf16")),
    "torch-bf16": Peer("PyTorch", "torch", "bf16", None, torch("bf16")),
    "ort-int8": Peer("ONNX Runtime", "onnxruntime", "int8", "dynamic.onnx", onnxruntime),
    "openvino-int8": Peer("OpenVINO", "openvino", "int8", "static.onnx", openvino("f32")),
}
