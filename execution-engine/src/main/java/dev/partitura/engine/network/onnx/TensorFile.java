package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/// Single tensors as `.pb` files, the form in which ONNX exchanges inputs and outputs.
public final class TensorFile {
  private TensorFile() {}

  /// @throws ProblemException when the file holds no tensor of a supported type
  public static NamedTensor read(Path file) {
    var source =
        new Source(Phrase.of("words.tensorFile", String.valueOf(file.getFileName())), file);
    var bytes = FileBytes.read(file, source);
    try {
      var in = bytes.newCodedInput();
      in.enableAliasing(true);
      var proto = TensorProto.parseFrom(in);
      if (!proto.hasDataType()) {
        throw FileBytes.notProtobuf(bytes, source, Phrase.of("words.aTensor"));
      }
      var what =
          proto.getName().isEmpty()
              ? Phrase.of("words.theTensor")
              : Phrase.of("words.tensor", proto.getName());
      return new NamedTensor(proto.getName(), new TensorDecoder(source).decode(proto, what));
    } catch (InvalidProtocolBufferException damaged) {
      throw FileBytes.notProtobuf(bytes, source, Phrase.of("words.aTensor"));
    } catch (IOException impossible) {
      throw new IllegalStateException("Reading from memory failed", impossible);
    } catch (OutOfMemoryError exhausted) {
      throw source.refuse("onnx.memory", "");
    }
  }

  /// Writes the whole file or leaves the old one.
  ///
  /// @throws ProblemException when it cannot be written
  public static void write(Path file, String name, Tensor tensor) {
    AtomicFile.write(file, out -> TensorEncoder.encode(name, tensor).writeTo(out));
  }
}
