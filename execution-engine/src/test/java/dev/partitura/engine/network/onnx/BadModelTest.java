package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each broken file is refused with one sentence that names the thing.
class BadModelTest {
  @TempDir Path folder = Path.of("");

  private void refused(String part, byte[] bytes) {
    try {
      var file = Files.write(folder.resolve("bad.onnx"), bytes);
      refused(part, () -> OnnxReader.read(file));
    } catch (IOException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static void refused(String part, Runnable reading) {
    var refusal = assertThrows(ProblemException.class, reading::run);
    assertEquals(1, refusal.problems().size());
    var sentence = refusal.problems().getFirst().sentence();
    assertTrue(sentence.contains(part), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    assertTrue(
        !sentence.contains("Exception") && !sentence.contains("java.") && !sentence.contains("\n"),
        sentence);
  }

  private void refused(String part, ModelProto.Builder model) {
    refused(part, model.build().toByteArray());
  }

  private void refused(String part, GraphProto.Builder graph) {
    refused(part, Models.model(graph));
  }

  private void refused(String part, TensorProto.Builder initializer) {
    refused(part, Models.reluWith(initializer));
  }

  @Test
  void filesThatAreNoModels() {
    refused("there is no file", () -> OnnxReader.read(folder.resolve("absent.onnx")));
    refused("not a regular file", () -> OnnxReader.read(folder));
    refused("the file is empty", new byte[0]);
    refused("text file", "hello, world".getBytes(StandardCharsets.UTF_8));
    refused(
        "Git LFS",
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"
            .getBytes(StandardCharsets.UTF_8));
    refused("ZIP", new byte[] {'P', 'K', 3, 4, 0, 0});
    refused("web page", "<!DOCTYPE html><html></html>".getBytes(StandardCharsets.UTF_8));
    refused("damaged", new byte[] {0, 1, 2, 3, (byte) 0xff, (byte) 0xff});
    var whole = Models.model(Models.relu()).build().toByteArray();
    refused("cut short", java.util.Arrays.copyOf(whole, whole.length - 3));
  }

  @Test
  void modelsWithoutTheirVersions() {
    refused("IR version", Models.model(Models.relu()).clearIrVersion());
    refused("newer", Models.model(Models.relu()).setIrVersion(99));
    refused("which version of ONNX's operators", Models.model(Models.relu()).clearOpsetImport());
    refused(
        "version -3",
        Models.model(Models.relu())
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(-3)));
    refused(
        "no ONNX model",
        Models.model(Models.relu()).clearGraph().clearIrVersion().setProducerName("nobody"),
        "damaged or not an ONNX model");
  }

  private void refused(String first, ModelProto.Builder model, String second) {
    var refusal =
        assertThrows(
            ProblemException.class, () -> OnnxReader.read(model.build().toByteArray(), "x"));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains(first)
            || String.valueOf(refusal.getMessage()).contains(second),
        refusal.getMessage());
  }

  @Test
  void graphsThatDoNotHold() {
    refused(
        "depends on its own output",
        Models.relu()
            .clearNode()
            .addNode(Models.node("Relu", List.of("y"), List.of("z")).setName("r1"))
            .addNode(Models.node("Relu", List.of("z"), List.of("y")).setName("r2")));
    refused(
        "Value y is produced by",
        Models.relu().addNode(Models.node("Abs", List.of("x"), List.of("y"))));
    refused(
        "value nobody, which nothing produces",
        Models.relu().addNode(Models.node("Abs", List.of("nobody"), List.of("z"))));
    refused("Output q is produced by no op", Models.relu().addOutput(TypeCodec.encode("q", null)));
    refused(
        "node lost names no operator",
        Models.relu().addNode(Models.node("", List.of("x"), List.of("z")).setName("lost")));
    refused("has no name", Models.relu().addInput(TypeCodec.encode("", null)));
    refused("Value x is produced by", Models.relu().addInput(TypeCodec.encode("x", null)));
    refused(
        "stands there twice",
        Models.reluWith(TensorProto.newBuilder().setDataType(1).addDims(0))
            .addInitializer(TensorProto.newBuilder().setName("w").setDataType(1).addDims(0)));
    var body =
        GraphProto.newBuilder()
            .addNode(Models.node("Relu", List.of("ghost"), List.of("r")))
            .addOutput(TypeCodec.encode("r", null));
    refused(
        "reads value ghost",
        Models.relu()
            .addNode(
                Models.node("If", List.of("x"), List.of("z"))
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("then_branch")
                            .setType(AttributeType.GRAPH)
                            .setG(body))));
  }

