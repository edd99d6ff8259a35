package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Something to know of a run. An analysis is one file and one line in [Analyses]; whoever wants
/// its result asks the run's [Analyses], which computes it once.
public interface Analysis<R> {
  /// What it is called.
  String name();

  /// What must be known of a run, beside its trace, to tell.
  Set<Known> needs();

  /// Computes it. Asks `run` for what other analyses found; pure, any thread.
  R compute(Analyses run);

  /// Writes its numbers into the report of a run; see [Report].
  void report(R result, ObjectNode report);

  /// What may be known of a run beside its trace; see [Provenance].
  enum Known {
    NETWORK,
    PLAN,
    GRAPH,
    MEASURED,
    UNSPLIT,
    TRAINING
  }

  /// An analysis whose result is for other analyses and views, not for the report.
  static <R> Analysis<R> of(String name, Set<Known> needs, Function<Analyses, R> compute) {
    return of(name, needs, compute, (_, _) -> {});
  }

  /// An analysis that the report tells of.
  static <R> Analysis<R> of(
      String name,
      Set<Known> needs,
      Function<Analyses, R> compute,
      BiConsumer<R, ObjectNode> report) {
    record Entry<R>(
        String name, Set<Known> needs, Function<Analyses, R> how, BiConsumer<R, ObjectNode> writer)
        implements Analysis<R> {
      @Override
      public R compute(Analyses run) {
        return how.apply(run);
      }

      @Override
      public void report(R result, ObjectNode report) {
        writer.accept(result, report);
      }
    }
    return new Entry<>(name, Set.copyOf(needs), compute, report);
  }
}
