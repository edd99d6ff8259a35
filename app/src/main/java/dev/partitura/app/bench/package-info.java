/// Measures the engine beside ONNX Runtime on the same weights, and the costs that are the engine's
/// alone.
@NullMarked
package dev.partitura.app.bench;

import org.jspecify.annotations.NullMarked;
