package dev.partitura.ui.run;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.lower.FreeBatch;
import dev.partitura.ui.theme.Words;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A way out where a batch cannot be split as the plan wants it. What was asked for is kept as far
/// as it goes: a batch that has no such part gets fewer micro-batches, a network made for one size
/// of batch is made free, and only where neither helps there is one micro-batch.
///
/// @param label what the person is offered
/// @param edit what is done to the project, for undoing
/// @param batch to ask for then; 0 for the smallest that fits
record UnsplitBatch(Words label, Words edit, int batch, UnaryOperator<Project> change)
    implements UnaryOperator<Project> {
  @Override
  public Project apply(Project project) {
    return change.apply(project);
  }

  /// The way out of a refusal; null where there is none.
  ///
  /// @param batch that was asked for
  static @Nullable UnsplitBatch wayOut(Project project, int batch, ProblemException refused) {
    var plan = project.plan();
    var codes = refused.problems().stream().map(problem -> problem.code()).toList();
    boolean isSplit = plan.microBatches() * plan.replicas() > 1;
    if (!isSplit || codes.stream().noneMatch(c -> c.startsWith("plan.batch."))) {
      return null;
    }
    if (codes.contains("plan.batch.split")) {
      int fitting = fitting(plan, plan.batchOr(batch));
      return fitting == 0 ? null : microBatches(fitting, batch);
    }
    if (canBeFree(project.network())) {
      return new UnsplitBatch(
          words("run.freeBatch"),
          words("edit.freeBatch"),
          0,
          now -> now.withNetwork(FreeBatch.of(now.network())));
    }
    return plan.replicas() == 1 ? microBatches(1, 0) : null;
  }

  /// The most micro-batches, up to those of the plan, into which a batch can be split evenly; 0
  /// where not even its replicas fit.
  private static int fitting(Plan plan, int batch) {
    int count = plan.microBatches();
    while (count > 0 && batch % (plan.replicas() * count) != 0) {
      count--;
    }
    return count;
  }

  private static boolean canBeFree(Network network) {
    try {
      return !FreeBatch.of(network).equals(network);
    } catch (ProblemException _) {
      return false;
    }
  }

  private static UnsplitBatch microBatches(int count, int batch) {
    return new UnsplitBatch(
        words("run.microBatches", count),
        words("edit.microBatches"),
        batch,
        now -> now.withPlan(now.plan().withMicroBatches(count)));
  }

  private static Words words(String key, Object... arguments) {
    return Words.of(UnsplitBatch.class, key, arguments);
  }
}
