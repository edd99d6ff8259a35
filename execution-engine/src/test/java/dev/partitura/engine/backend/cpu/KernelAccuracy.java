package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/// Measures the elementwise kernels against float64 and prints the table of `docs/accuracy.md`;
/// ends with 1 when one misses its bound. `ONEDNN_MAX_CPU_ISA` chooses the kind of processor.
final class KernelAccuracy {
  private static final int POINTS = 100_000;
  private static final double ROOT_2 = Math.sqrt(2);
  private static final float EXPONENT = 1.7f;

  private KernelAccuracy() {}

  /// @param ulps how far a result may lie from the float64 value, in float32 units in the last
  ///   place; a NaN must be one, an infinity the same
  private record Case(String type, Attributes attributes, DoubleUnaryOperator exact, double ulps) {}

  /// The farthest result.
  private record Worst(double ulps, float at) {}

  public static void main(String[] arguments) {
    boolean kept = true;
    System.out.println("| kernel | alone | behind a product | reference | bound | worst at |");
    System.out.println("|---|---|---|---|---|---|");
    for (var each : cases()) {
      var alone = worst(each, new CpuBackend(), false);
      var behind = worst(each, new CpuBackend(), true);
      var reference = worst(each, new ReferenceBackend(), false);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f | %.3f | %.3f | %.2f | %s |%n",
          name(each),
          alone.ulps,
          behind.ulps,
          reference.ulps,
          each.ulps,
          alone.at);
      kept &= Math.max(alone.ulps, Math.max(behind.ulps, reference.ulps)) <= each.ulps;
    }
    System.exit(kept ? 0 : 1);
  }

  static boolean hasAvx512() {
    return (OneDnn.call("dnnl_get_effective_cpu_isa") & 0x20) != 0;
  }

  private static String name(Case each) {
    return each.attributes.equals(Attributes.NONE)
        ? each.type
        : each.type + " " + each.attributes.stringOr("approximate", "with alpha");
  }

  private static List<Case> cases() {
    var byTanh = Attributes.NONE.with("approximate", new Attribute.StringValue("tanh"));
    var alpha = Attributes.NONE.with("alpha", new Attribute.FloatValue(0.3f));
    double slope = 0.3f;
    double leak = 0.01f;
    return List.of(
        of("Relu", x -> Math.max(x, 0), 0.5),
        of("LeakyRelu", x -> x < 0 ? leak * x : x, 0.5),
        new Case("LeakyRelu", alpha, x -> x < 0 ? slope * x : x, 0.5),
        of("Abs", Math::abs, 0.5),
        of("Neg", x -> -x, 0.5),
        of("Sign", Math::signum, 0.5),
        of("Sqrt", Math::sqrt, 0.51),
        of("Exp", StrictMath::exp, 0.51),
        of("Log", StrictMath::log, 0.51),
        of("Sigmoid", x -> 1 / (1 + StrictMath.exp(-x)), 0.51),
        of("Tanh", StrictMath::tanh, 0.51),
        of("Erf", KernelAccuracy::erf, 0.55),
        of("Elu", x -> x < 0 ? StrictMath.expm1(x) : x, 0.51),
        new Case("Elu", alpha, x -> x < 0 ? slope * StrictMath.expm1(x) : x, 0.51),
        of("Softplus", KernelAccuracy::softplus, 0.51),
        of("Mish", KernelAccuracy::mish, 0.51),
        of("HardSigmoid", x -> Math.clamp(0.2f * x + 0.5, 0, 1), 0.51),
        of("HardSwish", x -> x * Math.clamp(x / 6 + 0.5, 0, 1), 0.51),
        of("Gelu", x -> x / 2 * erfc(-x / ROOT_2), 0.6),
        new Case("Gelu", byTanh, KernelAccuracy::geluByTanh, 0.51),
        of("Pow", x -> StrictMath.pow(x, EXPONENT), 0.51),
        of("Softsign", x -> x / (1 + Math.abs(x)), 0.51),
        of("Reciprocal", x -> 1 / x, 0.51),
        of("Sin", StrictMath::sin, 0.51),
        of("Cos", StrictMath::cos, 0.51));
  }

  private static Case of(String type, DoubleUnaryOperator exact, double ulps) {
    return new Case(type, Attributes.NONE, exact, ulps);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double mish(double x) {
    return x * StrictMath.tanh(softplus(x));
  }

  private static double geluByTanh(double x) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return x / (1 + StrictMath.exp(-2 * inner));
  }

  /// The error function by its series, which converges everywhere: a way of its own, that no kernel
  /// takes.
  private static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < 3)) {
      return Double.isNaN(x) ? x : Math.signum(x) * (1 - erfc(size));
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /// Its complement: an integral over Gauss's bell, `e^(-x²)/π ∫ e^(-t²)·2x/(x²+t²) dt` from 0 on,
  /// by the trapezium rule, which is as exact as float64 for such a function from x = 0.5 on.
  private static double erfc(double x) {
    if (!(x >= 0.5)) {
      return Double.isNaN(x) ? x : x <= -3 ? 2 - erfc(-x) : 1 - erf(x);
    }
    double step = 0.05;
    double sum = 0.5 / (x * x);
    for (int n = 1; n < 130; n++) {
      double t = n * step;
      sum += StrictMath.exp(-t * t) / (x * x + t * t);
    }
    double integral = 2 * x / Math.PI * step * sum;
    // What the rule misses through the pole at t = ix.
    double missed = 2 / StrictMath.expm1(2 * Math.PI * x / step);
    return Double.isInfinite(x) ? 0 : StrictMath.exp(-x * x) * integral - missed;
  }

  private static Worst worst(Case each, Backend backend, boolean behind) {
    var points = points();
    var x = Tensor.ofFloats(points, points.length, 1);
    var lowered = ProgramRunner.lower(network(each, behind), Passes.ALL, Map.of());
    var y = ProgramRunner.run(backend, lowered, List.of(x)).getFirst().toFloats();
    var worst = new Worst(0, 0);
    for (int i = 0; i < points.length; i++) {
      // A product makes +0 of -0.
      double exact = each.exact.applyAsDouble(behind ? points[i] + 0.0 : points[i]);
      double error = error(exact, y[i]);
      worst = error > worst.ulps ? new Worst(error, points[i]) : worst;
    }
    return worst;
  }

  /// In units in the last place of the float32 nearest to `exact`.
  private static double error(double exact, float got) {
    if (Double.isNaN(exact) || Double.isNaN(got)) {
      return Double.isNaN(exact) == Double.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    float nearest = (float) exact;
    if (nearest == got) {
      return Float.isInfinite(nearest) ? 0 : Math.min(0.5, Math.abs(exact - got) / Math.ulp(got));
    }
    // A value that rounds to infinity may round to the largest number.
    double bounded = Math.clamp(exact, -0x1p128, 0x1p128);
    double found = Float.isInfinite(got) ? Math.copySign(0x1p128, got) : got;
    return Math.abs(bounded - found) / Math.ulp(Math.min(Math.abs(nearest), Float.MAX_VALUE));
  }

  private static Network network(Case each, boolean behind) {
    var b = new NetworkBuilder(each.type);
    var x = b.input("x", Shape.of(points().length, 1));
    var source =
        behind
            ? b.op("MatMul", x, b.initializer("one", Tensor.ofFloats(new float[] {1}, 1, 1)))
            : x;
    b.output(
        each.type.equals("Pow")
            ? b.op(
                "Pow", source, b.initializer("exponent", Tensor.ofFloats(new float[] {EXPONENT})))
            : b.op(each.type, each.attributes, source));
    return b.build();
  }

  /// Special numbers, those near 0, those that activations see, and every binade alike.
  private static float[] points() {
    var points = new ArrayList<Float>();
    for (float special :
        new float[] {
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          0f,
          -0f,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          Float.MIN_NORMAL,
          -Float.MIN_NORMAL,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          -5,
          -16.6f,
          -20,
          -86.99f,
          88.73f
        }) {
      points.add(special);
    }
    var random = new SplittableRandom(17);
    while (points.size() < POINTS) {
      points.add((float) (random.nextDouble() * 220 - 110));
      points.add((float) (random.nextDouble() * 20 - 10));
      float any = Float.intBitsToFloat(random.nextInt());
      points.add(Float.isNaN(any) ? 1f : any);
    }
    var values = new float[points.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = points.get(i);
    }
    return values;
  }
}
