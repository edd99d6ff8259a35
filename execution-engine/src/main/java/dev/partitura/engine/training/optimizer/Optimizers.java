package dev.partitura.engine.training.optimizer;

import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// The catalogue of optimizers: what each is called on the command line, its learning rate where
/// none is given, and how it is made.
public final class Optimizers {
  private static final List<Entry> ALL =
      List.of(
          new Entry("sgd", 0.01, Sgd::plain),
          new Entry("momentum", 0.01, Sgd::withMomentum),
          new Entry("nesterov", 0.01, Sgd::byNesterov),
          new Entry("adam", 0.001, Adam::of),
          new Entry("adamw", 0.001, Adam::decoupled),
          new Entry("adagrad", 0.01, Adagrad::of),
          new Entry("rmsprop", 0.001, Rmsprop::of),
          new Entry("adadelta", 1, Adadelta::of),
          new Entry("adamax", 0.002, Adamax::of),
          new Entry("nadam", 0.002, Nadam::of),
          new Entry("lion", 0.0001, Lion::of),
          new Entry("lamb", 0.001, Lamb::of),
          new Entry("ftrl", 0.001, Ftrl::of));

  private record Entry(String name, double learningRate, DoubleFunction<StandardOptimizer> make) {}

  private Optimizers() {}

  public static List<String> names() {
    return ALL.stream().map(Entry::name).toList();
  }

  /// What an optimizer of the catalogue is called.
  public static String name(StandardOptimizer optimizer) {
    return ALL.stream()
        .filter(entry -> entry.make().apply(optimizer.learningRate()).equals(optimizer))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(optimizer + " is not in the catalogue"))
        .name();
  }

  /// @param learningRate null takes the optimizer's own
  /// @throws ProblemException when there is no such optimizer, or the learning rate is no number
  ///   above 0
  public static StandardOptimizer of(String name, @Nullable Double learningRate) {
    var entry =
        ALL.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                ProblemException.of(
                    "training.optimizer.unknown", name, name, String.join(", ", names())));
    double rate = learningRate == null ? entry.learningRate() : learningRate;
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw ProblemException.of("training.rate.range", name, String.valueOf(rate));
    }
    return entry.make().apply(rate);
  }
}
