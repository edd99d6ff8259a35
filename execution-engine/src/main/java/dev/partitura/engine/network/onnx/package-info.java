/// Reads and writes networks and tensors as ONNX files. Source: onnx.proto of
/// https://github.com/onnx/onnx, IR versions 3 to 10.
@NullMarked
package dev.partitura.engine.network.onnx;

import org.jspecify.annotations.NullMarked;
