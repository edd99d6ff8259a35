package dev.partitura.engine.operator;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/// Runs a network in ONNX Runtime.
@NullMarked
final class PeerRun {
  private PeerRun() {}

  static List<Tensor> outputs(Network network, Map<String, Tensor> feeds) throws OrtException {
    var environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "peer");
    var inputs = new LinkedHashMap<String, OnnxTensor>();
    try (var options = new OrtSession.SessionOptions();
        var session = environment.createSession(OnnxWriter.bytesOf(typed(network)), options)) {
      for (var feed : feeds.entrySet()) {
        inputs.put(feed.getKey(), tensor(environment, feed.getValue()));
      }
      try (var results = session.run(inputs)) {
        var outputs = new ArrayList<Tensor>();
        for (var output : network.outputs()) {
          outputs.add(tensor((OnnxTensor) results.get(output.name()).orElseThrow()));
        }
        return outputs;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /// The network with its outputs typed, which ONNX Runtime cannot do without.
  private static Network typed(Network network) {
    var types = TypeInference.infer(network);
    return network.withOutputs(
        network.outputs().stream()
            .map(output -> new Value(output.name(), types.type(output.name())))
            .toList());
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    var bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(tensor.data().byteSize()))
            .order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(bytes).copyFrom(tensor.data());
    return OnnxTensor.createTensor(
        environment, bytes, tensor.shape().sizes(), OnnxJavaType.valueOf(tensor.dataType().name()));
  }

  private static Tensor tensor(OnnxTensor result) {
    var info = result.getInfo();
    var type =
        TensorType.of(
            DataType.valueOf(info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")),
            info.getShape());
    var tensor = Tensor.allocate(type);
    tensor.data().copyFrom(MemorySegment.ofBuffer(result.getByteBuffer()));
    return tensor;
  }
}
