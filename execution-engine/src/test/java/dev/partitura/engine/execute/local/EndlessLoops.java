package dev.partitura.engine.execute.local;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;

/// Networks with a `Loop` that never ends.
final class EndlessLoops {
  private EndlessLoops() {}

  private static Attributes body(boolean empty) {
    var body = new NetworkBuilder("body").opset(19);
    body.input("i", TensorType.of(DataType.INT64));
    var going = body.input("going", TensorType.of(DataType.BOOL));
    var sum = body.input("sum", TensorType.of(DataType.FLOAT, 2));
    if (empty) {
      body.output(going);
      body.output(sum);
    } else {
      body.output(body.op("Identity", going));
      body.output(body.op("Add", sum, sum));
    }
    return new Attributes(Map.of("body", new Attribute.NetworkValue(body.build())));
  }

  /// A loop over an input.
  ///
  /// @param empty whether its body has no op
  static Network ofInput(boolean empty) {
    var b = new NetworkBuilder("endless").opset(19);
    b.output(b.op("loop", "Loop", body(empty), "", "", b.input("start", Shape.of(2))));
    return b.build();
  }

  /// A loop over a constant, which a compiler would like to compute beforehand.
  static Network ofConstant() {
    var b = new NetworkBuilder("endless").opset(19);
    var start = b.initializer("start", Tensor.ofFloats(new float[] {1, 2}, 2));
    b.output(b.op("loop", "Loop", body(false), "", "", start));
    return b.build();
  }
}
