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
  private final List<Integer> inputSlots;
  private final List<Integer> outputSlots;
  private final long scratchBytes;
  private long primitive;

  private PrimitiveKernel(Builder builder, long scratchBytes) {
    this.descriptors = builder.descriptors;
    this.primitiveDescriptor = builder.primitiveDescriptor;
    this.arguments = List.copyOf(builder.arguments);
    this.inputSlots = List.copyOf(builder.inputSlots);
    this.outputSlots = List.copyOf(builder.outputSlots);
    this.scratchBytes = scratchBytes;
  }

  /// Slots its step reads, in the order in which buffers are bound.
  List<Integer> inputSlots() {
    return inputSlots;
  }

  List<Integer> outputSlots() {
    return outputSlots;
  }

  long scratchBytes() {
    return scratchBytes;
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
    private final List<Integer> inputSlots = new ArrayList<>();
    private final List<Integer> outputSlots = new ArrayList<>();

    /// @param primitiveDescriptor owned by `descriptors`
    Builder(Descriptors descriptors, long primitiveDescriptor) {
      this.descriptors = descriptors;
      this.primitiveDescriptor = primitiveDescriptor;
    }

    Builder input(int number, int slot, long descriptor) {
      int index = inputSlots.indexOf(slot);
      if (index < 0) {
        index = inputSlots.size();
        inputSlots.add(slot);
      }
      arguments.add(new Argument(number, descriptor, Place.INPUT, index, 0));
      return this;
    }

    /// A slot that the primitive reads through its result's memory.
    Builder reads(int slot) {
      if (!inputSlots.contains(slot)) {
        inputSlots.add(slot);
      }
      return this;
    }

    Builder output(int number, int slot, long descriptor) {
      outputSlots.add(slot);
      arguments.add(new Argument(number, descriptor, Place.OUTPUT, outputSlots.size() - 1, 0));
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
