package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@NullMarked
class UpdateOperatorsTest {
  private static final Path CASES = Path.of("../../shared/cases/training/onnx_training_ops.json");
  private static final List<String> UPDATES =
      List.of(
          "AccumulateGradient",
          "SgdUpdate",
          "AdamUpdate",
          "AmsgradUpdate",
          "AdagradUpdate",
          "RmspropUpdate",
          "CenteredRmspropUpdate",
          "AdadeltaUpdate",
          "AdamaxUpdate",
          "NadamUpdate",
          "LionUpdate",
          "LambUpdate",
          "FtrlUpdate");

  /// More elements than a block has.
  private static final int ELEMENTS = 1300;

  @TestFactory
  Stream<DynamicTest> whatIsWrittenInPlaceIsTheSame() {
    return UPDATES.stream()
        .flatMap(type ->
            Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .map(of ->
                    DynamicTest.dynamicTest(type + " of " + of, () -> checkInPlace(type, of))));
  }

  private static void checkInPlace(String type, DataType of) {
    var operator = requireNonNull(Operators.find(Fused.DOMAIN, type));
    var signature = operator.signature();
    var inputs = inputs(signature, of);
    var op =
        new Op(
            new OpId("it"),
            Fused.DOMAIN,
            type,
            signature.inputs(),
            signature.outputs(),
            type.equals("SgdUpdate")
                ? new Attributes(java.util.Map.of("momentum", tensorOf(0.9)))
                : Attributes.NONE);
    var context = OpContext.during(op, 1, inputs);
    var apart = Evaluation.of(operator, context, inputs);
    var types = operator.infer(context);
    operator.compute(
        context,
        inputs,
        new Operator.Outputs() {
          @Override
          public Tensor get(int index, TensorType wanted) {
            assertEquals(types.get(index), wanted);
            return requireNonNull(inputs.get(operator.takesPlaceOf(index)));
          }

          @Override
          public boolean wanted(int index) {
            return true;
          }
        });
    boolean changed = false;
    for (int i = 0; i < types.size(); i++) {
      var made = requireNonNull(apart.get(i));
      var inPlace = requireNonNull(inputs.get(operator.takesPlaceOf(i)));
      assertEquals(-1, made.data().mismatch(inPlace.data()), signature.outputs().get(i));
      for (long at = 0; at < made.elementCount(); at++) {
        assertTrue(Double.isFinite(made.doubleAt(at)));
        changed |= made.doubleAt(at) != 0;
        if (signature.outputs().get(i).equals("gradient_new")) {
          assertEquals(0, made.doubleAt(at));
        }
      }
    }
    assertTrue(changed);
    assertTrue(operator.work(context, types).flops() >= ELEMENTS);
  }

  private static Attribute tensorOf(double value) {
    var tensor = Tensor.allocate(TensorType.of(DataType.DOUBLE));
    tensor.setDouble(0, value);
    return new Attribute.TensorValue(tensor);
  }

