package dev.partitura.engine.backend.cpu;

import java.lang.foreign.Arena;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Objects of oneDNN that are made once each, whoever asks, and destroyed with the arena: memory
/// descriptors of float32 values, primitives that are equal, and memory objects. Ops that are
/// alike, as those of repeated layers are, share them all. Any thread.
final class Descriptors {
  private static final Map<Integer, Map<Integer, Integer>> BLOCKED_TAGS =
      Map.of(8, Map.of(3, 69, 4, 102, 5, 142), 16, Map.of(3, 56, 4, 78, 5, 121));

  private final Arena arena;
  private final Predicate<String> offered;
  private final Map<Object, Long> made = new HashMap<>();

  private record PrimitiveOf(long descriptor) {}

  private record MemoryAt(long descriptor, long address) {}

  Descriptors(Arena arena) {
    this(arena, _ -> true);
  }

  /// @param offered which functions that make primitives the library has
  Descriptors(Arena arena, Predicate<String> offered) {
    this.arena = arena;
    this.offered = offered;
  }

  Arena arena() {
    return arena;
  }

  long of(Layout layout) {
    return of(layout, layout.toldStrides());
  }

  /// That of what a convolution reads or makes. By the stride of a single channel the library tells
  /// channels last from planes, and where one side has these and the other those, a plain loop
  /// computes it, a hundred times slower.
  long ofChannels(Layout layout) {
    return of(layout, layout.strides());
  }

  private long of(Layout layout, long[] strides) {
    var sizes = layout.sizes();
    return once(
        List.of(LongBuffer.wrap(sizes), LongBuffer.wrap(strides), layout.block()),
        () -> {
          if (layout.block() == 0) {
            return own(
                OneDnn.createOrFail(
                    "dnnl_memory_desc_create_with_strides",
                    sizes.length,
                    sizes,
                    Codes.FLOAT32,
                    strides));
          }
          var tags = BLOCKED_TAGS.get(layout.block());
          var tag = tags == null ? null : tags.get(sizes.length);
          if (tag == null) {
            throw new IllegalArgumentException("No blocked layout of " + sizes.length + " axes");
          }
          return own(
              OneDnn.createOrFail(
                  "dnnl_memory_desc_create_with_tag", sizes.length, sizes, Codes.FLOAT32, tag));
        });
  }

  /// A descriptor that leaves the layout to the primitive.
  long any(long... sizes) {
    return once(
        List.of(LongBuffer.wrap(sizes)),
        () ->
            own(
                OneDnn.createOrFail(
                    "dnnl_memory_desc_create_with_tag",
                    sizes.length,
                    sizes,
                    Codes.FLOAT32,
                    Codes.FORMAT_ANY)));
  }

  private long own(long descriptor) {
    return own(descriptor, "dnnl_memory_desc_destroy");
  }

  /// Destroys `object` together with the descriptors; hands it back.
  long own(long object, String destructor) {
    return OneDnn.own(arena, object, destructor);
  }

  /// A primitive descriptor, or 0 where oneDNN has no implementation.
  long primitive(String function, @Nullable Object... arguments) {
    var key = new ArrayList<@Nullable Object>(arguments.length + 1);
    key.add(function);
    for (var argument : arguments) {
      key.add(argument instanceof long[] numbers ? LongBuffer.wrap(numbers.clone()) : argument);
    }
    return once(
        key,
        () -> {
          long created = offered.test(function) ? OneDnn.create(function, arguments) : 0;
          return created == 0 ? 0 : own(created, "dnnl_primitive_desc_destroy");
        });
  }

  /// What a primitive descriptor describes. Several threads may run it at once, since its
  /// scratchpad is the caller's.
  long primitive(long descriptor) {
    return once(
        new PrimitiveOf(descriptor),
        () ->
            own(
                OneDnn.createOrFail("dnnl_primitive_create", descriptor),
                "dnnl_primitive_destroy"));
  }

  /// What lies at an address as a memory descriptor says.
  long memory(long descriptor, long address) {
    return once(
        new MemoryAt(descriptor, address),
        () ->
            own(
                OneDnn.createOrFail("dnnl_memory_create", descriptor, OneDnn.ENGINE, address),
                "dnnl_memory_destroy"));
  }

  /// What is made the first time that it is asked for.
  ///
  /// @param key all that it follows from
  synchronized long once(Object key, LongSupplier make) {
    var known = made.get(key);
    if (known != null) {
      return known;
    }
    long created = make.getAsLong();
    made.put(key, created);
    return created;
  }
}
