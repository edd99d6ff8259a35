package dev.partitura.engine.execute.splitting;

import java.util.Set;

/// How many bits the results of exact arithmetic need: values that stay within a float's are the
/// same in every order of summation, so even a comparison of them may not differ between plans.
final class Bits {
  private static final int SUM_OF_MANY = 4;
  private static final int ROUNDED = 99;

  private static final Set<String> PRODUCTS = Set.of("Mul", "MatMul", "Gemm", "Einsum", "Conv");
  private static final Set<String> SUMS =
      Set.of("ReduceSum", "CumSum", "MatMul", "Gemm", "Einsum", "Conv", "ReduceL1");
  private static final Set<String> ONE_MORE = Set.of("Add", "Sub", "Sum");
  private static final Set<String> KEEPING =
      Set.of(
          "Neg",
          "Abs",
          "Relu",
          "Identity",
          "Clip",
          "Sign",
          "Floor",
          "Max",
          "Min",
          "Where",
          "Cast",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Concat",
          "Split",
          "Slice",
          "Gather",
          "GatherElements",
          "GatherND",
          "ScatterElements",
          "ScatterND",
          "Expand",
          "Tile",
          "Pad",
          "Trilu",
          "MaxPool",
          "GlobalMaxPool",
          "ReduceMax",
          "ReduceMin",
          "TopK",
          "OneHot",
          "ConstantOfShape",
          "DepthToSpace",
          "SpaceToDepth",
          "Resize",
          "Range");

  private Bits() {}

  /// Of the inputs of an op of `type` together.
  static int joined(String type, int one, int other) {
    return PRODUCTS.contains(type) ? one + other : Math.max(one, other);
  }

  /// Of its output, from those of its inputs.
  static int after(String type, int inputs) {
    if (KEEPING.contains(type)) {
      return inputs;
    }
    int more = ONE_MORE.contains(type) ? 1 : SUMS.contains(type) ? SUM_OF_MANY : 0;
    return more > 0 || PRODUCTS.contains(type) ? inputs + more : ROUNDED;
  }
}