  /// Drawn, from above zero, so that they can be squares, and means below their roots.
  private static List<@Nullable Tensor> inputs(Signature signature, DataType of) {
    var random = new Random(3);
    var inputs = new ArrayList<@Nullable Tensor>();
    for (var name : signature.inputs()) {
      boolean single = name.equals("step") || name.equals("learning_rate");
      var tensor = Tensor.allocate(single ? TensorType.of(of) : TensorType.of(of, ELEMENTS));
      for (long i = 0; i < tensor.elementCount(); i++) {
        double drawn = 0.1 + random.nextDouble();
        tensor.setDouble(i, name.equals("step") ? 2 : name.equals("mean") ? drawn / 10 : drawn);
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  @Test
  void aSumOfGradientsGrowsWhereItLies() {
    var b = new NetworkBuilder("sums");
    var type = TensorType.of(DataType.FLOAT, 3);
    b.input("sum", type);
    b.input("gradient", type);
    b.op("it", Fused.DOMAIN, "AccumulateGradient", 1, Attributes.NONE, "sum", "gradient")
        .forEach(b::output);
    var made =
        NetworkEvaluation.run(
            b.build(),
            java.util.Map.of(
                "sum",
                Tensor.ofFloats(new float[] {1, 2, 3}, 3),
                "gradient",
                Tensor.ofFloats(new float[] {10, 20, 30}, 3)));
    assertEquals(33f, made.getFirst().floatAt(2));
  }

  @Test
  void shapesThatDoNotFitAreTold() {
    assertEquals(
        "Op it (AdamUpdate) gets gradient of shape 2×3 for a parameter of shape 3.",
        refusal("AdamUpdate", sizes(3), sizes(2, 3), sizes(), sizes(3), sizes(3), sizes()));
    assertEquals(
        "Op it (AdamUpdate) gets variance of shape 1 for a parameter of shape 3.",
        refusal("AdamUpdate", sizes(3), sizes(3), sizes(), sizes(3), sizes(1), sizes()));
    assertEquals(
        "Op it (SgdUpdate) wants a single number at input 2 but gets float32 3.",
        refusal("SgdUpdate", sizes(3), sizes(3), sizes(3)));
    assertEquals(
        "Op it (LionUpdate) has no input 3.", refusal("LionUpdate", sizes(3), sizes(3), sizes()));
    assertEquals(
        "Op it (AccumulateGradient) gets gradient of shape 4 for a parameter of shape 3.",
        refusal("AccumulateGradient", sizes(3), sizes(4)));
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  private static String refusal(String type, long[]... inputs) {
    var b = new NetworkBuilder("net");
    var names = new ArrayList<String>();
    for (var sizes : inputs) {
      names.add(b.input("x" + names.size(), TensorType.of(DataType.FLOAT, sizes)));
    }
    b.op("it", Fused.DOMAIN, type, 1, Attributes.NONE, names.toArray(String[]::new));
    return TypeInference.infer(b.build()).problems().getFirst().message();
  }

  @Test
  void tensorsOfTheTrainingDomainThatDoNotFitAreTold() {
    assertEquals(
        "Op it (Adam) gets 5 tensors to update, which is no multiple of 4: X, G, V, H.",
        trainingRefusal("Adam", Attributes.NONE, 5, sizes(2)));
    assertEquals(
        "Op it (Momentum) has no attribute alpha.",
        trainingRefusal("Momentum", Attributes.NONE, 3, sizes(2)));
    assertEquals(
        "Op it (Adagrad) gets H of shape 7 for a parameter of shape 2.",
        trainingRefusal("Adagrad", Attributes.NONE, 3, sizes(7)));
  }

  private static String trainingRefusal(
      String type, Attributes attributes, int tensors, long[] last) {
    var b = new NetworkBuilder("net");
    var names = new ArrayList<>(List.of(b.input("R", TensorType.of(DataType.FLOAT))));
    names.add(b.input("T", TensorType.of(DataType.INT64)));
    for (int i = 0; i < tensors; i++) {
      names.add(
          b.input(
              "x" + i, TensorType.of(DataType.FLOAT, i == tensors - 1 ? last : new long[] {2})));
    }
    b.op("it", OnnxUpdate.DOMAIN, type, 1, attributes, names.toArray(String[]::new));
    return TypeInference.infer(b.build()).problems().getFirst().message();
  }

  /// The cases of ONNX' own tests, which lie beside the repository.
  @TestFactory
  @Tag("cases")
  Stream<DynamicTest> stepsOfTheTrainingDomainAreAsPublished() throws IOException {
    assumeTrue(Files.exists(CASES), "Skipped: there is no " + CASES);
    var cases = new ObjectMapper().readTree(CASES.toFile()).get("cases");
    assertEquals(7, cases.size());
    return StreamSupport.stream(cases.spliterator(), false)
        .map(of -> DynamicTest.dynamicTest(of.get("name").asText(), () -> checkCase(of)));
  }

  private static void checkCase(JsonNode of) {
    var groups = Stream.of("X", "G", "V", "H").filter(of::has).toList();
    var b = new NetworkBuilder("net");
    var feeds = new HashMap<String, Tensor>();
    var names = new ArrayList<String>();
    var rate = Tensor.allocate(TensorType.of(DataType.FLOAT));
    rate.setDouble(0, of.get("R").asDouble());
    var count = Tensor.allocate(TensorType.of(DataType.INT64));
    count.setDouble(0, of.get("T").asDouble());
    feeds.put("R", rate);
    feeds.put("T", count);
    for (var group : groups) {
      for (int i = 0; i < of.get(group).size(); i++) {
        feeds.put(group + i, floats(of.get(group).get(i)));
      }
    }
    for (var name : List.of("R", "T")) {
      names.add(b.input(name, requireNonNull(feeds.get(name)).type()));
    }
    groups.forEach(group ->
        IntStream.range(0, of.get(group).size())
            .mapToObj(i -> group + i)
            .forEach(name -> names.add(b.input(name, requireNonNull(feeds.get(name)).type()))));
    var attributes = new LinkedHashMap<String, Attribute>();
    of.get("attrs")
        .properties()
        .forEach(each ->
            attributes.put(
                each.getKey(),
                each.getValue().isTextual()
                    ? new Attribute.StringValue(each.getValue().asText())
                    : new Attribute.FloatValue((float) each.getValue().asDouble())));
    var made = groups.stream().filter(group -> !group.equals("G")).toList();
    int parameters = of.get("X").size();
    b.op(
            "it",
            OnnxUpdate.DOMAIN,
            of.get("op").asText(),
            made.size() * parameters,
            new Attributes(attributes),
            names.toArray(String[]::new))
        .forEach(b::output);
    var network = b.build();
    assertEquals(List.of(), TypeInference.infer(network).problems());
    var outputs = NetworkEvaluation.run(network, feeds);
    for (int group = 0; group < made.size(); group++) {
      for (int i = 0; i < parameters; i++) {
        var wanted = floats(of.get(made.get(group) + "_new").get(i));
        var complaint = Tolerance.complaint(wanted, outputs.get(group * parameters + i));
        assertEquals(null, complaint, made.get(group) + i);
        for (long at = 0; at < wanted.elementCount(); at++) {
          double value = wanted.doubleAt(at);
          assertEquals(
              value,
              outputs.get(group * parameters + i).doubleAt(at),
              2e-6 * Math.max(1, Math.abs(value)));
        }
      }
    }
  }

  private static Tensor floats(JsonNode list) {
    var values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return Tensor.ofFloats(values, values.length);
  }
}
