package dev.partitura.ui.run;

import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;

/// A plan in a few words, such as `Pipeline 2 × 8`: its kind, and how many stages, replicas and
/// micro-batches it has where there are several.
public final class PlanLabel {
  private PlanLabel() {}

  static String of(Project project, Texts texts) {
    var plan = project.plan();
    var counts = new ArrayList<String>();
    for (int count :
        new int[] {plan.stages(project.network()).size(), plan.replicas(), plan.microBatches()}) {
      if (count > 1) {
        counts.add(Integer.toString(count));
      }
    }
    var name = strategy(Presets.strategy(project.network(), plan), texts);
    return counts.isEmpty() ? name : name + " " + String.join(" × ", counts);
  }

  /// The name of a kind of plan.
  static String strategy(String strategy, Texts texts) {
    return texts.get("strategy." + strategy);
  }
}
