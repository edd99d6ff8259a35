package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Predicts plans one after another that differ little, and beside each the same samples on one
/// device alone. Keeps what it laid out last, so that a change of the plan costs no more than it
/// changes; the single device is laid out again only where it or its work is another. Both are
/// priced alike. One thread at a time.
public final class Predictor {
  private final Function<List<Lowered>, SimulatedExecutor> executors;
  private final Lowering laid = Lowering.toPredict();
  private final Lowering alone = Lowering.toPredict();
  private @Nullable Alone last;

  /// The single device as it was predicted last, and what priced it.
  private record Alone(
      Question question, Lowered lowered, SimulatedExecutor by, Prediction prediction) {
    @SuppressWarnings("ReferenceEquality") // What prices has no value of its own.
    private boolean isOf(Question asked, SimulatedExecutor pricing) {
      return by == pricing && question.equals(asked);
    }
  }

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

    /// The same samples on one device.
    ///
    /// @param lowered what this question was laid out as
    public Question unsplit(Lowered lowered) {
      var binding = lowered.binding();
      var unsplit = request().unsplit(binding.total(), binding.runs());
      return new Question(network, cluster, unsplit.plan(), unsplit.batch(), optimizer);
    }
  }

  /// @param of the plan
  /// @param unsplit of the same samples on its first device
  public record Beside(Prediction of, Prediction unsplit) {}

  /// @param executors what prices plans that are compared; the same object for the same prices
  public Predictor(Function<List<Lowered>, SimulatedExecutor> executors) {
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
    if (question.request().isUnsplit()) {
      var alike = executors.apply(List.of(lowered));
      var prediction = Prediction.of(lowered, alike, question.trains());
      return new Beside(prediction, prediction);
    }
    var unsplit = question.unsplit(lowered);
    var known = last;
    var single =
        known != null && known.question.equals(unsplit) ? known.lowered : lower(alone, unsplit);
    var by = executors.apply(List.of(lowered, single));
    var prediction = Prediction.of(lowered, by, question.trains());
    if (known == null || !known.isOf(unsplit, by)) {
      known = new Alone(unsplit, single, by, Prediction.of(single, by, unsplit.trains()));
      last = known;
    }
    return new Beside(prediction, known.prediction);
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
