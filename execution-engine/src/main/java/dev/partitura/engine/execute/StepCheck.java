package dev.partitura.engine.execute;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Whether a step under a plan is the step that is not split: one of plain descent from the same
/// state on the same batch, under the plan and on one device alone. Loss and gradients are compared
/// as outputs are, whatever the optimizer, whose first steps may follow the sign of a gradient
/// alone and tell nothing of its size. Where replicas go steps by themselves each is compared with
/// such a step on its share of the batch, and their mean where they are averaged.
public final class StepCheck {
  /// Far enough to see the gradients before the parameters.
  private static final double FAR = 1024;

  private static final String LOSS = "loss";

  /// What is so small beside the largest gradient may be nothing but what rounding left of a zero,
  /// as that of the bias of the keys of attention is: its own size bounds nothing.
  private static final double SMALL = 1.0 / 64;

  private StepCheck() {}

  /// Blocks; any thread.
  ///
  /// @param state to step from
  /// @return unknown when cancelled
  public static Agreement of(
      TrainingRequest request,
      TrainingState state,
      TaskGraphExecutor executor,
      Cancellation cancellation) {
    var alone =
        Plan.single(request.plan().devices().getFirst()).withPasses(request.plan().passes());
    if (alone.equals(request.plan().withGlobalBatch(0))) {
      return Agreement.IDENTICAL;
    }
    var given = step(request, state, executor, cancellation);
    var wanted =
        request.plan().replication().averages()
            ? apart(with(request, alone), request.plan(), state, executor, cancellation)
            : step(with(request, alone), state, executor, cancellation);
    if (given.isEmpty() || wanted.isEmpty()) {
      return Agreement.UNKNOWN;
    }
    double least = SMALL * largest(wanted);
    var agreement =
        OutputComparison.of(
            given,
            wanted,
            Rounding.of(request.network(), request.plan().passes().precision()),
            name -> name.equals(LOSS) ? 0 : least);
    return agreement instanceof Agreement.WithinRounding(var name, var difference, var bound)
        ? new Agreement.WithinRounding(
            name, difference / (name.equals(LOSS) ? 1 : FAR), bound / (name.equals(LOSS) ? 1 : FAR))
        : agreement;
  }

  private static double largest(Map<String, Tensor> found) {
    double largest = 0;
    for (var name : found.keySet()) {
      if (!name.equals(LOSS)) {
        largest =
            Math.max(largest, Rounding.largestMagnitude(Objects.requireNonNull(found.get(name))));
      }
    }
    return largest;
  }

  private static TrainingRequest with(TrainingRequest of, Plan plan) {
    return new TrainingRequest(
        of.network(), of.cluster(), plan, of.data(), of.optimizer(), of.batch());
  }

  /// What the replicas of a plan have after a step of each by itself.
  ///
  /// @param alone the step on one device
  private static Map<String, Tensor> apart(
      TrainingRequest alone,
      Plan plan,
      TrainingState state,
      TaskGraphExecutor executor,
      Cancellation cancellation) {
    int replicas = plan.replicas();
    var each = new ArrayList<Map<String, Tensor>>();
    for (int replica = 0; replica < replicas; replica++) {
      var share =
          new TrainingRequest(
              alone.network(),
              alone.cluster(),
              alone.plan(),
              alone.data(),
              alone.optimizer(),
              alone.batch() / replicas);
      var own = new HashMap<>(state.kept());
      for (var name : state.kept().keySet()) {
        var value = state.kept().get(TrainingState.ofReplica(name, replica));
        own.compute(name, (_, first) -> value == null ? first : value);
      }
      own.keySet().retainAll(alone.network().initializers().keySet());
      int steps = state.steps() * replicas + replica;
      var step = step(share, new TrainingState(steps, own, state.losses()), executor, cancellation);
      if (step.isEmpty()) {
        return step;
      }
      each.add(step);
    }
    boolean joint = (state.steps() + 1) % plan.replication().averageEvery() == 0;
    var found = new HashMap<String, Tensor>();
    for (var name : each.getFirst().keySet()) {
      var values = each.stream().map(of -> Objects.requireNonNull(of.get(name))).toList();
      for (int replica = 0; replica < replicas; replica++) {
        if (joint || name.equals(LOSS)) {
          found.put(name, TrainingState.mean(values));
        } else {
          found.put(TrainingState.ofReplica(name, replica), values.get(replica));
        }
      }
    }
    return found;
  }

  private static Map<String, Tensor> step(
      TrainingRequest of,
      TrainingState state,
      TaskGraphExecutor executor,
      Cancellation cancellation) {
    var descent = Optimizers.of("sgd", FAR);
    var trainer =
        new Trainer(
            new TrainingRequest(
                of.network(), of.cluster(), of.plan(), of.data(), descent, of.batch()),
            executor);
    var initial = trainer.initial().kept();
    var kept = new HashMap<>(initial);
    for (var name : initial.keySet()) {
      for (int replica = 0; replica < of.plan().replicas(); replica++) {
        var value = state.kept().get(TrainingState.ofReplica(name, replica));
        if (value != null) {
          kept.put(TrainingState.ofReplica(name, replica), value);
        }
      }
    }
    trainer.train(
        new TrainingState(state.steps(), kept, state.losses()),
        1,
        Workload.StepListener.NONE,
        cancellation,
        Progress.NONE);
    var result = trainer.latest();
    if (result == null || result.kept().isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<String, Tensor>();
    for (var name : of.network().initializers().keySet()) {
      for (int replica = 0; replica < of.plan().replicas(); replica++) {
        var value = result.kept().get(TrainingState.ofReplica(name, replica));
        if (value != null) {
          found.put(TrainingState.ofReplica(name, replica), value);
        }
      }
    }
    var loss = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    loss.setDouble(0, result.losses()[0]);
    found.put(LOSS, loss);
    return found;
  }
}
