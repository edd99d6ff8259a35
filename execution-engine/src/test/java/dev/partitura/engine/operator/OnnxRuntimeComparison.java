package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/// Compares reference kernels with ONNX Runtime over parameter combinations that it implements as
/// ONNX says. On the way it checks that the inferred types hold, that an op whose split rule allows
/// it gives the same when inputs are cut, and that an op with one input or attribute changed by
/// chance still runs or refuses.
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnnxRuntimeComparison {
  private static final int DAMAGED_EACH = 12;
  private final Random random = new Random(7);
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> splits = new TreeMap<>();
  private int compared;

  Tensor floats(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, random.nextFloat() * 4 - 2);
    }
    return tensor;
  }

  Tensor integers(DataType type, int bound, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(type, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setLong(i, random.nextInt(bound));
    }
    return tensor;
  }

  static Tensor longs(long... values) {
    return Tensor.ofLongs(values, values.length);
  }

  static Tensor scalar(long value) {
    return Tensor.ofLongs(new long[] {value});
  }

  static Tensor ints(long... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.INT32, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return tensor;
  }

  static Tensor numbers(float... values) {
    return Tensor.ofFloats(values, values.length);
  }

  static List<@Nullable Tensor> in(@Nullable Tensor... inputs) {
    return Arrays.asList(inputs);
  }

  void compare(
      String type, int opset, int outputs, List<@Nullable Tensor> inputs, Object... attributes) {
    var one = OneOp.of(type, opset, outputs, inputs, attributes);
    compared++;
    try {
      var expected = PeerRun.outputs(one.network(), one.feeds());
      var got = one.run();
      var types = one.types();
      for (int i = 0; i < outputs; i++) {
        var complaint = Tolerance.complaint(expected.get(i), got.get(i));
        if (complaint != null) {
          complaints.add(one + ": output " + i + " " + complaint);
        }
        if (!types.problems().isEmpty() || !one.admits(types.type("out" + i), got.get(i).type())) {
          complaints.add(
              one
                  + ": inferred "
                  + types.type("out" + i)
                  + " "
                  + types.problems()
                  + " for "
                  + got.get(i).type());
        }
      }
      var split = SplitOneOp.judge(one, got, random);
      splits.merge(type, split.allowed(), Integer::sum);
      complaints.addAll(split.complaints());
      complaints.addAll(ShardOneOp.judge(one, got, random).complaints());
    } catch (OrtException | RuntimeException refused) {
      complaints.add(one + ": " + refused);
    }
    for (int i = 0; i < DAMAGED_EACH; i++) {
      var damaged = one.damaged(random);
      try {
        damaged.run();
      } catch (ProblemException _) {
        // A sentence, as wanted.
      } catch (RuntimeException fault) {
        complaints.add(
            damaged
                + ": "
                + fault
                + " at "
                + fault.getStackTrace()[0]
                + Arrays.stream(fault.getStackTrace())
                    .filter(f ->
                        f.getFileName() != null
                            && !f.getFileName().startsWith("Elements")
                            && f.getClassName().contains("engine.operator"))
                    .findFirst()
                    .orElse(null));
      }
    }
  }

  /// A rule that never allows anything would pass every comparison.
  @AfterAll
  void rulesAllowSplits() {
    var never = new TreeSet<String>();
    splits.forEach((type, times) -> {
      if (times == 0) {
        never.add(type);
      }
    });
    System.out.println(
        "Split rules held in "
            + splits.values().stream().mapToInt(Integer::intValue).sum()
            + " splits of "
            + splits.size()
            + " operators; never split: "
            + never);
    assertEquals(neverSplit(), never);
  }

  /// Operators whose ops no rule can allow to be split.
  Set<String> neverSplit() {
    return Set.of();
  }

  /// Behind the cases of a test.
  void finish() {
    var found = String.join("\n", complaints);
    int count = complaints.size();
    complaints.clear();
    assertEquals("", found, count + " of " + compared + " differ");
  }
}
