package dev.partitura.app.bench;

import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.samples.SampleModels;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cases of `partitura bench --lowering` under JMH:
///
///     mvn -Pjmh -Dmaven.test.skip -pl app -am test -Djmh=LoweringJmh
///
/// Options of JMH go into `-Djmh` as well, such as `-Djmh="LoweringJmh.edit -f 3"`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoweringJmh {
  /// The 20,000-op chain.
  @State(Scope.Thread)
  public static class Chain {
    @Param("20000")
    int ops;

    private Supplier<Lowered> chain =
        () -> {
          throw new IllegalStateException("Not set up");
        };

    @Setup
    public void prepare() {
      chain = LoweringCases.chain(ops);
    }
  }

  /// Ten million tasks.
  @State(Scope.Thread)
  public static class Expansion {
    @Param("10000000")
    int tasks;

    private Supplier<Lowered> expansion =
        () -> {
          throw new IllegalStateException("Not set up");
        };

    @Setup
    public void prepare() {
      expansion = LoweringCases.expansion(tasks);
    }
  }

  private final Supplier<Lowered> edit = LoweringCases.edit(SampleModels.network("resnet50"));
  private final Supplier<Lowered> trainingEdit =
      LoweringCases.trainingEdit(SampleModels.network("resnet50"));

  @Benchmark
  public Lowered edit() {
    return edit.get();
  }

  @Benchmark
  public Lowered trainingEdit() {
    return trainingEdit.get();
  }

  @Benchmark
  public Lowered chain(Chain state) {
    return state.chain.get();
  }

  @Benchmark
  public Lowered expansion(Expansion state) {
    return state.expansion.get();
  }
}
