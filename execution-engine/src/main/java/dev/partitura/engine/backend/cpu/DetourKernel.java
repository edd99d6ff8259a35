package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.reference.ReferenceKernel;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A kernel on plain values between reorders; see [DetourRecipe].
///
/// @param arena frees the plain values
/// @param kernel reads them in the order of `in`
/// @param in copies each input into a plain value
/// @param out copies the plain result into the output
record DetourKernel(
    Arena arena,
    ReferenceKernel kernel,
    List<PrimitiveKernel> in,
    PrimitiveKernel out,
    List<TensorType> inputTypes,
    TensorType outputType)
    implements Kernel {
  private static final long ALIGNMENT = 64;

  @Override
  public long scratchBytes() {
    long bytes = out.scratchBytes();
    for (var reorder : in) {
      bytes = Math.max(bytes, reorder.scratchBytes());
    }
    return bytes;
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var sources = new ArrayList<Buffer>();
    var before = new ArrayList<Bound>();
    for (int i = 0; i < in.size(); i++) {
      sources.add(Buffer.of(plain(inputTypes.get(i))));
      before.add(in.get(i).bind(inputs, List.of(sources.getLast()), scratch));
    }
    var target = Buffer.of(plain(outputType));
    var work = kernel.bind(sources, List.of(target), scratch);
    var after = out.bind(List.of(target), outputs, scratch);
    return () -> {
      before.forEach(Bound::run);
      work.run();
      after.run();
    };
  }

  private Tensor plain(TensorType type) {
    return Tensor.over(type, arena.allocate(Math.max(1, type.sizeBytes()), ALIGNMENT));
  }
}
