package dev.partitura.engine.backend.gpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collects the launches of one step. Elementwise functions that follow each other become one
/// launch. Used by one thread.
final class GpuStepBuilder {
  private final Map<String, GpuArgument> arguments = new HashMap<>();
  private final List<GpuLaunch> launches = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private @Nullable ElementChain chain;

  /// Says where a value of the step is found.
  void define(String value, GpuOperand operand) {
    arguments.put(value, new GpuArgument.Memory(operand));
  }

  GpuArgument argument(String value) {
    return Objects.requireNonNull(arguments.get(value), value);
  }

  /// Whole numbers for a kernel to read.
  GpuArgument table(int... words) {
    tables.add(words.clone());
    return new GpuArgument.Memory(new GpuOperand.Table(tables.size() - 1));
  }

  void launch(GpuLaunch launch) {
    endChain();
    if (!launch.isEmpty()) {
      launches.add(launch);
    }
  }

  /// A chain of elementwise functions from `x` to `y`, the one before where that ended in `x`.
  ElementChain chain(GpuArgument x, GpuArgument y, long count) {
    var open = chain;
    if (open != null && open.y().equals(x) && open.y().equals(y) && !open.isFull()) {
      return open;
    }
    endChain();
    var next = new ElementChain(x, y, count);
    chain = next;
    return next;
  }

  private void endChain() {
    var open = chain;
    chain = null;
    if (open != null && open.count() > 0) {
      launches.add(open.launch(this));
    }
  }

  GpuRecipe.Launches build() {
    endChain();
    return new GpuRecipe.Launches(launches, tables);
  }
}
