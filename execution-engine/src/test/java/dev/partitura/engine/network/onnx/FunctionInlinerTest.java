package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionInlinerTest {
  private static final Duration NO_HANG = Duration.ofSeconds(60);

  private static NodeProto.Builder call(String function, String from, String to) {
    return Models.node(function, List.of(from), List.of(to)).setDomain("own");
  }

  private static FunctionProto.Builder function(String name, NodeProto.Builder... nodes) {
    var function =
        FunctionProto.newBuilder().setName(name).setDomain("own").addInput("v").addOutput("o");
    for (var node : nodes) {
      function.addNode(node);
    }
    return function.addOpsetImport(set("", 17)).addOpsetImport(set("own", 1));
  }

  private static OperatorSetIdProto set(String domain, int version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  private static ModelProto.Builder model(GraphProto.Builder graph, int set) {
    return Models.model(graph)
        .clearOpsetImport()
        .addOpsetImport(set("", set))
        .addOpsetImport(set("own", 1));
  }

  private static Network read(ModelProto.Builder model) {
    return OnnxReader.read(model.build().toByteArray(), "m");
  }

  private static String refusal(ModelProto.Builder model) {
    var refused = assertThrows(ProblemException.class, () -> read(model));
    return refused.problems().getFirst().message();
  }

  /// `F0` calls `F1` twice, and so on; the last of `levels` holds the nodes.
  private static ModelProto.Builder doubling(int levels, NodeProto.Builder... last) {
    var model = model(Models.relu().addNode(call("F0", "x", "z")), 17);
    for (int i = 0; i < levels; i++) {
      model.addFunctions(
          function("F" + i, call("F" + (i + 1), "v", "o"), call("F" + (i + 1), "v", "p")));
    }
    return model.addFunctions(function("F" + levels, last));
  }

  @Test
  void whatGrowsWithoutEndIsToldFromTheCallGraph() {
    assertTimeoutPreemptively(
        NO_HANG,
        () -> {
          var relu = Models.node("Relu", List.of("v"), List.of("o"));
          assertTrue(
              refusal(doubling(40, relu)).contains("grow to 1099511627777 ops"),
              refusal(doubling(40, relu)));
          assertTrue(refusal(doubling(63, relu)).contains("countless ops"));
          assertTrue(refusal(doubling(40)).contains("calls, which is more than 250,000 ops"));
          assertTrue(refusal(doubling(64, relu)).contains("more than 64 deep"));
          assertEquals((1 << 10) + 1, read(doubling(10, relu)).ops().size());
        });
  }

  @Test
  void aDeepChainAndACircleAreRefused() {
    var chain = model(Models.relu().addNode(call("F0", "x", "z")), 17);
    for (int i = 0; i < 10_000; i++) {
      chain.addFunctions(function("F" + i, call("F" + (i + 1), "v", "o")));
    }
    assertTrue(refusal(chain).contains("more than 64 deep"));
    var circle =
        model(Models.relu().addNode(call("A", "x", "z")), 17)
            .addFunctions(function("A", call("B", "v", "o")))
            .addFunctions(function("B", call("A", "v", "o")));
    assertTrue(refusal(circle).contains("function A calls itself"));
  }

  @Test
  void manyCallsOfOneFunctionTakeNoLongerThanTheyAreMany() {
    var graph = Models.relu();
    for (int i = 0; i < 100_000; i++) {
      graph.addNode(call("F", "x", "z" + i));
    }
    var model =
        model(graph, 17)
            .addFunctions(function("F", Models.node("Relu", List.of("v"), List.of("o"))));
    assertTimeoutPreemptively(NO_HANG, () -> assertEquals(100_001, read(model).ops().size()));
  }

  @Test
  void callsShareTheTensorsOfTheirFunction() {
    var constant =
        NodeProto.newBuilder()
            .setOpType("Constant")
            .addOutput("o")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeType.TENSOR)
                    .setT(
                        TensorProto.newBuilder()
                            .setDataType(1)
                            .addDims(256)
                            .setRawData(ByteString.copyFrom(new byte[1024]))));
    var graph = Models.relu().addNode(call("F", "x", "a")).addNode(call("F", "x", "b"));
    var ops =
        read(model(graph, 17).addFunctions(function("F", constant))).ops().stream()
            .filter(op -> op.type().equals("Constant"))
            .toList();
    assertEquals(2, ops.size());
    assertSame(ops.get(0).attributes().tensor("value"), ops.get(1).attributes().tensor("value"));
  }

  @Test
  void opsThatMeanTheSameAreTakenFromAnotherSet() {
    var graph = Models.relu().addNode(call("F", "x", "z"));
    var relu = Models.node("Relu", List.of("v"), List.of("o"));
    var network = read(model(graph, 22).addFunctions(function("F", relu)));
    assertEquals(22, network.opset());
    assertEquals(List.of("Relu", "Relu"), network.ops().stream().map(Op::type).toList());
  }

  @Test
  void aNewerSetIsTakenWhereOnlyThatHasTheOps() {
    var graph = Models.relu().addNode(call("F", "x", "z"));
    var gelu = function("F", Models.node("Gelu", List.of("v"), List.of("o"))).clearOpsetImport();
    var network = read(model(graph, 17).addFunctions(gelu.addOpsetImport(set("", 20))));
    assertEquals(20, network.opset());
  }

  @Test
  void anOpThatMeansSomethingElseIsNamedWithBothVersions() {
    var graph = Models.relu().addNode(call("F", "x", "z"));
    var softmax = function("F", Models.node("Softmax", List.of("v"), List.of("o")));
    graph.addNode(Models.node("Softmax", List.of("x"), List.of("s")));
    assertEquals(
        "Model m cannot be read: function F uses Softmax of operator set 17 (version 13), which"
            + " means something else under the model's set 12 (version 11).",
        refusal(model(graph, 12).addFunctions(softmax)));
  }

  private static AttributeProto flag(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(0).build();
  }

  @Test
  void attributesOfFunctionsStandInTheSetThatIsTaken() {
    var graph = Models.relu().addNode(call("F", "x", "z"));
    var cast =
        Models.node("Cast", List.of("v"), List.of("o"))
            .addAttribute(flag("to"))
            .addAttribute(flag("saturate"));
    var newer = function("F", cast.clone()).clearOpsetImport().addOpsetImport(set("", 19));
    assertEquals(19, read(model(graph.clone(), 17).addFunctions(newer)).opset());
    assertTrue(
        refusal(model(graph, 17).addFunctions(function("F", cast)))
            .contains("has the attribute saturate, which is not in operator set 17"));
  }

  @Test
  void functionsThatNobodyCallsDoNotMatter() {
    var old =
        function("F", Models.node("Softmax", List.of("v"), List.of("o")))
            .clearOpsetImport()
            .addOpsetImport(set("", 9));
    assertEquals(17, read(model(Models.relu(), 17).addFunctions(old)).opset());
  }

  @Test
  void aSetThatNobodyPublishedIsRefused() {
    assertTrue(refusal(model(Models.relu(), 29)).contains("operator set 29 of ONNX"));
    assertEquals(28, read(model(Models.relu(), 28)).opset());
    var function =
        function("F", Models.node("Relu", List.of("v"), List.of("o"))).addOpsetImport(set("", 99));
    assertTrue(
        refusal(model(Models.relu().addNode(call("F", "x", "z")), 17).addFunctions(function))
            .contains("operator set 99 of ONNX"));
  }

  @Test
  void anOpOutsideItsSetsIsRefused() {
    var gelu = Models.relu().addNode(Models.node("Gelu", List.of("x"), List.of("z")));
    assertTrue(refusal(model(gelu, 17)).contains("Gelu since set 20"));
    var upsample = Models.relu().addNode(Models.node("Upsample", List.of("x"), List.of("z")));
    assertTrue(refusal(model(upsample, 11)).contains("took Upsample away with set 10"));
  }
}
