package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One oneDNN primitive. Binding makes its memory objects and its argument list once; a run is one
/// native call, and one more for each value that is copied from or into the layout that the
/// primitive picked.
final class PrimitiveKernel implements Kernel {
  private static final int ARGUMENT_BYTES = 16;
  private static final long ALIGNMENT = 64;

  private final Descriptors descriptors;
  private final long primitiveDescriptor;
  private final List<Argument> arguments;
  private final List<Conversion> conversions;
  private final long ownScratchBytes;

  private PrimitiveKernel(Builder builder, long ownScratchBytes) {
    this.descriptors = builder.descriptors;
    this.primitiveDescriptor = builder.primitiveDescriptor;
    this.arguments = List.copyOf(builder.arguments);
    this.conversions = List.copyOf(builder.conversions);
    this.ownScratchBytes = ownScratchBytes;
  }

  /// A value in a layout of the primitive's own, which lies in scratch memory.
  ///
  /// @param reorder into it, or for the output out of it
  private record Conversion(PrimitiveKernel reorder, boolean isOutput, long sizeBytes) {}

  /// What the primitive and each reorder take, one after the other, in front; the converted values
  /// behind.
  @Override
  public long scratchBytes() {
    long bytes = conversions.isEmpty() ? ownScratchBytes : aligned(sharedScratchBytes());
    for (var conversion : conversions) {
      bytes += aligned(conversion.sizeBytes());
    }
    return bytes;
  }

  private long sharedScratchBytes() {
    long bytes = ownScratchBytes;
    for (var conversion : conversions) {
      bytes = Math.max(bytes, conversion.reorder().scratchBytes());
    }
    return bytes;
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /// What the library calls the way in which it computes this.
  String implementation() {
    return OneDnn.implementation(primitiveDescriptor);
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var arena = descriptors.arena();
    // Made here: not every kernel of a program is bound.
    long primitive = descriptors.primitive(primitiveDescriptor);
    var converted = new ArrayList<MemorySegment>();
    long from = aligned(sharedScratchBytes());
    for (var conversion : conversions) {
      converted.add(scratch.asSlice(from, conversion.sizeBytes()));
      from += aligned(conversion.sizeBytes());
    }
    var list = arena.allocate((long) ARGUMENT_BYTES * arguments.size(), Long.BYTES);
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      long address =
          switch (argument.place) {
            case INPUT -> inputs.get(argument.index).memory().address();
            case OUTPUT -> outputs.get(argument.index).memory().address();
            case CONSTANT -> argument.address;
            case SCRATCH -> scratch.address();
            case CONVERTED -> converted.get(argument.index).address();
          };
      long memory = descriptors.memory(argument.descriptor, address);
      list.set(JAVA_INT, (long) i * ARGUMENT_BYTES, argument.number);
      list.set(JAVA_LONG, (long) i * ARGUMENT_BYTES + Long.BYTES, memory);
    }
    long address = list.address();
    int count = arguments.size();
    Bound alone = () -> OneDnn.execute(primitive, OneDnn.stream(), count, address);
    return conversions.isEmpty() ? alone : between(alone, converted, inputs, outputs, scratch);
  }

  /// Behind the conversions of what it reads and before that of what it writes.
  private Bound between(
      Bound work,
      List<MemorySegment> converted,
      List<Buffer> inputs,
      List<Buffer> outputs,
      MemorySegment scratch) {
    var before = new ArrayList<Bound>();
    var after = new ArrayList<Bound>();
    for (int i = 0; i < conversions.size(); i++) {
      var own = List.of(Buffer.planned(converted.get(i)));
      var reorder = conversions.get(i).reorder();
      if (conversions.get(i).isOutput()) {
        after.add(reorder.bind(own, outputs, scratch));
      } else {
        before.add(reorder.bind(inputs, own, scratch));
      }
    }
    return () -> {
      before.forEach(Bound::run);
      work.run();
      after.forEach(Bound::run);
    };
  }

  private enum Place {
    INPUT,
    OUTPUT,
    CONSTANT,
    SCRATCH,
    CONVERTED
  }

  private record Argument(int number, long descriptor, Place place, int index, long address) {}

  /// Collects the arguments of a primitive.
  static final class Builder {
    private final Descriptors descriptors;
    private final long primitiveDescriptor;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Conversion> conversions = new ArrayList<>();

    /// @param primitiveDescriptor owned by `descriptors`
    Builder(Descriptors descriptors, long primitiveDescriptor) {
      this.descriptors = descriptors;
      this.primitiveDescriptor = primitiveDescriptor;
    }

    /// @param place among the inputs of the step
    Builder input(int number, int place, long descriptor) {
      arguments.add(new Argument(number, descriptor, Place.INPUT, place, 0));
      return this;
    }

    /// An input that lies as `from` and is read as `to`.
    ///
    /// @param place among the inputs of the step
    Builder input(int number, int place, long from, long to) {
      return OneDnn.sameDescriptor(from, to)
          ? input(number, place, from)
          : converted(number, to, ReorderEmitter.kernel(descriptors, place, from, to), false);
    }

    /// The one output of the step, written as `from`, which is to lie as `to`.
    Builder output(int number, long from, long to) {
      return OneDnn.sameDescriptor(from, to)
          ? output(number, to)
          : converted(number, from, ReorderEmitter.kernel(descriptors, 0, from, to), true);
    }

    private Builder converted(
        int number, long descriptor, PrimitiveKernel reorder, boolean isOutput) {
      arguments.add(new Argument(number, descriptor, Place.CONVERTED, conversions.size(), 0));
      conversions.add(new Conversion(reorder, isOutput, OneDnn.sizeBytes(descriptor)));
      return this;
    }

    /// The one output of the step.
    Builder output(int number, long descriptor) {
      arguments.add(new Argument(number, descriptor, Place.OUTPUT, 0, 0));
      return this;
    }

    Builder constant(int number, long address, long descriptor) {
      arguments.add(new Argument(number, descriptor, Place.CONSTANT, -1, address));
      return this;
    }

    PrimitiveKernel build() {
      long scratch = OneDnn.queryDescriptor(primitiveDescriptor, Codes.QUERY_SCRATCHPAD, 0);
      long scratchBytes = scratch == 0 ? 0 : OneDnn.sizeBytes(scratch);
      if (scratchBytes > 0) {
        arguments.add(new Argument(Codes.SCRATCHPAD, scratch, Place.SCRATCH, -1, 0));
      }
      return new PrimitiveKernel(this, scratchBytes);
    }
  }
}
