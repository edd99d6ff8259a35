package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.Optimizer;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Predicts plans one after another that differ little, and beside each the same samples on one
/// device alone. Keeps what it laid out last, so that a change of the plan costs no more than it
/// changes; the single device is predicted again only where it or its work is another. One thread
/// at a time.
public final class Predictor {
  private final Function<Lowered, SimulatedExecutor> executors;
  private final Lowering laid = Lowering.toPredict();
  private final Lowering alone = Lowering.toPredict();
  private @Nullable Question lastAlone;
  private @Nullable Prediction lastUnsplit;

  /// What is to be predicted.
  ///
  /// @param batch samples of one iteration, or 0, as [RunRequest] has it
  /// @param optimizer of a training step; null predicts inference
  public record Question(
      Network network, Cluster cluster, Plan plan, int batch, @Nullable Optimizer optimizer) {
    public boolean trains() {
      return optimizer != null;
    }

    private RunRequest request() {
      return new RunRequest(network, cluster, plan, batch, Map.of(), 1, 1, 0);
    }

    private Question unsplit(Lowered lowered) {
      var binding = lowered.binding();
      var unsplit = request().unsplit(binding.total(), binding.runs());
      return new Question(network, cluster, unsplit.plan(), unsplit.batch(), optimizer);
    }
  }

  /// @param of the plan
  /// @param unsplit of the same samples on its first device
  public record Beside(Prediction of, Prediction unsplit) {}

  /// @param executors what prices a plan
  public Predictor(Function<Lowered, SimulatedExecutor> executors) {
    this.executors = executors;
  }

  /// Prices all plans by the same.
  public Predictor(SimulatedExecutor executor) {
    this(_ -> executor);
  }

  /// Predicts a plan and the single device. Cost: that of what has to be laid out anew, and O(tasks
  /// + edges).
  ///
  /// @throws ProblemException when network, plan and batch do not fit; holds every problem found
  public Beside predict(Question question) {
    var lowered = lower(laid, question);
    var prediction = Prediction.of(lowered, executors.apply(lowered), question.trains());
    return new Beside(
        prediction,
        question.request().isUnsplit() ? prediction : unsplit(question.unsplit(lowered)));
  }

  private Prediction unsplit(Question question) {
    var known = lastUnsplit;
    if (known == null || !question.equals(lastAlone)) {
      var lowered = lower(alone, question);
      known = Prediction.of(lowered, executors.apply(lowered), question.trains());
      lastUnsplit = known;
      lastAlone = question;
    }
    return known;
  }

  private static Lowered lower(Lowering lowering, Question of) {
    return of.optimizer() == null
        ? lowering.lower(of.network(), of.cluster(), of.plan(), of.batch(), Map.of(), null)
        : lowering
            .lowerStep(
                of.network(), of.cluster(), of.plan(), of.optimizer(), of.batch(), Map.of(), null)
            .lowered();
  }
}
