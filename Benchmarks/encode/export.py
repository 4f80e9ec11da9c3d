"""Writes a network as ONNX files: in 32 bits, and with 8-bit products in the two ways in which
ONNX Runtime makes them. Dynamic quantisation scales activations as they come, static quantisation
by what a few inputs gave; both have a scale for each output.

    export.py --work clip-image --folder SPACE --output DIR
"""

import argparse
from pathlib import Path

import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

import networks
from batches import batch
from works import WORKS, Work

PRODUCTS = ["MatMul", "Gemm"]
CONVOLUTIONS = ["Conv", "Gemm"]


class Calibration(CalibrationDataReader):
    def __init__(self, work: Work):
        self.batches = iter([{"x": batch(work, 2)}])

    def get_next(self):
        return next(self.batches, None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", choices=WORKS, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    work = WORKS[options.work]
    network = getattr(networks, work.network)(options.folder).eval()
    options.output.mkdir(parents=True, exist_ok=True)
    plain = options.output / f"{options.work}.onnx"
    torch.onnx.export(
        network,
        (torch.from_numpy(batch(work, 2)),),
        plain,
        input_names=["x"],
        dynamic_axes={"x": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    if "int8" not in work.precisions:
        return
    prepared = plain.with_suffix(".prepared.onnx")
    quant_pre_process(plain, prepared, skip_symbolic_shape=True)
    if not work.is_convolutional:
        quantize_dynamic(
            prepared,
            plain.with_suffix(".dynamic.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=PRODUCTS,
        )
    quantize_static(
        prepared,
        plain.with_suffix(".static.onnx"),
        Calibration(work),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=CONVOLUTIONS if work.is_convolutional else PRODUCTS,
        extra_options={"MatMulConstBOnly": True},
    )
    prepared.unlink()


if __name__ == "__main__":
    main()
