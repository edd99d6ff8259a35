package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Feeds every operator with inputs and attributes that fit by chance only: it must run or refuse
/// with a sentence, never fail in another way.
@NullMarked
class OperatorRobustnessTest {
  private static final int ROUNDS = 250;
  private static final int FAULTS_EACH = 3;
  private static final List<DataType> TYPES =
      List.of(
          DataType.FLOAT,
          DataType.FLOAT,
          DataType.FLOAT,
          DataType.INT64,
          DataType.INT64,
          DataType.DOUBLE,
          DataType.FLOAT16,
          DataType.INT32,
          DataType.BOOL,
          DataType.UINT8,
          DataType.STRING);
  private static final int[] OPSETS = {1, 6, 7, 9, 10, 11, 12, 13, 18, 19, 21, 22};

  @Test
  void everyOperatorRunsOrRefuses() {
    var faults = new ArrayList<String>();
    var ran = new TreeSet<String>();
    for (var operator : Operators.all()) {
      var random = new Random(operator.signature().type().hashCode());
      int before = faults.size();
      for (int round = 0; round < ROUNDS && faults.size() < before + FAULTS_EACH; round++) {
        var one = random(operator.signature(), random);
        try {
          one.run();
          ran.add(one.op().type());
        } catch (ProblemException refused) {
          if (!refused.getMessage().matches("(?s)(Op|Value|Input) .*[.].*")) {
            faults.add(one + " refused by: " + refused.getMessage());
          }
        } catch (RuntimeException | OutOfMemoryError fault) {
          faults.add(
              one
                  + ": "
                  + fault
                  + " at "
                  + Arrays.stream(fault.getStackTrace())
                      .filter(frame -> frame.getClassName().contains("operator"))
                      .findFirst()
                      .orElse(null));
        }
        askWithoutValues(operator, one, faults);
        one.types().problems().stream()
            .filter(problem -> problem.code().equals("op.infer.failed"))
            .forEach(problem -> faults.add(one + " inferred: " + problem.message()));
      }
    }
    assertEquals("", faults.stream().collect(Collectors.joining("\n")), faults.size() + " faults");
    assertTrue(ran.size() > Operators.all().size() / 2, "Too few combinations fitted: " + ran);
  }

  /// Asks for types, work and batch rule where the inputs' values are unknown, then their sizes,
  /// then their ranks.
  private static void askWithoutValues(Operator operator, OneOp one, List<String> faults) {
    for (int known = 2; known >= 0; known--) {
      var types = new ArrayList<@Nullable TensorType>();
      for (var input : one.inputs()) {
        var shape =
            input == null
                ? null
                : known == 2 ? input.shape() : ShapeAxes.ofRank(input.shape().rank());
        types.add(input == null ? null : input.type().withShape(known == 0 ? null : shape));
      }
      var context =
          new OpContext(one.op(), one.opset(), types, Collections.nCopies(types.size(), null));
      try {
        var outputs = operator.infer(context);
        operator.work(context, outputs);
        operator.sharding(
            new ShardedOp(
                context,
                context,
                new SampleCounts(1, 2),
                Collections.nCopies(types.size(), Sharding.along(0)),
                outputs.stream().<@Nullable TensorType>map(type -> type).toList(),
                outputs.stream().<@Nullable TensorType>map(type -> type).toList()),
            0);
      } catch (ProblemException _) {
        // A sentence, as wanted.
      } catch (RuntimeException fault) {
        faults.add(
            one
                + " with "
                + types
                + ": "
                + fault
                + " at "
                + fault.getStackTrace()[0]
                + fault.getStackTrace()[1]);
      }
    }
  }

  private static OneOp random(Signature signature, Random random) {
    var inputs = new ArrayList<@Nullable Tensor>();
    int count =
        signature.variadic()
            ? 1 + random.nextInt(3)
            : random.nextInt(signature.minInputs(), signature.inputs().size() + 1);
    var common = TYPES.get(random.nextInt(TYPES.size()));
    for (int i = 0; i < count; i++) {
      boolean absent = i >= signature.minInputs() && i > 0 && random.nextInt(4) == 0;
      inputs.add(
          absent
              ? null
              : tensor(
                  random.nextInt(3) > 0 ? common : TYPES.get(random.nextInt(TYPES.size())),
                  random));
    }
    var attributes = new ArrayList<Object>();
    for (var parameter : signature.parameters()) {
      var value = random.nextInt(3) == 0 ? null : value(parameter, random);
      if (value != null) {
        attributes.add(parameter.name());
        attributes.add(value);
      }
    }
    int outputs = 1 + random.nextInt(signature.variadicOutput() ? 3 : signature.outputs().size());
    return OneOp.of(
        signature.type(),
        OPSETS[random.nextInt(OPSETS.length)],
        outputs,
        inputs,
        attributes.toArray());
  }

  private static Tensor tensor(DataType type, Random random) {
    var sizes = new long[random.nextInt(5)];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
    }
    var tensor = Tensor.allocate(TensorType.of(type, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (type == DataType.STRING) {
        tensor.setString(i, "text " + i);
      } else {
        tensor.setDouble(
            i, random.nextInt(20) == 0 ? 1e15 * random.nextGaussian() : random.nextInt(7) - 2);
      }
    }
    return tensor;
  }

  private static @Nullable Object value(Signature.Parameter parameter, Random random) {
    return switch (parameter.kind()) {
      case INT -> random.nextInt(6) - 2;
      case FLOAT -> random.nextFloat() * 3 - 1;
      case STRING ->
          parameter.choices().isEmpty()
              ? List.of("ij,jk->ik", "i...->...", "x", "").get(random.nextInt(4))
              : parameter.choices().get(random.nextInt(parameter.choices().size()));
      case TENSOR -> tensor(TYPES.get(random.nextInt(TYPES.size())), random);
      case INTS -> random.longs(random.nextInt(6), -2, 4).toArray();
      case FLOATS -> new float[] {random.nextFloat(), 1};
      case STRINGS -> new String[] {"Tanh", "Relu"};
      case NETWORK -> null;
    };
  }
}
