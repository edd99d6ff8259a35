package dev.partitura.app.http;

import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.execute.serve.live.Query;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A row of a question while it waits for its answer.
final class PendingAnswer implements Query {
  private final Map<String, Tensor> inputs;
  private final CompletableFuture<Map<String, Tensor>> answer = new CompletableFuture<>();

  PendingAnswer(Map<String, Tensor> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  @Override
  public boolean wantsOutputs() {
    return true;
  }

  @Override
  public void answered(Map<String, Tensor> outputs, long nanos) {
    answer.complete(outputs);
  }

  @Override
  public void shed(Shed why) {
    answer.completeExceptionally(
        switch (why) {
          case OVERFLOW ->
              new HttpFault(HttpFault.OVERLOADED, "Too many requests wait. Try later.");
          case HOPELESS ->
              new HttpFault(HttpFault.TOO_LATE, "The answer would come after its deadline.");
          case CLOSED -> new HttpFault(HttpFault.OVERLOADED, "The server is ending.");
        });
  }

  @Override
  public void failed(RuntimeException fault) {
    answer.completeExceptionally(
        new HttpFault(
            HttpFault.FAILED,
            "The network could not compute on these values: " + fault.getMessage()));
  }

  /// Waits; the caller is a virtual thread.
  ///
  /// @throws HttpFault when there is none
  static List<Map<String, Tensor>> of(List<PendingAnswer> pending) {
    return pending.stream().map(PendingAnswer::get).toList();
  }

  private Map<String, Tensor> get() {
    try {
      return answer.get();
    } catch (ExecutionException ended) {
      if (ended.getCause() instanceof HttpFault fault) {
        throw fault;
      }
      throw new IllegalStateException(ended.getCause());
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new HttpFault(HttpFault.OVERLOADED, "The server is ending.");
    }
  }
}
