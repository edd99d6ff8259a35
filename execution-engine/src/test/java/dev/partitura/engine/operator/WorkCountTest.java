package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class WorkCountTest {
  private static Tensor floats(long... sizes) {
    return Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
  }

  private static Work work(OneOp one) {
    return one.types().work(one.op().id());
  }

  @Test
  void convolutionCountsTwoForEachTapAndOneForTheBias() {
    var one =
        OneOp.of(
            "Conv",
            17,
            1,
            List.of(floats(2, 8, 10, 10), floats(16, 4, 3, 3), floats(16)),
            "group",
            2,
            "pads",
            new long[] {1, 1, 1, 1});
    long places = 2 * 16 * 10 * 10;
    assertEquals(places * (2 * 4 * 9 + 1), work(one).flops());
    assertEquals(4 * (2 * 8 * 100 + 16 * 4 * 9 + 16), work(one).readBytes());
    assertEquals(4 * places, work(one).writtenBytes());
  }

  @Test
  void matrixProductCountsTwoForEachInnerElement() {
    assertEquals(
        2L * 6 * 3 * 4 * 5,
        work(OneOp.of("MatMul", 17, 1, List.of(floats(6, 3, 4), floats(4, 5)))).flops());
    assertEquals(
        3 * 5 * (2 * 4 + 1),
        work(OneOp.of("Gemm", 17, 1, List.of(floats(4, 3), floats(4, 5), floats(5)), "transA", 1))
            .flops());
  }

  @Test
  void poolingCountsEachTap() {
    assertEquals(
        2 * 3 * 3 * 9,
        work(OneOp.of(
                "MaxPool",
                17,
                1,
                List.of(floats(1, 2, 7, 7)),
                "kernel_shape",
                new long[] {3, 3},
                "strides",
                new long[] {2, 2}))
            .flops());
  }

  @Test
  void gatherReadsOnlyWhatItTakes() {
    var work =
        work(
            OneOp.of(
                "Gather", 17, 1, List.of(floats(30000, 64), Tensor.ofLongs(new long[] {1, 2}, 2))));
    assertEquals(0, work.flops());
    assertEquals(2 * 64 * 4 + 2 * 8, work.readBytes());
  }

  @Test
  void einsumCountsAllLabels() {
    assertEquals(
        2L * 2 * 3 * 4 * 5,
        work(OneOp.of(
                "Einsum",
                17,
                1,
                List.of(floats(2, 3, 4), floats(2, 4, 5)),
                "equation",
                "bij,bjk->bik"))
            .flops());
  }

  @Test
  void recurrentLayerCountsBothProductsOfEachStep() {
    var one =
        OneOp.of(
            "LSTM",
            17,
            1,
            List.of(floats(7, 2, 3), floats(1, 20, 3), floats(1, 20, 5)),
            "hidden_size",
            5);
    assertEquals(7L * 2 * 2 * (20 * 3 + 20 * 5), work(one).flops());
  }
}
