package dev.partitura.engine.network.onnx;

import dev.partitura.engine.tensor.Tensor;

/// A tensor with the name its file gives it; the name may be empty.
public record NamedTensor(String name, Tensor tensor) {}
