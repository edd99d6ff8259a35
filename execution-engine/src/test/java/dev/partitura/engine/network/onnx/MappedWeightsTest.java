package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappedWeightsTest {
  private static final int COUNT = 1 << 16;

  @TempDir Path folder = Path.of("");

  private Path saved(OnnxWriter.Weights place) {
    var values = new float[COUNT];
    values[COUNT - 1] = 7;
    var builder = new NetworkBuilder("mapped");
    var x = builder.input("x", Shape.of(COUNT));
    builder.output(builder.op("Add", x, builder.initializer("w", Tensor.ofFloats(values, COUNT))));
    var file = folder.resolve("mapped.onnx");
    OnnxWriter.write(builder.build(), file, place);
    return file;
  }

  private static Tensor weights(Network network) {
    return Objects.requireNonNull(network.initializers().get("w")).tensor();
  }

  @ParameterizedTest
  @EnumSource
  void largeWeightsStayInTheFile(OnnxWriter.Weights place) {
    var network = OnnxReader.read(saved(place));
    var constant = Objects.requireNonNull(network.initializers().get("w"));
    assertInstanceOf(ConstantSource.FileRange.class, constant.source());
    assertEquals(7f, constant.tensor().floatAt(COUNT - 1));
  }

  @ParameterizedTest
  @EnumSource
  void aModelSavedOverItsOwnFileKeepsItsWeights(OnnxWriter.Weights place) {
    var file = saved(place);
    var network = OnnxReader.read(file);
    OnnxWriter.write(network, file, place);
    assertEquals(7f, weights(network).floatAt(COUNT - 1));
    assertEquals(7f, weights(OnnxReader.read(file)).floatAt(COUNT - 1));
  }

  @Test
  void aDeletedFileIsStillThere() throws IOException {
    var file = saved(OnnxWriter.Weights.AUTOMATIC);
    var network = OnnxReader.read(file);
    Files.delete(file);
    assertEquals(7f, weights(network).floatAt(COUNT - 1));
  }

  @Test
  void aFileThatIsWrittenIntoIsNoticed() throws IOException {
    var file = saved(OnnxWriter.Weights.AUTOMATIC);
    var network = OnnxReader.read(file);
    Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    var refusal = assertThrows(ProblemException.class, () -> weights(network));
    assertEquals("weights.changed", refusal.problems().getFirst().code());
  }

  @Test
  void openingThreeGigabytesTakesNone() throws IOException {
    long count = 3L << 28;
    var file = saved(OnnxWriter.Weights.BESIDE);
    var data = folder.resolve("mapped.onnx.data");
    try (var channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0}), 4 * count - 1);
    }
    var model = ai.onnx.proto.OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    var weight = model.getGraphBuilder().getInitializerBuilder(0);
    weight.setDims(0, count).clearExternalData();
    weight.addExternalDataBuilder().setKey("location").setValue("mapped.onnx.data");
    Files.write(file, model.build().toByteArray());
    var network = OnnxReader.readUnfinished(file);
    assertEquals(count, weights(network).elementCount());
    assertEquals(0f, weights(network).floatAt(count - 1));
  }
}