  @Test
  void tensorsThatDeclareMoreThanTheyBring() {
    refused(
        "initializer w (float32 1000000×1000000) holds 0 elements",
        TensorProto.newBuilder().setDataType(1).addDims(1_000_000).addDims(1_000_000));
    refused(
        "more elements than any memory",
        TensorProto.newBuilder().setDataType(1).addDims(1L << 40).addDims(1L << 40));
    refused(
        "axes larger than any memory",
        TensorProto.newBuilder().setDataType(1).addDims(1L << 40).addDims(1L << 40).addDims(0));
    refused("axis of size -2", TensorProto.newBuilder().setDataType(1).addDims(-2));
    refused(
        "holds 5 bytes instead of 8",
        TensorProto.newBuilder()
            .setDataType(1)
            .addDims(2)
            .setRawData(ByteString.copyFrom(new byte[5])));
    refused(
        "holds 3 elements instead of 2",
        TensorProto.newBuilder()
            .setDataType(1)
            .addDims(2)
            .addFloatData(1)
            .addFloatData(1)
            .addFloatData(1));
    refused(
        "holds 0 elements instead of 2",
        TensorProto.newBuilder().setDataType(1).addDims(2).addInt64Data(1).addInt64Data(1));
    refused("element type COMPLEX64", TensorProto.newBuilder().setDataType(14).addDims(1));
    refused("element type 77", TensorProto.newBuilder().setDataType(77).addDims(1));
    refused(
        "strings as raw bytes",
        TensorProto.newBuilder()
            .setDataType(8)
            .addDims(1)
            .setRawData(ByteString.copyFromUtf8("a")));
    refused(
        "lacks some of its segments",
        TensorProto.newBuilder()
            .setDataType(1)
            .addDims(2)
            .addFloatData(1)
            .setSegment(TensorProto.Segment.newBuilder().setBegin(0).setEnd(1)));
    refused(
        "would need",
        Models.relu()
            .addSparseInitializer(
                SparseTensorProto.newBuilder()
                    .addDims(1L << 32)
                    .setValues(
                        TensorProto.newBuilder()
                            .setName("w")
                            .setDataType(1)
                            .addDims(1)
                            .addFloatData(1))
                    .setIndices(
                        TensorProto.newBuilder().setDataType(7).addDims(1).addInt64Data(0))));
    refused(
        "index outside its shape",
        Models.relu()
            .addSparseInitializer(
                SparseTensorProto.newBuilder()
                    .addDims(2)
                    .setValues(
                        TensorProto.newBuilder()
                            .setName("w")
                            .setDataType(1)
                            .addDims(1)
                            .addFloatData(1))
                    .setIndices(
                        TensorProto.newBuilder().setDataType(7).addDims(1).addInt64Data(2))));
  }

  @Test
  void attributesThatContradictThemselves() {
    var graph = Models.relu();
    graph
        .getNodeBuilder(0)
        .setName("r")
        .addAttribute(AttributeProto.newBuilder().setName("a").setType(AttributeType.INTS).setF(1));
    refused("attribute a of op r is stated as INTS but holds FLOAT", graph);
    graph
        .getNodeBuilder(0)
        .clearAttribute()
        .addAttribute(AttributeProto.newBuilder().setName("a").setI(1))
        .addAttribute(AttributeProto.newBuilder().setName("a").setI(2));
    refused("given twice", graph);
    graph
        .getNodeBuilder(0)
        .clearAttribute()
        .addAttribute(AttributeProto.newBuilder().setName("a").setType(AttributeType.TENSOR));
    refused("holds no tensor", graph);
    graph
        .getNodeBuilder(0)
        .clearAttribute()
        .addAttribute(AttributeProto.newBuilder().setName("a").setRefAttrName("b"));
    refused("refers to an attribute of a function", graph);
  }

