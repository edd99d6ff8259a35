package dev.partitura.engine.training;

import static dev.partitura.engine.training.GradientCase.longs;
import static dev.partitura.engine.training.GradientCase.s;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The gradients of operators that are met less often, as [GradientTest] has the others'.
class OtherGradientTest {
  private static Stream<GradientCase> activations() {
    var cases = new ArrayList<GradientCase>();
    for (var type :
        List.of(
            "Elu",
            "Selu",
            "Celu",
            "HardSigmoid",
            "HardSwish",
            "Softsign",
            "Mish",
            "ThresholdedRelu",
            "Shrink",
            "Floor",
            "Ceil",
            "Round",
            "Sign")) {
      cases.add(GradientCase.of(type, s(3, 4)).between(-4, 4));
      cases.add(GradientCase.of(type, s(2, 1, 3)).between(-4, 4).under(22));
    }
    cases.add(GradientCase.of("Tan", s(3, 4)).between(-1, 1));
    for (var type : List.of("Acos", "Asin", "Atan", "Atanh", "Asinh", "Sinh", "Cosh")) {
      cases.add(GradientCase.of(type, s(3, 4)).between(-0.8, 0.8).under(22));
    }
    cases.add(GradientCase.of("Acosh", s(3, 4)).between(1.5, 4).under(22));
    cases.add(GradientCase.of("Swish", s(9)).with("alpha", 0.7f).between(-4, 4).under(24));
    cases.add(GradientCase.of("SwiGLU", s(2, 5), s(2, 5)).with("alpha", 0.7f).under(28));
    cases.add(GradientCase.of("Hardmax", s(3, 4)));
    cases.add(GradientCase.of("Elu", s(9)).with("alpha", 0.3f));
    cases.add(GradientCase.of("Selu", s(9)).with("alpha", 0.3f).with("gamma", 2f));
    cases.add(GradientCase.of("Celu", s(9)).with("alpha", 0.3f));
    cases.add(GradientCase.of("HardSigmoid", s(9)).with("alpha", 0.5f).with("beta", 0.1f));
    cases.add(GradientCase.of("ThresholdedRelu", s(9)).with("alpha", -0.5f));
    cases.add(GradientCase.of("Shrink", s(9)).with("lambd", 1f).with("bias", 0.3f));
    cases.add(GradientCase.of("Clip", s(3, 4), scalar(-0.5), scalar(1)));
    cases.add(GradientCase.of("Clip", s(3, 4), s(), scalar(1)).between(-1, 0.9));
    cases.add(GradientCase.of("Clip", s(20)).with("min", -1f).with("max", 0.5f).under(6));
    cases.add(GradientCase.of("PRelu", s(2, 3, 4), s(3, 1)));
    cases.add(GradientCase.of("PRelu", s(2, 3), s()));
    cases.add(GradientCase.of("PRelu", s(2, 3, 4), s(3)).under(6));
    return cases.stream();
  }

  private static Stream<GradientCase> combining() {
    var cases = new ArrayList<GradientCase>();
    for (var type : List.of("Sum", "Mean", "Max", "Min")) {
      cases.add(GradientCase.of(type, s(3, 4)));
      cases.add(GradientCase.of(type, s(3, 4), s(4), s(2, 1, 1)));
      cases.add(GradientCase.of(type, s(), s(2, 3)).under(8));
    }
    cases.add(GradientCase.of("Mod", s(3, 4), s(4)).with("fmod", 1).between(0.7, 3));
    cases.add(GradientCase.of("Mod", s(3, 4), s(3, 4)).with("fmod", 1).between(0.7, 3));
    cases.add(GradientCase.of("CastLike", s(3), Tensor.allocate(TensorType.of(DataType.DOUBLE))));
    for (var equation :
        List.of("ij,jk->ik", "ij,ik->", "ij,jk", "ij,kj->i", "...i,ij->...j", "ij,k->i")) {
      cases.add(GradientCase.of("Einsum", s(3, 3), pair(equation)).with("equation", equation));
    }
    cases.add(GradientCase.of("Einsum", s(3, 4)).with("equation", "ij->ji"));
    cases.add(GradientCase.of("Einsum", s(3, 4)).with("equation", "ij->j"));
    cases.add(GradientCase.of("Einsum", s(3, 3)).with("equation", "ii->i"));
    cases.add(GradientCase.of("Einsum", s(3, 3)).with("equation", "ii->"));
    cases.add(GradientCase.of("Einsum", s(3, 3), s(3)).with("equation", "ii,i->i"));
    cases.add(GradientCase.of("Einsum", s(2, 1), s(2, 3)).with("equation", "ij,ij->ij"));
    cases.add(GradientCase.of("Einsum", s(2, 1), s(2, 3)).with("equation", "ij,ij->i"));
    cases.add(GradientCase.of("Einsum", s(2, 3, 4), s(2, 4, 5)).with("equation", "bij,bjk->bik"));
    cases.add(GradientCase.of("Einsum", s(2), s(3), s(4)).with("equation", "i,j,k->kij"));
    return cases.stream();
  }

