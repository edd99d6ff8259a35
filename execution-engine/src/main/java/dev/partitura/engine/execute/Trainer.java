package dev.partitura.engine.execute;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.data.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Trains a network step by step under its plan: lays the step out once, and goes on from any
/// state. The batches and what is computed follow from the request and the number of the step
/// alone, so that training in parts gives the bits of training at once. Used by one thread.
public final class Trainer {
  private final TrainingRequest request;
  private final TaskGraphExecutor executor;
  private final LoweredStep step;
  private final String input;
  private @Nullable TrainingResult latest;

  /// @throws ProblemException where the request cannot be trained
  public Trainer(TrainingRequest request, TaskGraphExecutor executor) {
    this.executor = executor;
    var network = request.network();
    refusal(network)
        .ifPresent(problem -> {
          throw new ProblemException(List.of(problem));
        });
    input = network.inputs().getFirst().name();
    var type = network.inputs().getFirst().type();
    var data = type == null ? request.data() : request.data().fitted(type);
    requireBatches(type, request.batch());
    this.request =
        new TrainingRequest(
            network, request.cluster(), request.plan(), data, request.optimizer(), request.batch());
    var sample = data.train().inputs().type();
    var fed = sample.withShape(sample.knownShape().withSize(0, request.batch()));
    step =
        new Lowering()
            .lowerStep(
                network,
                request.cluster(),
                request.plan(),
                request.optimizer(),
                request.batch(),
                Map.of(input, fed),
                null);
    requireLabels(data);
  }

  /// Why a network cannot be trained whatever the data, as far as that is seen at once; more is
  /// found when a step is laid out.
  public static Optional<Problem> refusal(Network network) {
    return network.outputs().isEmpty()
        ? Optional.of(Problem.of("training.output", ""))
        : network.inputs().size() == 1
            ? Optional.empty()
            : Optional.of(Problem.of("training.inputs", "", network.inputs().size()));
  }

  private static void requireBatches(@Nullable TensorType type, int batch) {
    var shape = type == null ? null : type.shape();
    if (shape != null && shape.isKnown(0) && batch % Math.max(1, shape.size(0)) != 0) {
      throw ProblemException.of("training.batch.fixed", "", batch, shape.size(0));
    }
  }

  private void requireLabels(Dataset data) {
    var labels = data.train().labels().type();
    var wanted = step.lowered().binding().whole().get(step.step().loss().labels());
    if (wanted != null
        && !labels.knownShape().withSize(0, 1).equals(wanted.knownShape().withSize(0, 1))) {
      throw ProblemException.of("training.labels", data.name(), data.name(), labels, wanted);
    }
    long classes = step.step().loss().classes();
    if (data.classes() > classes) {
      throw ProblemException.of(
          "training.classes", data.name(), data.name(), data.classes(), classes);
    }
  }

  /// What is trained, with the data as the network takes them.
  TrainingRequest request() {
    return request;
  }

  public TrainingStep step() {
    return step.step();
  }

  public TrainingState initial() {
    return TrainingState.initial(step.step());
  }

  /// What steps move, from the one of a number on.
  TrainingHistory.Traffic traffic(int number) {
    var replication = request.plan().replication();
    var joint = step.lowered();
    var between = replication.averages() ? joint.apart() : joint;
    return TrainingHistory.Traffic.of(
        number, joint.graph(), between.graph(), Math.max(1, replication.averageEvery()));
  }

  /// What the last call of [#train] gave.
  public @Nullable TrainingResult latest() {
    return latest;
  }

  /// Trains `steps` further steps.
  ///
  /// @return the state after those that ended; the same state where a step was broken off, since
  ///   what it left is neither old nor new
  /// @throws ProblemException when the loss is no number any more; names the op where that began
  public TrainingState train(
      TrainingState from,
      int steps,
      Workload.StepListener listener,
      Cancellation cancellation,
      Progress progress) {
    double rate = request.optimizer().learningRate();
    return train(from, steps, rate, listener, cancellation, progress);
  }

  /// The same with another learning rate than the optimizer's.
  public TrainingState train(
      TrainingState from,
      int steps,
      double learningRate,
      Workload.StepListener listener,
      Cancellation cancellation,
      Progress progress) {
    requireReplicas(from);
    var result =
        executor.run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                from.steps() + 1,
                steps,
                number -> feeds(number, learningRate),
                from.kept(),
                listener),
            cancellation,
            progress);
    latest = result;
    return result.kept().isEmpty() ? from : from.after(result.losses(), result.kept());
  }

  /// Replicas that are in the middle of steps by themselves go on as they are.
  private void requireReplicas(TrainingState from) {
    int apart = from.apart();
    var plan = request.plan();
    if (apart > 1 && !(plan.replication().averages() && plan.replicas() == apart)) {
      throw ProblemException.of("training.state.apart", "", from.steps(), apart);
    }
  }

  /// Why a step that begins in a state has no loss: the first op that makes something else than
  /// numbers of numbers.
  public Problem divergence(TrainingState before) {
    int number = before.steps() + 1;
    var feeds = new HashMap<>(feeds(number, request.optimizer().learningRate()));
    for (var value : step.step().kept()) {
      feeds.put(
          value.value(),
          before.kept().getOrDefault(step.step().name(value), Tensor.allocate(value.type())));
    }
    var network = step.step().network();
    var forward =
        network.ops().stream()
            .filter(op -> step.step().parts().get(op.id()) == TrainingStep.Part.FORWARD)
            .toList();
    var names = new ArrayList<String>();
    forward.forEach(op -> names.addAll(op.outputs().stream().filter(o -> !o.isEmpty()).toList()));
    var binding = step.lowered().binding();
    if (binding.splits() == 1) {
      var values =
          NetworkEvaluation.run(
              network
                  .withOps(forward)
                  .withOutputs(names.stream().map(name -> new Value(name, null)).toList()),
              feeds);
      for (int i = 0; i < values.size(); i++) {
        if (!isFinite(values.get(i))) {
          var name = names.get(i);
          var op =
              forward.stream()
                  .filter(each -> each.outputs().contains(name))
                  .findFirst()
                  .orElseThrow();
          return Problem.of("training.diverged.op", op.name(), number, op.name(), op.type());
        }
      }
    }
    return Problem.of("training.diverged", "", number);
  }

  private static boolean isFinite(Tensor tensor) {
    for (long i = 0; tensor.dataType().isFloating() && i < tensor.elementCount(); i++) {
      if (!Double.isFinite(tensor.doubleAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// The network with the parameters of a state.
  public Network trained(TrainingState state) {
    return state.applied(request.network());
  }

  private Map<String, Tensor> feeds(int number, double learningRate) {
    var samples = request.data().batch(number - 1L, request.batch());
    return Map.of(
        input,
        samples.inputs(),
        step.step().loss().labels(),
        samples.labels(),
        TrainingStep.LEARNING_RATE,
        scalar(learningRate),
        TrainingStep.STEP,
        scalar(number));
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  /// The data as the network takes them.
  public Dataset data() {
    return request.data();
  }

  /// Notes of the layout.
  public List<String> frozen() {
    return step.step().frozen();
  }
}
