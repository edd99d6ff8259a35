package dev.partitura.ui.run;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// A plan in a few words, such as `Pipeline 2 × 8`: its kind, and how many stages, replicas and
/// micro-batches it has where there are several.
public final class PlanLabel {
  private PlanLabel() {}

  static String of(Project project, Texts texts) {
    var plan = project.plan();
    var strategy = Presets.strategy(project.network(), plan);
    return of(strategy, plan, plan.stages(project.network()).size(), texts);
  }

  /// The plan of a run, in the language of the texts beside this class.
  public static String of(Run run, Texts texts) {
    var made = run.provenance();
    return of(run.strategy(), made.plan(), made.stages().size(), texts);
  }

  private static String of(String strategy, @Nullable Plan plan, int stages, Texts texts) {
    var counts = new ArrayList<String>();
    for (int count :
        plan == null ? new int[0] : new int[] {stages, plan.replicas(), plan.microBatches()}) {
      if (count > 1) {
        counts.add(Integer.toString(count));
      }
    }
    var name = strategy(strategy, texts);
    return counts.isEmpty() ? name : name + " " + String.join(" × ", counts);
  }

  static Words strategy(String strategy) {
    return language -> strategy(strategy, Texts.of(PlanLabel.class, language));
  }

  /// The name of a kind of plan; as it is, where that is no kind known here.
  static String strategy(String strategy, Texts texts) {
    return texts.has("strategy." + strategy) ? texts.get("strategy." + strategy) : strategy;
  }
}
