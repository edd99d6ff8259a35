package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The nearest bfloat16, in float32: the upper 16 bits of a float32, to the even one of two that
/// are as near; what lies beyond the largest becomes infinite, subnormal numbers stay so, and a NaN
/// stays NaN. The gradient is rounded alike, unless the op says that it is kept. Made by
/// [MixedPrecision]; no file holds it. Source: Kalamkar et al. 2019, arXiv:1905.12322.
public final class RoundToBfloat16 extends ElementwiseUnary {
  public static final String TYPE = "RoundToBfloat16";

  private static final String KEEPS_GRADIENT = "keeps_gradient";

  RoundToBfloat16() {
    super(
        new Signature(
            Fused.DOMAIN,
            TYPE,
            Category.ARITHMETIC,
            List.of("X"),
            1,
            false,
            List.of("Y"),
            false,
            List.of(Parameter.ofInt(KEEPS_GRADIENT, 0))),
        1);
  }

  /// The op that rounds `from` into `to`.
  static Op of(OpId id, String from, String to, boolean keepsGradient) {
    var attributes =
        keepsGradient
            ? new Attributes(Map.of(KEEPS_GRADIENT, new Attribute.IntValue(1)))
            : Attributes.NONE;
    return new Op(id, Fused.DOMAIN, TYPE, List.of(from), List.of(to), attributes);
  }

  /// One number rounded.
  public static float rounded(float x) {
    int bits = Float.floatToRawIntBits(x);
    int near = bits + 0x7fff + (bits >>> 16 & 1);
    // Rounding would carry some NaN over to infinity.
    return Float.intBitsToFloat((Float.isNaN(x) ? bits | 0x40_0000 : near) & 0xffff_0000);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> rounded((float) x);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.context().attributes().intOr(KEEPS_GRADIENT, 0) != 0
            ? op.gradient()
            : op.own(TYPE, Attributes.NONE, op.gradient()));
  }
}
