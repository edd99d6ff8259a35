/// One file per ONNX operator: signature, shape inference, work counts and the plain-Java reference
/// kernel.
@NullMarked
package dev.partitura.engine.operator;

import org.jspecify.annotations.NullMarked;
