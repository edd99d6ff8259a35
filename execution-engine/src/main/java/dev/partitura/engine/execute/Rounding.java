package dev.partitura.engine.execute;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much the floats of an output may change when sums are taken in another order, as a share of
/// the largest magnitude in that output: 2^-40 for float64 and 2^-13 for float32, which is some
/// thousand units in the last place for as many sums one after another; 2^-7 for float16 and 2^-5
/// for bfloat16, whose kernels sum in float32 and round once an op. The coarsest type that the
/// network computes with counts, and not that of the output alone.
final class Rounding {
  private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype");

  private final Set<DataType> used = EnumSet.noneOf(DataType.class);

  private Rounding() {}

  static Rounding of(Network network, Precision precision) {
    var rounding = new Rounding();
    if (precision == Precision.BF16) {
      rounding.used.add(DataType.BFLOAT16);
    }
    rounding.addAll(network);
    return rounding;
  }

  /// The bound of one output, given what the unsplit run gave for it.
  ///
  /// @param least magnitude that it is taken to have at least
  double bound(Tensor wanted, double least) {
    double share = share(wanted.dataType());
    for (var type : used) {
      share = Math.max(share, share(type));
    }
    return wanted.dataType().isFloating() ? share * Math.max(least, largestMagnitude(wanted)) : 0;
  }

  private static double share(DataType type) {
    return switch (type) {
      case DOUBLE -> 0x1p-40;
      case FLOAT -> 0x1p-13;
      case FLOAT16 -> 0x1p-7;
      case BFLOAT16 -> 0x1p-5;
      default -> 0;
    };
  }

  /// Of the finite elements; 0 where there is none.
  static double largestMagnitude(Tensor tensor) {
    double largest = 0;
    for (long i = 0; i < tensor.elementCount(); i++) {
      double magnitude = Math.abs(tensor.doubleAt(i));
      if (magnitude > largest && magnitude < Double.POSITIVE_INFINITY) {
        largest = magnitude;
      }
    }
    return largest;
  }

  private void addAll(Network network) {
    network.inputs().stream().map(Value::type).forEach(this::add);
    network.outputs().stream().map(Value::type).forEach(this::add);
    network.statedTypes().values().forEach(this::add);
    network.initializers().values().forEach(constant -> add(constant.type()));
    network.ops().forEach(this::add);
  }

  private void add(@Nullable TensorType type) {
    if (type != null) {
      used.add(type.dataType());
    }
  }

  private void add(Op op) {
    op.attributes()
        .byName()
        .forEach((name, attribute) -> {
          switch (attribute) {
            case Attribute.TensorValue(var tensor) -> used.add(tensor.dataType());
            case Attribute.NetworkValue(var body) -> addAll(body);
            case Attribute.IntValue(var code) when TYPE_ATTRIBUTES.contains(name) -> add(code);
            default -> {}
          }
        });
  }

  private void add(long onnxCode) {
    for (var type : DataType.values()) {
      if (type.onnxCode() == onnxCode) {
        used.add(type);
      }
    }
  }
}