  @Test
  void nestingWithoutEnd() {
    var body = Models.relu();
    for (int i = 0; i < 60; i++) {
      body =
          GraphProto.newBuilder()
              .addNode(
                  Models.node("If", List.of("x"), List.of("y"))
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("then_branch")
                              .setType(AttributeType.GRAPH)
                              .setG(body)));
    }
    refused("nested too deeply", body);
    refused(
        "calls itself",
        Models.functions()
            .addFunctions(
                FunctionProto.newBuilder()
                    .setName("Loop")
                    .setDomain("own")
                    .addInput("v")
                    .addOutput("v")
                    .addNode(Models.node("Loop", List.of("v"), List.of("z")).setDomain("own")))
            .setGraph(
                Models.relu()
                    .addNode(Models.node("Loop", List.of("x"), List.of("z")).setDomain("own"))));
    var bomb =
        Models.model(
            Models.relu().addNode(Models.node("F0", List.of("x"), List.of("z")).setDomain("own")));
    for (int i = 0; i < 40; i++) {
      var next = "F" + (i + 1);
      bomb.addFunctions(
          FunctionProto.newBuilder()
              .setName("F" + i)
              .setDomain("own")
              .addInput("v")
              .addOutput("o")
              .addNode(Models.node(next, List.of("v"), List.of("o")).setDomain("own"))
              .addNode(Models.node(next, List.of("v"), List.of("p")).setDomain("own")));
    }
    refused("more than 250,000 ops", bomb);
  }

  @Test
  void externalDataOutsideTheFolder() throws IOException {
    var inside = Files.createDirectory(folder.resolve("model"));
    Files.write(folder.resolve("secret"), new byte[64]);
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
    Files.write(inside.resolve("data"), new byte[16]);
    external(inside, "only files inside", "../secret", "0", "8");
    external(inside, "only files inside", folder.resolve("secret").toString(), "0", "8");
    external(inside, "only files inside", "sub/../../secret", "0", "8");
    external(inside, "only files inside", "..\\secret", "0", "8");
    external(inside, "only files inside", "C:\\secret", "0", "8");
    external(inside, "only files inside", "link", "0", "8");
    external(inside, "only files inside", "a\0b", "0", "8");
    external(inside, "only files inside", "", "0", "8");
    external(inside, "is not beside the model", "absent", "0", "8");
    external(inside, "not a regular file", ".", "0", "8");
    external(inside, "which holds 16", "data", "12", "8");
    external(inside, "which holds 16", "data", Long.toString(Long.MAX_VALUE), "8");
    external(inside, "offset \"-1\"", "data", "-1", "8");
    external(inside, "offset \"many\"", "data", "many", "8");
    external(inside, "needs 8 bytes but its external data has 4", "data", "0", "4");
    var huge =
        Models.reluWith(
            outside("data", "0", Long.toString(4_000_000_000_000L))
                .clearDims()
                .addDims(1_000_000_000_000L));
    Files.write(inside.resolve("m.onnx"), Models.model(huge).build().toByteArray());
    refused("which holds 16", () -> OnnxReader.read(inside.resolve("m.onnx")));
    refused(
        "comes without a folder",
        () ->
            OnnxReader.read(
                Models.model(Models.reluWith(outside("data", "0", "8"))).build().toByteArray(),
                "memory"));
  }

  private static TensorProto.Builder outside(String location, String offset, String length) {
    return TensorProto.newBuilder()
        .setDataType(1)
        .addDims(2)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
        .addExternalData(StringStringEntryProto.newBuilder().setKey("offset").setValue(offset))
        .addExternalData(StringStringEntryProto.newBuilder().setKey("length").setValue(length));
  }

  private static void external(
      Path inside, String part, String location, String offset, String length) throws IOException {
    var file = inside.resolve("m.onnx");
    Files.write(
        file,
        Models.model(Models.reluWith(outside(location, offset, length))).build().toByteArray());
    refused(part, () -> OnnxReader.read(file));
  }
}
