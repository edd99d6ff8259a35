package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Operators that hold a body of their own: Scan, and attention with bodies.
class ScanTest {
  /// A running sum of slices `[2]`.
  private static Network sums() {
    var body = new NetworkBuilder("sums").opset(19);
    body.input("sum", TensorType.of(DataType.FLOAT, 2));
    body.input("slice", TensorType.of(DataType.FLOAT, 2));
    var sum = body.op("Add", "sum", "slice");
    body.output(sum);
    body.output(body.op("Identity", sum));
    return body.build();
  }

  private static OneOp scan(Tensor start, Tensor x, Object... attributes) {
    var all = new Object[attributes.length + 4];
    all[0] = "body";
    all[1] = sums();
    all[2] = "num_scan_inputs";
    all[3] = 1;
    System.arraycopy(attributes, 0, all, 4, attributes.length);
    return OneOp.of("Scan", 19, 2, List.of(start, x), all);
  }

  @Test
  void aSumRunsAlongAnAxisForwardsAndBackwards() {
    var start = Tensor.ofFloats(new float[] {10, 0}, 2);
    var x = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    var along = scan(start, x, "scan_input_axes", new long[] {1});
    assertArrayEquals(new float[] {16, 15}, along.run().get(0).toFloats());
    assertArrayEquals(new float[] {11, 4, 13, 9, 16, 15}, along.run().get(1).toFloats());
    assertEquals(Shape.of(2), along.inferred().shape());
    var back =
        scan(
            start,
            x,
            "scan_input_axes",
            new long[] {-1},
            "scan_input_directions",
            new long[] {1},
            "scan_output_axes",
            new long[] {1},
            "scan_output_directions",
            new long[] {1});
    assertArrayEquals(new float[] {16, 15, 13, 15, 11, 6}, back.run().get(1).toFloats());
    var none = scan(start, Tensor.ofFloats(new float[0], 0, 2));
    assertEquals(Shape.of(0, 2), none.run().get(1).shape());
    assertArrayEquals(new float[] {10, 0}, none.run().get(0).toFloats());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var start = Tensor.ofFloats(new float[] {1, 2}, 2);
    var x = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThrows(ProblemException.class, () -> scan(start, x).run());
    assertThrows(
        ProblemException.class, () -> scan(start, x, "scan_input_axes", new long[] {2}).run());
    assertThrows(
        ProblemException.class, () -> scan(start, x, "scan_input_axes", new long[] {1, 1}).run());
  }

  @Test
  void attentionWithABodyThatChangesNothingIsAttention() {
    var q = Tensor.ofFloats(new float[] {1, 2, -1, 0, 3, 1, 0.5f, 2}, 1, 2, 2, 2);
    var k = Tensor.ofFloats(new float[] {1, 0, 0, 1, 1, 1}, 1, 1, 3, 2);
    var v = Tensor.ofFloats(new float[] {1, 2, 3}, 1, 1, 3, 1);
    var wanted = OneOp.of("Attention", 23, 1, List.of(q, k, v)).run().getFirst().toFloats();
    assertArrayEquals(wanted, flex(q, k, v), 1e-6f);
    var body = new NetworkBuilder("same").opset(23);
    body.input("scores", TensorType.of(DataType.FLOAT, 1, 2, 2, 3));
    body.output(body.op("Identity", "scores"));
    var same = body.build();
    assertArrayEquals(wanted, flex(q, k, v, "score_mod", same, "prob_mod", same), 1e-6f);
    var halved = new NetworkBuilder("halved").opset(23);
    halved.input("weights", TensorType.of(DataType.FLOAT, 1, 2, 2, 3));
    var half = halved.initializer("half", Tensor.ofFloats(new float[] {0.5f}, 1));
    halved.output(halved.op("Mul", "weights", half));
    var halves = flex(q, k, v, "prob_mod", halved.build());
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i] / 2, halves[i], 1e-6f);
    }
  }

  private static float[] flex(Tensor q, Tensor k, Tensor v, Object... attributes) {
    return OneOp.of("ai.onnx.preview.FlexAttention", 1, 1, List.of(q, k, v), attributes)
        .run()
        .getFirst()
        .toFloats();
  }
}
