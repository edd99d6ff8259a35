package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// An op by its operator's own kernel, on values in any layout: they are copied into plain ones and
/// back. Slow, and takes further memory; for what the fast kernel in whose place it stands cannot
/// do.
///
/// @param sources the values it reads, in the order of `context`'s inputs without the constants
record DetourRecipe(
    Operator operator,
    OpContext context,
    int[] places,
    List<Source> sources,
    Layout target,
    TensorType resultType)
    implements CpuRecipe {
  /// Places among the inputs of the step by the names of the values.
  Map<String, Integer> placeByValue() {
    return sources.stream().collect(Collectors.toMap(Source::value, Source::place));
  }

  /// A value that is read.
  ///
  /// @param place among the inputs of the step
  record Source(String value, int place, Layout layout, TensorType type) {}

  @Override
  public Kernel load(Loading loading) {
    var in = new ArrayList<PrimitiveKernel>();
    for (var source : sources) {
      in.add(
          ReorderEmitter.kernel(
              loading.descriptors(),
              source.place(),
              source.layout(),
              Layout.plain(source.layout().sizes())));
    }
    var out = ReorderEmitter.kernel(loading.descriptors(), 0, Layout.plain(target.sizes()), target);
    return new DetourKernel(
        loading.arena(),
        new ReferenceKernel(operator, context, places, new int[] {0}),
        List.copyOf(in),
        out,
        sources.stream().map(Source::type).toList(),
        resultType);
  }

  /// Collects what is read, in which layout.
  static final class Builder {
    private final Compilation compilation;
    private final Op op;
    private final List<Source> sources = new ArrayList<>(2);
    private final String result;

    Builder(Compilation compilation, FusedOps fused) {
      this.compilation = compilation;
      this.op = fused.whole();
      this.result = fused.result();
    }

    void from(String value, int place, Layout layout) {
      if (indexOf(value) < 0) {
        var type = Objects.requireNonNull(compilation.values().type(value));
        sources.add(new Source(value, place, layout, type));
      }
    }

    private int indexOf(String value) {
      for (int i = 0; i < sources.size(); i++) {
        if (sources.get(i).value().equals(value)) {
          return i;
        }
      }
      return -1;
    }

    DetourRecipe to(Layout target) {
      var values = new ArrayList<>(op.inputs());
      values.addAll(op.captures());
      var places = new int[values.size()];
      Arrays.setAll(places, i -> indexOf(values.get(i)));
      return new DetourRecipe(
          Objects.requireNonNull(Operators.find(op)),
          compilation.values().context(op),
          places,
          List.copyOf(sources),
          target,
          Objects.requireNonNull(compilation.values().type(result)));
    }
  }
}
