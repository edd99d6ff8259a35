package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Weights of types that are kept and moved, and computed with only after a conversion.
class CompactTypesTest {
  @TempDir private Path folder;

  static Stream<DataType> compactTypes() {
    return Arrays.stream(DataType.values()).filter(DataType::isCompact);
  }

  private static TensorProto.Builder proto(DataType type, long count, byte[] raw) {
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(type.onnxCode())
        .addDims(count)
        .setRawData(ByteString.copyFrom(raw));
  }

  private static Tensor decoded(TensorProto.Builder proto) {
    return new TensorDecoder(new Source(Phrase.of("words.model", "test"), null))
        .decode(proto.build(), Phrase.of("words.initializer", "w"));
  }

  private static double[] values(Tensor tensor) {
    var values = new double[(int) tensor.elementCount()];
    Arrays.setAll(values, tensor::doubleAt);
    return values;
  }

  @ParameterizedTest
  @MethodSource("compactTypes")
  void bytesComeBackAsTheyWere(DataType type) throws IOException {
    int perByte = 8 / type.bitsInFile();
    var raw = new byte[3000];
    new Random(1).nextBytes(raw);
    var tensor = decoded(proto(type, (long) raw.length * perByte, raw));
    assertArrayEquals(raw, TensorEncoder.encode("w", tensor).getRawData().toByteArray());

    var builder = new NetworkBuilder("compact");
    builder.initializer("w", tensor);
    for (var weights : OnnxWriter.Weights.values()) {
      var file = folder.resolve(weights + ".onnx");
      OnnxWriter.write(builder.build(), file, weights);
      var read = OnnxReader.readUnfinished(file).initializers().get("w").tensor();
      assertEquals(tensor.type(), read.type());
      assertArrayEquals(raw, TensorEncoder.encode("w", read).getRawData().toByteArray());
    }

    var typed = proto(type, (long) raw.length * perByte, raw).clearRawData();
    for (byte b : raw) {
      typed.addInt32Data(b & 0xff);
    }
    assertArrayEquals(raw, TensorEncoder.encode("w", decoded(typed)).getRawData().toByteArray());
  }

  @Test
  void partsOfAByteLieLowestFirst() {
    assertArrayEquals(
        new double[] {1, 2, -4}, values(decoded(proto(DataType.INT4, 3, new byte[] {0x21, 0xc}))));
    assertArrayEquals(
        new double[] {1, 2, 12}, values(decoded(proto(DataType.UINT4, 3, new byte[] {0x21, 0xc}))));
    assertArrayEquals(
        new double[] {0, 1, -2, -1, 1},
        values(decoded(proto(DataType.INT2, 5, new byte[] {(byte) 0xe4, 1}))));
    assertArrayEquals(
        new double[] {0, 1, 2, 3, 1},
        values(decoded(proto(DataType.UINT2, 5, new byte[] {(byte) 0xe4, 1}))));
    assertArrayEquals(
        new double[] {0.5, 1, -6, 6},
        values(decoded(proto(DataType.FLOAT4E2M1, 4, new byte[] {0x21, 0x7f}))));
  }

  @Test
  void smallFloatsHaveTheirStatedValues() {
    assertSmall(DataType.FLOAT8E4M3FN, 0x7e, 448, 0x01, Math.scalb(1.0, -9), 0x38, 1);
    assertSmall(DataType.FLOAT8E5M2, 0x7b, 57344, 0x01, Math.scalb(1.0, -16), 0x3c, 1);
    assertSmall(DataType.FLOAT8E4M3FNUZ, 0x7f, 240, 0x01, Math.scalb(1.0, -10), 0x40, 1);
    assertSmall(DataType.FLOAT8E5M2FNUZ, 0x7f, 57344, 0x01, Math.scalb(1.0, -17), 0x40, 1);
    assertArrayEquals(
        new double[] {1, 2, Math.scalb(1.0, -127), Double.NaN},
        values(
            decoded(
                proto(DataType.FLOAT8E8M0, 4, new byte[] {0x7f, (byte) 0x80, 0, (byte) 0xff}))));
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, -0.0},
        values(
            decoded(proto(DataType.FLOAT8E4M3FN, 3, new byte[] {0x7f, (byte) 0xff, (byte) 0x80}))));
    assertArrayEquals(
        new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN},
        values(
            decoded(proto(DataType.FLOAT8E5M2, 3, new byte[] {0x7c, (byte) 0xfc, (byte) 0x7d}))));
    assertArrayEquals(
        new double[] {Double.NaN},
        values(decoded(proto(DataType.FLOAT8E4M3FNUZ, 1, new byte[] {(byte) 0x80}))));
  }

  private static void assertSmall(
      DataType type, int most, double value, int least, double tiny, int oneBits, double one) {
    byte sign = (byte) 0x80;
    assertArrayEquals(
        new double[] {value, tiny, one, -value, -tiny, -one, 0},
        values(
            decoded(
                proto(
                    type,
                    7,
                    new byte[] {
                      (byte) most,
                      (byte) least,
                      (byte) oneBits,
                      (byte) (most | sign),
                      (byte) (least | sign),
                      (byte) (oneBits | sign),
                      0
                    }))));
  }

  @Test
  void aTensorShorterThanItsShapeIsRefused() {
    var refused =
        assertThrows(
            ProblemException.class, () -> decoded(proto(DataType.INT4, 4, new byte[] {1})));
    assertTrue(
        refused.problems().getFirst().message().contains("1 byte instead of 2"),
        refused.getMessage());
  }

  @Test
  void onlyConversionsComputeWithThem() {
    var builder = new NetworkBuilder("net").opset(21);
    var x = builder.input("x", TensorType.of(DataType.FLOAT, 2));
    var w = builder.initializer("w", decoded(proto(DataType.INT4, 2, new byte[] {0x21})));
    var scale = builder.initializer("s", Tensor.ofFloats(new float[] {0.5f}));
    builder.output(builder.op("good", "DequantizeLinear", Attributes.NONE, w, scale));
    builder.output(builder.op("bad", "Mul", Attributes.NONE, w, w));
    builder.output(builder.op("other", "Gather", Attributes.NONE, x, w));
    assertEquals(
        List.of(
            "Op bad (Mul) gets int4 at input 0 and cannot compute with it.",
            "Op other (Gather) gets int4 at input 1 and cannot compute with it."),
        problems(builder.build()));
  }

  private static List<String> problems(Network network) {
    return TypeInference.infer(network).problems().stream().map(p -> p.message()).toList();
  }
}
