package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;

/// Writes networks as ONNX models that read back equal: the operator sets are kept, weights are
/// raw. A file is written whole or the old one stays.
public final class OnnxWriter {
  /// Weights above this many bytes go into a file beside the model, because one file can hold at
  /// most 2 GB.
  static final long INSIDE_LIMIT_BYTES = 1_900_000_000;

  /// Where the weights of a network go.
  public enum Weights {
    /// Into the model as long as they fit there.
    AUTOMATIC,
    /// Into a data file beside the model.
    BESIDE
  }

  private OnnxWriter() {}

  /// @throws ProblemException when the file cannot be written
  public static void write(Network network, Path file) {
    write(network, file, Weights.AUTOMATIC);
  }

  /// @throws ProblemException when a file cannot be written; the model that stood there before is
  ///   still whole
  public static void write(Network network, Path file, Weights weights) {
    if (weights == Weights.BESIDE || bytes(network) > INSIDE_LIMIT_BYTES) {
      DataFile.write(network, file);
    } else {
      AtomicFile.write(
          file, out -> model(network, new GraphEncoder(OnnxWriter::inside)).writeTo(out));
    }
  }

  /// The model in memory.
  ///
  /// @throws ProblemException when it does not fit into 2 GB
  public static byte[] bytesOf(Network network) {
    if (bytes(network) > INSIDE_LIMIT_BYTES) {
      throw ProblemException.of("onnx.write.large", network.name(), network.name());
    }
    return model(network, new GraphEncoder(OnnxWriter::inside)).toByteArray();
  }

  private static TensorProto inside(String name, Constant constant) {
    return TensorEncoder.encode(name, constant.tensor());
  }

  static ModelProto model(Network network, GraphEncoder encoder) {
    var model =
        ModelProto.newBuilder()
            .setIrVersion(irVersion(network.opset()))
            .setProducerName("Partitura");
    new TreeMap<>(network.opsets())
        .forEach((domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.setGraph(encoder.encode(network)).build();
  }

  /// The oldest IR version whose readers know the operator set.
  private static long irVersion(int opset) {
    return opset >= 21 ? 10 : opset >= 19 ? 9 : 8;
  }

  /// Bytes of all tensors, those of bodies and attributes included.
  private static long bytes(Network network) {
    long sum = 0;
    for (var constant : network.initializers().values()) {
      sum += constant.sizeBytes();
    }
    for (var op : network.ops()) {
      for (var attribute : new ArrayList<>(op.attributes().byName().values())) {
        sum +=
            switch (attribute) {
              case Attribute.TensorValue(var tensor) -> tensor.data().byteSize();
              case Attribute.NetworkValue(var body) -> bytes(body);
              default -> 0;
            };
      }
    }
    return sum;
  }
}
