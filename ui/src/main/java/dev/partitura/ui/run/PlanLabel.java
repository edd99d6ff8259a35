package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.ServedWhat;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A plan in a few words, such as `Pipeline 2 × 8`: its kind, and how many stages, replicas, shards
/// and micro-batches it has where there are several, and what it does in training otherwise than
/// usual.
public final class PlanLabel {
  private PlanLabel() {}

  static String of(Project project, Texts texts) {
    var strategy = Presets.strategy(project.network(), project.plan());
    return of(strategy, project.network(), project.plan(), texts);
  }

  /// The plan of what was served, in the language of the texts beside this class.
  public static String of(ServedWhat what, Texts texts) {
    return of(what.strategy(), what.network(), what.plan(), texts);
  }

  /// The plan of what is known of a run, in the language of the texts beside this class; empty
  /// where the plan is not.
  public static String of(Analyses run, Texts texts) {
    var made = run.provenance();
    var network = made.network();
    var plan = made.plan();
    return network == null || plan == null
        ? ""
        : of(Presets.strategy(network, plan), network, plan, texts);
  }

  /// The plan of a run, in the language of the texts beside this class.
  public static String of(Run run, Texts texts) {
    var made = run.provenance();
    var network = made.network();
    var plan = made.plan();
    if (network != null && plan != null) {
      return of(run.strategy(), network, plan, texts);
    }
    var name = strategy(run.strategy(), texts);
    return plan == null
        ? name
        : name + counts(made.stages().size(), plan.replicas(), 1, plan.microBatches());
  }

  private static String of(String strategy, Network network, Plan plan, Texts texts) {
    var shape = Parallelism.of(network, plan);
    var degrees = Degrees.of(shape);
    var name =
        strategy.equals(Presets.HYBRID) && degrees != null
            ? degrees.name(texts)
            : strategy(strategy, texts);
    return name
        + counts(shape.stages(), plan.replicas(), shape.shards(), plan.microBatches())
        + (shape.stages() > 1 && !plan.rule().equals(Plan.FORWARD) ? " " + plan.rule() : "")
        + (plan.passes().precision() == Precision.BF16 ? " bf16" : "")
        + ExchangeWords.of(plan, texts).stream().map(" · "::concat).collect(Collectors.joining());
  }

  /// Those above one.
  private static String counts(int... each) {
    var counts =
        IntStream.of(each)
            .filter(count -> count > 1)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" × "));
    return counts.isEmpty() ? "" : " " + counts;
  }

  static Words strategy(String strategy) {
    return language -> strategy(strategy, Texts.of(PlanLabel.class, language));
  }

  /// The name of a kind of plan; as it is, where that is no kind known here.
  static String strategy(String strategy, Texts texts) {
    return texts.has("strategy." + strategy) ? texts.get("strategy." + strategy) : strategy;
  }
}
