package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;

/// Small models for the tests of this package.
public final class Models {
  private Models() {}

  /// Weights, symbols, strings, a body that reads a value from around it, a foreign operator, an
  /// absent input, every kind of attribute.
  public static Network rich() {
    var b = new NetworkBuilder("rich 网络");
    var x = b.input("x", Shape.of(1, 3, 8, 8).withSymbol(0, "batch"));
    var flag = b.input("flag", TensorType.of(DataType.BOOL));
    var weight = b.initializer("conv.weight", Tensor.ofFloats(new float[4 * 3], 4, 3, 1, 1));
    b.initializer("labels", Tensor.ofStrings(new String[] {"cat", "", "犬"}, 3));
    var half = Tensor.allocate(TensorType.of(DataType.FLOAT16, 2));
    half.setDouble(0, 1.5);
    b.initializer("half", half);
    b.initializer("empty", Tensor.ofFloats(new float[0], 2, 0));
    var conv =
        b.op(
            "block/conv",
            "Conv",
            Attributes.NONE
                .with("strides", new Attribute.Ints(List.of(1L, 1L)))
                .with("auto_pad", new Attribute.StringValue("VALID")),
            x,
            weight);
    var body =
        new Network(
            "then",
            List.of(),
            List.of(new Value("r", null)),
            List.of(
                new Op(
                    new OpId("Relu_1"), "", "Relu", List.of(conv), List.of("r"), Attributes.NONE)),
            Map.of(),
            Map.of("", 17, "com.example", 3));
    var branch =
        b.op(
            "If_1",
            "If",
            Attributes.NONE
                .with("then_branch", new Attribute.NetworkValue(body))
                .with("else_branch", new Attribute.NetworkValue(body.withName("else"))),
            flag);
    var clipped = b.op("Clip", branch, "", b.initializer("high", Tensor.ofFloats(new float[] {6})));
    var constant =
        b.op(
            "Constant",
            Attributes.NONE.with(
                "value", new Attribute.TensorValue(Tensor.ofLongs(new long[] {1, -1}, 2))));
    var reshaped = b.op("Reshape", clipped, constant);
    b.output(reshaped);
    var network = b.build();
    var foreign =
        new Op(
            new OpId("Foreign"),
            "com.example",
            "Wobble",
            List.of(reshaped, ""),
            List.of("w", ""),
            Attributes.NONE
                .with("f", new Attribute.FloatValue(0.5f))
                .with("i", new Attribute.IntValue(0))
                .with("fs", new Attribute.Floats(List.of(1f, 2f)))
                .with("ss", new Attribute.Strings(List.of("a", "b")))
                .with("none", new Attribute.Ints(List.of())));
    var ops = new java.util.ArrayList<>(network.ops());
    ops.add(foreign);
    return new Network(
        network.name(),
        network.inputs(),
        List.of(new Value("w", TensorType.of(DataType.FLOAT, -1, 2))),
        ops,
        network.initializers(),
        Map.of("", 17, "com.example", 3),
        Map.of("w0", TensorType.of(DataType.INT8, 1, 2)));
  }

  static NodeProto.Builder node(String type, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(inputs).addAllOutput(outputs);
  }

  static ModelProto.Builder model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph);
  }

  /// One Relu from `x` to `y`.
  static GraphProto.Builder relu() {
    return GraphProto.newBuilder()
        .setName("g")
        .addInput(TypeCodec.encode("x", TensorType.of(DataType.FLOAT, 2)))
        .addOutput(TypeCodec.encode("y", null))
        .addNode(node("Relu", List.of("x"), List.of("y")));
  }

  static GraphProto.Builder reluWith(TensorProto.Builder initializer) {
    return relu().addInitializer(initializer.setName("w"));
  }

  /// Calls `Twice(v) = v + v` and `Scaled(v; by) = Twice(v) * by`, the second calling the first.
  static ModelProto.Builder functions() {
    var twice =
        FunctionProto.newBuilder()
            .setName("Twice")
            .setDomain("own")
            .addInput("v")
            .addOutput("sum")
            .addNode(node("Add", List.of("v", "v"), List.of("sum")).setName("add"))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
    var scaled =
        FunctionProto.newBuilder()
            .setName("Scaled")
            .setDomain("own")
            .addInput("v")
            .addOutput("out")
            .addAttribute("by")
            .addNode(node("Twice", List.of("v"), List.of("t")).setDomain("own").setName("inner"))
            .addNode(
                node("Constant", List.of(), List.of("c"))
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("value_float")
                            .setType(AttributeType.FLOAT)
                            .setRefAttrName("by")))
            .addNode(node("Mul", List.of("t", "c"), List.of("out")))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1));
    var graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(TypeCodec.encode("x", TensorType.of(DataType.FLOAT, 2)))
            .addOutput(TypeCodec.encode("y", null))
            .addNode(
                node("Scaled", List.of("x"), List.of("m"))
                    .setDomain("own")
                    .setName("first")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("by")
                            .setType(AttributeType.FLOAT)
                            .setF(3)))
            .addNode(
                node("Scaled", List.of("m"), List.of("y"))
                    .setDomain("own")
                    .setName("first")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("by")
                            .setType(AttributeType.FLOAT)
                            .setF(4)));
    return model(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1))
        .addFunctions(twice)
        .addFunctions(scaled);
  }
}
