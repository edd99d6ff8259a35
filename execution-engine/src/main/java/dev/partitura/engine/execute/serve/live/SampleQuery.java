package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The question of every made-up request: the same inputs, whose outputs are left where they lie.
/// Any thread.
class SampleQuery implements Query {
  private final Map<String, Tensor> inputs;
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();

  SampleQuery(Map<String, Tensor> inputs) {
    this.inputs = Map.copyOf(inputs);
  }

  @Override
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  @Override
  public boolean wantsOutputs() {
    return false;
  }

  @Override
  public void answered(Map<String, Tensor> outputs, long nanos) {
    // Counted by the server.
  }

  @Override
  public void shed(Shed why) {
    // Counted by the server.
  }

  @Override
  public void failed(RuntimeException failure) {
    fault.compareAndSet(null, failure);
  }

  /// @throws RuntimeException the first failure, if there was one
  void requireAnswers() {
    var failure = fault.get();
    if (failure != null) {
      throw failure;
    }
  }
}
