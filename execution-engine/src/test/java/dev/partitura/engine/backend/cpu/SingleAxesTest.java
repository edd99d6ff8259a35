package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Axes of size 1 lie anywhere once axes have changed places, and a kernel must not mind.
class SingleAxesTest {
  private static final int NETWORKS = 2800;

  private final Random random = new Random(5);

  private long[] sizes(int rank) {
    return LongStream.range(0, rank)
        .map(_ -> new long[] {1, 1, 2, 3, 4, 8, 8, 17}[random.nextInt(8)])
        .toArray();
  }

  private static Tensor filled(Random random, long... sizes) {
    var tensor = Tensor.ofFloats(new float[(int) Shape.of(sizes).elementCount()], sizes);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextInt(1, 33) / 16.0);
    }
    return tensor;
  }

  /// A value whose axes change places, and what may stand behind that.
  private Network network(String type, boolean constant) {
    var b = new NetworkBuilder(type);
    int rank = random.nextInt(2, 6);
    var before = sizes(rank);
    var order = new ArrayList<Long>();
    LongStream.range(0, rank).forEach(order::add);
    // Most often what lies innermost stays there, as features do.
    Collections.shuffle(order.subList(0, random.nextInt(3) == 0 ? rank : rank - 1), random);
    var after = order.stream().mapToLong(axis -> before[axis.intValue()]).toArray();
    var perm = new Attributes(Map.of("perm", new Attribute.Ints(order)));
    var x = b.op("turn", "Transpose", perm, b.input("x", Shape.of(before)));
    switch (type) {
      case "Softmax", "Relu", "Sigmoid", "Identity" -> b.output(b.op(type, x));
      case "ReduceMean" ->
          b.output(
              b.op(
                  type,
                  type,
                  new Attributes(
                      Map.of("axes", new Attribute.Ints(List.of((long) random.nextInt(rank))))),
                  x));
      case "LayerNormalization" -> {
        long width = after[rank - 1];
        b.output(
            b.op(
                type,
                x,
                b.initializer("scale", filled(random, width)),
                b.initializer("bias", filled(random, width))));
      }
      case "MatMul2" -> {
        var turned = after.clone();
        turned[rank - 1] = after[rank - 2];
        turned[rank - 2] = after[rank - 1];
        var given = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
          given[order.get(axis).intValue()] = turned[axis];
        }
        var other = b.op("turn2", "Transpose", perm, b.input("y", Shape.of(given)));
        b.output(b.op("MatMul", x, other));
      }
      case "MatMul" ->
          b.output(b.op(type, x, b.initializer("w", filled(random, after[rank - 1], 5))));
      case "Concat" -> {
        var along = new Attributes(Map.of("axis", new Attribute.IntValue(random.nextInt(rank))));
        b.output(b.op(type, type, along, x, b.input("y", Shape.of(after))));
      }
      default -> {
        int less = random.nextInt(rank);
        var small = Arrays.copyOfRange(after, less, rank);
        for (int axis = 0; axis < small.length; axis++) {
          small[axis] = random.nextInt(3) == 0 ? 1 : small[axis];
        }
        var other =
            constant ? b.initializer("y", filled(random, small)) : b.input("y", Shape.of(small));
        b.output(random.nextBoolean() ? b.op(type, x, other) : b.op(type, other, x));
      }
    }
    return b.build();
  }

  @Test
  void kernelsDoNotMindWhereTheyLie() {
    var wrong = new ArrayList<String>();
    var types =
        List.of(
            "Mul",
            "Add",
            "Sub",
            "Div",
            "Max",
            "Softmax",
            "Relu",
            "Sigmoid",
            "Identity",
            "ReduceMean",
            "LayerNormalization",
            "MatMul",
            "MatMul2",
            "Concat");
    for (int number = 0; number < NETWORKS; number++) {
      var type = types.get(number % types.size());
      var network = network(type, random.nextBoolean());
      var inputs = new ArrayList<Tensor>();
      for (var input : network.inputs()) {
        if (!network.initializers().containsKey(input.name())) {
          inputs.add(filled(random, input.type().knownShape().sizes()));
        }
      }
      var lowered = ProgramRunner.lower(network, Passes.ALL, Map.of());
      var fast = ProgramRunner.run(new CpuBackend(), lowered, inputs).getFirst();
      var slow = ProgramRunner.run(new ReferenceBackend(), lowered, inputs).getFirst();
      assertEquals(slow.shape(), fast.shape());
      for (long i = 0; i < slow.elementCount(); i++) {
        double difference = Math.abs(slow.doubleAt(i) - fast.doubleAt(i));
        if (!(difference <= 1e-4 * (1 + Math.abs(slow.doubleAt(i))))) {
          wrong.add(
              "%s of %s, %s, %s: element %d is %s instead of %s"
                  .formatted(
                      type,
                      network.inputs(),
                      network.ops().getFirst().attributes(),
                      network.initializers().values().stream().map(Constant::type).toList(),
                      i,
                      fast.doubleAt(i),
                      slow.doubleAt(i)));
          break;
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }
}
