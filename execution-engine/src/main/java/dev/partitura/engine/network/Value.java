package dev.partitura.engine.network;

import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// A named input, output or annotated inner value. A null type is one the file does not state.
public record Value(String name, @Nullable TensorType type) {}
