package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.tensor.Tensor;
import java.util.Map;

/// What a request asks, and who hears of its end. Exactly one of the three ends is told, on a
/// thread of the server: do little there.
public interface Query {
  /// Tensors by input of the network, each for one request.
  Map<String, Tensor> inputs();

  /// Whether it wants copies of the outputs; else it is only told that they are there.
  boolean wantsOutputs();

  /// @param outputs by name, for this request; empty where none are wanted
  /// @param nanos on the server's clock
  void answered(Map<String, Tensor> outputs, long nanos);

  void shed(Shed why);

  /// The batch that it was in could not be computed.
  void failed(RuntimeException fault);
}
