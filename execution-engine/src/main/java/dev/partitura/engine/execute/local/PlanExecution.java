package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.Map;

/// A lowered plan that is ready to be run as often as wanted, by threads of this process or by
/// ranks. One caller at a time; closing it frees what it holds.
public interface PlanExecution extends AutoCloseable {
  Lowered lowered();

  /// Room for the tasks of `iterations`.
  Recording recording(int iterations);

  /// Room for the wall time of each of `iterations`.
  Recording timesOf(int iterations);

  /// Runs the tasks `iterations` times.
  ///
  /// @return whether all ran to their end
  boolean execute(
      int iterations, Recording recording, Cancellation cancellation, Progress progress);

  /// The outputs that the last iteration left; none, where a device is only imagined.
  Map<String, Tensor> outputs();

  /// The mean of a scalar output over all micro-batches of the last iteration.
  double mean(String output);

  /// Copies what is fed into the memory of the inputs.
  void fill(Map<String, Tensor> feeds);

  /// Sets what stays from one iteration to the next; zeros where `values` has no such name.
  void keep(Map<String, Tensor> values);

  /// Copies of what stays, put together from shards and pieces.
  ///
  /// @param apart whether each replica has its own, or else that of the first is that of all
  Map<String, Tensor> kept(boolean apart);

  /// Other tasks on the same values in the same memory; to be closed before this is.
  ///
  /// @param other with values where this plan has them
  PlanExecution sharing(Lowered other);

  @Override
  void close();
}
