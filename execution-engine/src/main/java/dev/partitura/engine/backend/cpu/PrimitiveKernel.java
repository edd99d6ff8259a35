package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One oneDNN primitive. Binding makes its memory objects and its argument list once; a run is one
/// native call.
final class PrimitiveKernel implements Kernel {
  private static final int ARGUMENT_BYTES = 16;

  private final Descriptors descriptors;
  private final long primitiveDescriptor;
  private final List<Argument> arguments;
  private final long scratchBytes;
  private long primitive;

  private PrimitiveKernel(Builder builder, long scratchBytes) {
    this.descriptors = builder.descriptors;
    this.primitiveDescriptor = builder.primitiveDescriptor;
    this.arguments = List.copyOf(builder.arguments);
    this.scratchBytes = scratchBytes;
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  /// What the library calls the way in which it computes this.
  String implementation() {
    return OneDnn.implementation(primitiveDescriptor);
  }

  @Override
  public Bound bind(List<Buffer> inputs, List<Buffer> outputs, MemorySegment scratch) {
    var arena = descriptors.arena();
    long primitive = primitive();
    var list = arena.allocate((long) ARGUMENT_BYTES * arguments.size(), Long.BYTES);
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      long address =
          switch (argument.place) {
            case INPUT -> inputs.get(argument.index).memory().address();
            case OUTPUT -> outputs.get(argument.index).memory().address();
            case CONSTANT -> argument.address;
            case SCRATCH -> scratch.address();
          };
      long memory =
          OneDnn.createOrFail("dnnl_memory_create", argument.descriptor, OneDnn.ENGINE, address);
      OneDnn.own(arena, memory, "dnnl_memory_destroy");
      list.set(JAVA_INT, (long) i * ARGUMENT_BYTES, argument.number);
      list.set(JAVA_LONG, (long) i * ARGUMENT_BYTES + Long.BYTES, memory);
    }
    long address = list.address();
    int count = arguments.size();
    return () -> OneDnn.execute(primitive, OneDnn.stream(), count, address);
  }

  /// Made when first bound: not every kernel of a program is.
  private synchronized long primitive() {
    if (primitive == 0) {
      primitive =
          descriptors.own(
              OneDnn.createOrFail("dnnl_primitive_create", primitiveDescriptor),
              "dnnl_primitive_destroy");
    }
    return primitive;
  }

  private enum Place {
    INPUT,
    OUTPUT,
    CONSTANT,
    SCRATCH
  }

  private record Argument(int number, long descriptor, Place place, int index, long address) {}

  /// Collects the arguments of a primitive.
  static final class Builder {
    private final Descriptors descriptors;
    private final long primitiveDescriptor;
    private final List<Argument> arguments = new ArrayList<>();

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
