/// Measures this engine against ONNX Runtime: the same networks, weights and inputs, in one
/// process, taking turns.
@NullMarked
package dev.partitura.app.bench;

import org.jspecify.annotations.NullMarked;
