package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Computes any op through its operator's own kernel, on plain values of any element type, of sizes
/// known beforehand or not.
final class ReferenceEmitter {
  private ReferenceEmitter() {}

  static void emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var operator = Operators.find(op);
    if (operator == null) {
      throw ProblemException.of("op.operator.unknown", op.name(), op.name(), op.type());
    }
    var values = new ArrayList<String>(op.inputs());
    values.addAll(op.captures());
    var inputs = new ArrayList<Integer>();
    var places = new int[values.size()];
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isEmpty()) {
        places[i] = -1;
        continue;
      }
      // What shards exchange is made ready by those that made it, in memory that messages know.
      int kind =
          operator.has(Trait.COLLECTIVE)
              ? compilation.slots().kind(compilation.home(values.get(i)))
              : fused.kind();
      int slot = compilation.plain(values.get(i), kind);
      boolean ownMemory =
          operator.has(Trait.COLLECTIVE) && compilation.slots().get(slot).isDynamic()
              || isWrittenOver(op, operator, i)
                  && !compilation.mayWriteOver(op, values.get(i), slot);
      if (ownMemory) {
        slot = compilation.copy(values.get(i), slot, kind);
      }
      if (!inputs.contains(slot)) {
        inputs.add(slot);
      }
      places[i] = inputs.indexOf(slot);
    }
    boolean fixed = inputs.stream().noneMatch(slot -> compilation.slots().get(slot).isDynamic());
    var outputs = new ArrayList<Integer>();
    var outputPlaces = new int[op.outputs().size()];
    for (int i = 0; i < outputPlaces.length; i++) {
      var value = op.outputs().get(i);
      outputPlaces[i] = value.isEmpty() ? -1 : outputs.size();
      if (!value.isEmpty()) {
        int over = operator.takesPlaceOf(i);
        outputs.add(
            over >= 0
                ? inPlace(compilation, value, inputs.get(places[over]))
                : outputSlot(compilation, value, fixed, fused.kind()));
      }
    }
    var kernel =
        new ReferenceKernel(operator, compilation.values().context(op), places, outputPlaces);
    compilation.step(fused, kernel, inputs, outputs);
  }

  private static boolean isWrittenOver(Op op, Operator operator, int input) {
    return IntStream.range(0, op.outputs().size())
        .anyMatch(output ->
            !op.outputs().get(output).isEmpty() && operator.takesPlaceOf(output) == input);
  }

  private static int inPlace(Compilation compilation, String value, int input) {
    var type = Objects.requireNonNull(compilation.values().type(value));
    var layout = Layout.plain(type.knownShape().sizes());
    return compilation.slots().alias(value, type, layout, input);
  }

  private static int outputSlot(Compilation compilation, String value, boolean fixed, int kind) {
    @Nullable TensorType type = compilation.values().type(value);
    return fixed && type != null && Compilation.isPlannable(type)
        ? compilation.slots().produced(value, type, Layout.plain(type.knownShape().sizes()), kind)
        : compilation.slots().dynamic(value, type, kind);
  }
}
