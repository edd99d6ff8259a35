package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Recipe;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.plan.schedule.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Programs that only have a form.
final class FakePrograms {
  private static final long BYTES = 256;

  private FakePrograms() {}

  /// Steps in a row.
  static Program chain(int steps, int stages) {
    var made = new ArrayList<Step>();
    for (int step = 0; step < steps; step++) {
      made.add(step(step, step * stages / steps, List.of(step)));
    }
    return program(made);
  }

  /// Every step reads its predecessor, or some earlier value, and one more; stages never decrease.
  static Program random(RandomGenerator random, int steps, int stages) {
    var made = new ArrayList<Step>();
    for (int step = 0; step < steps; step++) {
      int near = Math.max(0, step - random.nextInt(3));
      made.add(step(step, step * stages / steps, List.of(near, random.nextInt(step + 1))));
    }
    return program(made);
  }

  /// Value 0 is the input, value `step + 1` what the step makes.
  private static Step step(int step, int stage, List<Integer> inputs) {
    return new Step(
        "step" + step,
        "Relu",
        Category.ACTIVATION,
        List.of(),
        stage,
        Phase.F,
        new Recipe() {},
        inputs.stream().distinct().toList(),
        List.of(step + 1),
        new Work(1, BYTES, BYTES));
  }

  private static Program program(List<Step> steps) {
    var slots = new ArrayList<Slot>();
    for (int slot = 0; slot <= steps.size(); slot++) {
      slots.add(new Slot("v" + slot, null, BYTES, false, null, -1, 0, false));
    }
    return new Program(steps, slots, List.of(0), List.of(steps.size()));
  }
}
