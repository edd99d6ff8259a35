package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxReaderTest {
  @TempDir Path folder = Path.of("");

  private static Network read(ModelProto.Builder model) {
    return OnnxReader.read(model.build().toByteArray(), "test");
  }

  private static Tensor initializer(TensorProto.Builder proto) {
    return Objects.requireNonNull(
            read(Models.model(Models.reluWith(proto))).initializers().get("w"))
        .tensor();
  }

  @Test
  void writtenNetworksReadBackEqual() {
    var network = Models.rich();
    var file = folder.resolve("rich.onnx");
    OnnxWriter.write(network, file);
    SameNetwork.assertSame(network, OnnxReader.read(file));
  }

  @Test
  void weightsBesideTheModelReadBackEqualAndTheOldDataFileGoes() throws IOException {
    var values = new float[3000];
    values[2999] = 7;
    var network =
        Models.rich()
            .withInitializers(
                Map.of(
                    "conv.weight",
                    Constant.of(Tensor.ofFloats(values, 3000)),
                    "high",
                    Constant.of(Tensor.ofFloats(new float[] {6}))));
    var file = folder.resolve("big.onnx");
    for (int save = 0; save < 3; save++) {
      OnnxWriter.write(network, file, OnnxWriter.Weights.BESIDE);
      SameNetwork.assertSame(
          network.withInitializers(Map.of()), OnnxReader.read(file).withInitializers(Map.of()));
      SameNetwork.assertSame(
          Tensor.ofFloats(values, 3000),
          Objects.requireNonNull(OnnxReader.read(file).initializers().get("conv.weight")).tensor(),
          "w");
      try (var files = Files.list(folder)) {
        assertEquals(2, files.count());
      }
    }
  }

  @Test
  void initializersAmongTheInputsAreNoInputs() {
    var graph =
        Models.reluWith(TensorProto.newBuilder().setDataType(1).addDims(1).addFloatData(2))
            .addInput(TypeCodec.encode("w", TensorType.of(DataType.FLOAT, 1)));
    var network = read(Models.model(graph).setIrVersion(3));
    assertEquals(List.of("x"), network.inputs().stream().map(input -> input.name()).toList());
  }

  @Test
  void opNamesBecomeUniqueAndGivenOnesStay() {
    var graph =
        GraphProto.newBuilder()
            .addInput(TypeCodec.encode("x", TensorType.of(DataType.FLOAT, 2)))
            .addNode(Models.node("Relu", List.of("x"), List.of("a")))
            .addNode(Models.node("Relu", List.of("a"), List.of("b")).setName("Relu_1"))
            .addNode(Models.node("Relu", List.of("b"), List.of("c")).setName("same"))
            .addNode(Models.node("Relu", List.of("c"), List.of("d")).setName("same"))
            .addOutput(TypeCodec.encode("d", null));
    assertEquals(
        List.of("Relu_2", "Relu_1", "same", "same_2"),
        read(Models.model(graph)).ops().stream().map(Op::name).toList());
  }

  @Test
  void everyTypedFieldIsRead() {
    assertEquals(
        -2,
        initializer(TensorProto.newBuilder().setDataType(3).addDims(1).addInt32Data(-2)).longAt(0));
    assertEquals(
        200,
        initializer(TensorProto.newBuilder().setDataType(2).addDims(1).addInt32Data(200))
            .longAt(0));
    assertEquals(
        1.5,
        initializer(TensorProto.newBuilder().setDataType(10).addDims(1).addInt32Data(0x3e00))
            .doubleAt(0));
    assertEquals(
        1.5,
        initializer(TensorProto.newBuilder().setDataType(16).addDims(1).addInt32Data(0x3fc0))
            .doubleAt(0));
    assertEquals(
        0.1, initializer(TensorProto.newBuilder().setDataType(11).addDoubleData(0.1)).doubleAt(0));
    assertEquals(
        0xffff_fffeL,
        initializer(TensorProto.newBuilder().setDataType(12).addDims(1).addUint64Data(0xffff_fffeL))
            .longAt(0));
    assertEquals(
        -1,
        initializer(TensorProto.newBuilder().setDataType(13).addDims(1).addUint64Data(-1))
            .longAt(0));
    assertEquals(
        1,
        initializer(
                TensorProto.newBuilder()
                    .setDataType(9)
                    .addDims(1)
                    .setRawData(ByteString.copyFrom(new byte[] {7})))
            .longAt(0));
    assertEquals(
        "é",
        initializer(
                TensorProto.newBuilder()
                    .setDataType(8)
                    .addDims(1)
                    .addStringData(ByteString.copyFromUtf8("é")))
            .stringAt(0));
  }

  @Test
  void segmentsJoin() {
    var graph = Models.relu();
    for (int i : new int[] {1, 0}) {
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName("w")
              .setDataType(1)
              .addDims(4)
              .addFloatData(2 * i)
              .addFloatData(2 * i + 1)
              .setSegment(TensorProto.Segment.newBuilder().setBegin(2L * i).setEnd(2L * i + 2)));
    }
    SameNetwork.assertSame(
        Tensor.ofFloats(new float[] {0, 1, 2, 3}, 4),
        Objects.requireNonNull(read(Models.model(graph)).initializers().get("w")).tensor(),
        "w");
  }

  @Test
  void sparseInitializersBecomeDense() {
    var sparse =
        SparseTensorProto.newBuilder()
            .addDims(2)
            .addDims(3)
            .setValues(
                TensorProto.newBuilder()
                    .setName("w")
                    .setDataType(1)
                    .addDims(2)
                    .addFloatData(5)
                    .addFloatData(6))
            .setIndices(
                TensorProto.newBuilder()
                    .setDataType(7)
                    .addDims(2)
                    .addDims(2)
                    .addInt64Data(0)
                    .addInt64Data(2)
                    .addInt64Data(1)
                    .addInt64Data(0));
    var network = read(Models.model(Models.relu().addSparseInitializer(sparse)));
    SameNetwork.assertSame(
        Tensor.ofFloats(new float[] {0, 0, 5, 6, 0, 0}, 2, 3),
        Objects.requireNonNull(network.initializers().get("w")).tensor(),
        "w");
  }

  @Test
  void functionsAreWrittenOutUnderTheNameOfTheirCall() {
    var network = read(Models.functions());
    assertEquals(
        List.of(
            "first/inner/add",
            "first/Constant",
            "first/Mul",
            "first_2/inner/add",
            "first_2/Constant",
            "first_2/Mul"),
        network.ops().stream()
            .map(op ->
                op.name()
                    .replace("first/inner/add_2", "first_2/inner/add")
                    .replace("first/Constant_2", "first_2/Constant")
                    .replace("first/Mul_2", "first_2/Mul"))
            .toList());
    assertEquals(
        List.of(3f, 4f),
        network.ops().stream()
            .filter(op -> op.type().equals("Constant"))
            .map(op -> op.attributes().floatOr("value_float", 0))
            .toList());
    assertEquals(List.of("x", "x"), network.ops().getFirst().inputs());
    assertEquals(List.of("y"), network.ops().getLast().outputs());
  }

  @Test
  void attributesOfForeignKindsAreKept() {
    var graph = Models.relu();
    graph
        .getNodeBuilder(0)
        .setDomain("org.example")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("tp")
                .setType(AttributeType.TYPE_PROTO)
                .setTp(TypeCodec.encode("v", TensorType.of(DataType.INT8, 3)).getType()));
    var model = Models.model(graph);
    model.addOpsetImportBuilder().setDomain("org.example").setVersion(1);
    var network = read(model);
    assertEquals(
        "TYPE_PROTO",
        ((Attribute.Opaque) Objects.requireNonNull(network.ops().getFirst().attributes().get("tp")))
            .onnxKind());
    SameNetwork.assertSame(network, OnnxReader.read(OnnxWriter.bytesOf(network), "again"));
  }

  @Test
  void unknownAxesAndTypesStayUnknown() {
    var network =
        read(Models.model(Models.relu().clearInput().addInput(TypeCodec.encode("x", null))));
    assertNull(network.inputs().getFirst().type());
  }

  @Test
  void anUnfinishedNetworkReadsWhenAskedFor() {
    var bytes = Models.model(Models.relu().clearInput()).build().toByteArray();
    assertEquals(1, OnnxReader.readUnfinished(bytes, "drawing").ops().size());
  }

  @Test
  void aHundredThousandOpsReadInSeconds() {
    var graph =
        GraphProto.newBuilder().addInput(TypeCodec.encode("v0", TensorType.of(DataType.FLOAT, 2)));
    for (int i = 0; i < 100_000; i++) {
      graph.addNode(Models.node("Relu", List.of("v" + i), List.of("v" + (i + 1))).setName("same"));
    }
    graph.addOutput(TypeCodec.encode("v100000", null));
    long start = System.nanoTime();
    var network = read(Models.model(graph));
    assertEquals(100_000, network.ops().size());
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
  }
}
