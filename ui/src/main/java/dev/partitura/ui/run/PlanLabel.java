package dev.partitura.ui.run;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Strategy;
import dev.partitura.ui.theme.Texts;

/// A plan in a few words, such as `Pipeline 2 × 8`.
public final class PlanLabel {
  private PlanLabel() {}

  static String of(Plan plan, Texts texts) {
    var name = strategy(plan.strategy(), texts);
    return switch (plan.strategy()) {
      case SINGLE -> name;
      case TASK -> name + " " + plan.stages().size();
      case DATA -> name + " " + plan.replicas();
      case PIPELINE, CUSTOM ->
          plan.microBatches() == 1
              ? name + " " + plan.stages().size()
              : name + " " + plan.stages().size() + " × " + plan.microBatches();
    };
  }

  static String strategy(Strategy strategy, Texts texts) {
    return texts.get("strategy." + strategy.word());
  }
}
