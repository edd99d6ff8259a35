package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Weights in the layouts the primitives asked for, each packed once, in large chunks on huge pages
/// where the system has them. Used by one thread.
final class PackedConstants {
  private static final long CHUNK_BYTES = 32L << 20;
  private static final long ALIGNMENT = 64;

  private final Arena arena;
  private final IdentityHashMap<Constant, List<Packed>> packed = new IdentityHashMap<>();
  private MemorySegment chunk = MemorySegment.NULL;
  private long used;

  PackedConstants(Arena arena) {
    this.arena = arena;
  }

  private record Packed(Layout view, long descriptor, float factor, long address) {}

  /// Address of `constant` in the layout of `descriptor`.
  ///
  /// @param view how the axes of the descriptor lie in the elements
  /// @param factor multiplied into each element
  long pack(Constant constant, Layout view, long descriptor, float factor) {
    var known = packed.computeIfAbsent(constant, _ -> new ArrayList<>());
    for (var candidate : known) {
      if (candidate.view.sameAs(view)
          && candidate.factor == factor
          && OneDnn.sameDescriptor(candidate.descriptor, descriptor)) {
        return candidate.address;
      }
    }
    Checkpoint.pass();
    var target = allocate(OneDnn.sizeBytes(descriptor));
    if (view.elementCount() > 0) {
      var source = constant.tensor().data();
      try {
        reorder(source, view, target, descriptor, factor);
      } finally {
        // What was made for this belongs to the garbage collector, and the library knows its
        // address
        // alone.
        Reference.reachabilityFence(source);
      }
    }
    known.add(new Packed(view, descriptor, factor, target.address()));
    return target.address();
  }

  private static void reorder(
      MemorySegment source, Layout view, MemorySegment target, long descriptor, float factor) {
    try (var temporary = Arena.ofConfined()) {
      var local = new Descriptors(temporary);
      var from = source;
      if (!source.isNative() || factor != 1 || source.address() % Float.BYTES != 0) {
        from = temporary.allocate(source.byteSize(), ALIGNMENT).copyFrom(source);
      }
      for (long i = 0; factor != 1 && i < from.byteSize(); i += Float.BYTES) {
        from.set(JAVA_FLOAT, i, from.get(JAVA_FLOAT, i) * factor);
      }
      long attributes = PostOp.attributes(local, List.of());
      long created =
          local.primitive(
              "dnnl_reorder_primitive_desc_create",
              local.of(view),
              OneDnn.ENGINE,
              descriptor,
              OneDnn.ENGINE,
              attributes);
      var kernel =
          new PrimitiveKernel.Builder(local, created)
              .constant(Codes.SOURCE, from.address(), local.of(view))
              .constant(Codes.DESTINATION, target.address(), descriptor)
              .build();
      kernel
          .bind(
              List.of(),
              List.of(),
              temporary.allocate(Math.max(1, kernel.scratchBytes()), ALIGNMENT))
          .run();
    }
  }

  private MemorySegment allocate(long bytes) {
    long start = Math.ceilDiv(used, ALIGNMENT) * ALIGNMENT;
    if (start + bytes > chunk.byteSize()) {
      chunk = NativeMemory.allocate(Math.max(bytes, CHUNK_BYTES), arena);
      start = 0;
    }
    used = start + bytes;
    return chunk.asSlice(start, bytes);
  }
}
