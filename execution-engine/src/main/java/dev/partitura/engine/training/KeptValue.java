package dev.partitura.engine.training;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// A value that stays from one training step to the next: a parameter, the sum of its gradients, or
/// what an optimizer remembers of it.
///
/// @param value name of the input that holds it
/// @param type static
/// @param initial what it is before the first step; null for zeros
public record KeptValue(String value, TensorType type, @Nullable Constant initial) {}