  private static long[] pair(String equation) {
    return equation.contains(",k-") ? s(4) : s(3, 3);
  }

  private static Stream<GradientCase> reductions() {
    var cases = new ArrayList<GradientCase>();
    for (var type :
        List.of(
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceProd")) {
      double low = type.equals("ReduceLogSum") ? 0.2 : -2;
      cases.add(GradientCase.of(type, s(2, 3, 2)).between(low, 2));
      cases.add(
          GradientCase.of(type, s(2, 3, 2))
              .with("axes", s(0, -1))
              .with("keepdims", 0)
              .between(low, 2)
              .under(12));
      cases.add(
          GradientCase.of(type, s(2, 3, 2), longs(1))
              .with("keepdims", 0)
              .between(low, 2)
              .under(18));
    }
    cases.add(GradientCase.of("ReduceProd", s(3), longs(0)).under(18).between(0, 0));
    cases.add(GradientCase.of("GlobalMaxPool", s(2, 3, 4, 2)));
    cases.add(GradientCase.of("GlobalLpPool", s(2, 3, 4)));
    cases.add(GradientCase.of("GlobalLpPool", s(2, 3, 4, 2)).with("p", 3));
    cases.add(GradientCase.of("CumSum", s(2, 4), longs(1)));
    cases.add(GradientCase.of("CumSum", s(4, 2), longs(0)).with("reverse", 1).with("exclusive", 1));
    cases.add(GradientCase.of("TopK", s(3, 5), longs(2)));
    cases.add(GradientCase.of("TopK", s(5, 3), longs(2)).with("axis", 0).with("largest", 0));
    return cases.stream();
  }

  private static Stream<GradientCase> normalizing() {
    return Stream.of(
        GradientCase.of("InstanceNormalization", s(2, 3, 4), s(3), s(3)),
        GradientCase.of("InstanceNormalization", s(1, 2, 3, 2), s(2), s(2)).with("epsilon", 0.1f),
        GradientCase.of("GroupNormalization", s(2, 4, 3), s(2), s(2))
            .with("num_groups", 2)
            .under(18),
        GradientCase.of("GroupNormalization", s(2, 4, 3), s(4), s(4))
            .with("num_groups", 2)
            .under(21),
        GradientCase.of("LRN", s(2, 5, 3)).with("size", 3).with("alpha", 0.5f),
        GradientCase.of("LRN", s(1, 4, 2, 2))
            .with("size", 2)
            .with("alpha", 1f)
            .with("beta", 0.5f)
            .with("bias", 2f));
  }

  private static Stream<GradientCase> moving() {
    var cases = new ArrayList<GradientCase>();
    cases.add(GradientCase.of("Split", s(2, 6), longs(2, 4)).with("axis", 1).giving(2));
    cases.add(GradientCase.of("Split", s(6, 2)).giving(3));
    cases.add(GradientCase.of("Split", s(6, 2)).giving(3).reading(1));
    cases.add(GradientCase.of("Slice", s(4, 5), longs(1, 0), longs(3, 4)));
    cases.add(GradientCase.of("Slice", s(7), longs(1), longs(7), longs(0), longs(2)));
    cases.add(GradientCase.of("Slice", s(2, 7), longs(-1), longs(-9), longs(1), longs(-3)));
    cases.add(GradientCase.of("Slice", s(4, 5)).with("starts", s(1)).with("ends", s(3)).under(9));
    for (var mode : List.of("constant", "reflect", "edge", "wrap")) {
      cases.add(GradientCase.of("Pad", s(3, 4), longs(1, 2, 0, 1)).with("mode", mode).under(19));
      cases.add(GradientCase.of("Pad", s(3, 4), longs(1, -1, 0, 2)).with("mode", mode).under(19));
    }
    cases.add(GradientCase.of("Pad", s(3, 4), longs(1, 2, 0, 1), s()));
    cases.add(GradientCase.of("Pad", s(3, 4)).with("pads", s(1, 2, 0, 1)).under(2));
    cases.add(GradientCase.of("Tile", s(2, 3), longs(2, 3)));
    cases.add(GradientCase.of("Trilu", s(3, 4)));
    cases.add(GradientCase.of("Trilu", s(2, 3, 3), scalarOf(-1)).with("upper", 0));
    for (var mode : List.of("DCR", "CRD")) {
      cases.add(
          GradientCase.of("DepthToSpace", s(1, 8, 2, 3)).with("blocksize", 2).with("mode", mode));
    }
    cases.add(GradientCase.of("SpaceToDepth", s(2, 3, 4, 2)).with("blocksize", 2));
    var places = Tensor.ofLongs(new long[] {1, 0, 1, 1, 2, -1}, 2, 3);
    var apart = Tensor.ofLongs(new long[] {1, 0, 2, 0, 2, 1}, 2, 3);
    cases.add(GradientCase.of("GatherElements", s(3, 3), places));
    cases.add(GradientCase.of("GatherElements", s(2, 4), places).with("axis", 1));
    cases.add(GradientCase.of("ScatterElements", s(2, 4), apart, s(2, 3)).with("axis", 1));
    cases.add(GradientCase.of("Scatter", s(2, 4), apart, s(2, 3)).with("axis", 1).under(9));
    cases.add(
        GradientCase.of("ScatterElements", s(3, 3), places, s(2, 3)).with("reduction", "add"));
    var pairs = Tensor.ofLongs(new long[] {0, 1, 2, 0, 0, 1}, 3, 2);
    var rows = Tensor.ofLongs(new long[] {2, 0}, 2, 1);
    cases.add(GradientCase.of("GatherND", s(3, 2, 2), pairs));
    cases.add(GradientCase.of("GatherND", s(3, 2), rows));
    cases.add(GradientCase.of("ScatterND", s(3, 2), rows, s(2, 2)));
    cases.add(GradientCase.of("ScatterND", s(3, 2, 2), pairs, s(3, 2)).with("reduction", "add"));
    return cases.stream();
  }

  private static Stream<GradientCase> resizing() {
    var cases = new ArrayList<GradientCase>();
    var none = Tensor.allocate(TensorType.of(DataType.FLOAT, 0));
    for (var mode : List.of("nearest", "linear", "cubic")) {
      for (var scales : List.of(floats(1, 1, 2, 1.5), floats(1, 1, 0.6, 1))) {
        cases.add(GradientCase.of("Resize", s(1, 2, 4, 4), none, scales).with("mode", mode));
        cases.add(
            GradientCase.of("Resize", s(1, 2, 4, 4), none, scales)
                .with("mode", mode)
                .with("coordinate_transformation_mode", "align_corners"));
      }
    }
    cases.add(GradientCase.of("Resize", s(1, 1, 3), floats(1, 1, 2)).under(10));
    cases.add(GradientCase.of("Upsample", s(1, 2, 2, 3), floats(1, 1, 2, 3)).under(9));
    cases.add(
        GradientCase.of("Upsample", s(1, 2, 2, 3), floats(1, 1, 2, 3))
            .with("mode", "linear")
            .under(9));
    return cases.stream();
  }

  private static Tensor floats(double... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(TensorType.of(DataType.DOUBLE));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static Tensor scalarOf(long value) {
    var tensor = Tensor.allocate(TensorType.of(DataType.INT64));
    tensor.setLong(0, value);
    return tensor;
  }

  @TestFactory
  Stream<DynamicTest> statedGradientsAreThoseOfTheKernels() {
    return Stream.of(activations(), combining(), reductions(), normalizing(), moving(), resizing())
        .flatMap(each -> each)
        .map(each -> DynamicTest.dynamicTest(each.toString(), each::check));
  }
}
