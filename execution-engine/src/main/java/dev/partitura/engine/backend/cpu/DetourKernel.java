package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/// An operator's own kernel over values in any layout: they are copied into plain ones and back.
/// Slow, and takes further memory; for the rare case that the fast kernel beside it cannot do.
///
/// @param arena frees that memory
/// @param kernel of one input and one output, in places 0
/// @param in from the layout of the input to the plain one
/// @param out from the plain layout to that of the output
record DetourKernel(
    Arena arena,
    ReferenceKernel kernel,
    PrimitiveKernel in,
    PrimitiveKernel out,
    TensorType inputType,
    TensorType outputType)
    implements Kernel {
  private static final long ALIGNMENT = 64;

  static DetourKernel of(Compilation compilation, Unit unit, Layout source, Layout target) {
    var op = unit.head();
    var operator = Objects.requireNonNull(Operators.find(op));
    var kernel =
        new ReferenceKernel(operator, compilation.context(op), new int[] {0}, new int[] {0});
    var inputType = Objects.requireNonNull(compilation.type(op.inputs().getFirst()));
    var outputType = Objects.requireNonNull(compilation.type(unit.result()));
    return new DetourKernel(
        compilation.descriptors().arena(),
        kernel,
        ReorderEmitter.kernel(compilation, 0, source, 1, Layout.plain(source.sizes())),
        ReorderEmitter.kernel(compilation, 0, Layout.plain(target.sizes()), 1, target),
        inputType,
        outputType);
  }

  long scratchBytes() {
    return Math.max(in.scratchBytes(), out.scratchBytes());
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var source = Buffer.of(plain(inputType));
    var target = Buffer.of(plain(outputType));
    var before = in.bind(inputs, List.of(source), scratch);
    var work = kernel.bind(List.of(source), List.of(target), scratch);
    var after = out.bind(List.of(target), outputs, scratch);
    return () -> {
      before.run();
      work.run();
      after.run();
    };
  }

  private Tensor plain(TensorType type) {
    return Tensor.over(type, arena.allocate(type.sizeBytes(), ALIGNMENT));
  }
}
