package dev.partitura.engine.backend.cpu;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Memory descriptors of float32 values, made once each and destroyed with the arena. Used by one
/// thread.
final class Descriptors {
  private static final Map<Integer, Map<Integer, Integer>> BLOCKED_TAGS =
      Map.of(8, Map.of(3, 69, 4, 102, 5, 142), 16, Map.of(3, 56, 4, 78, 5, 121));

  private final Arena arena;
  private final Predicate<String> offered;
  private final Map<String, Long> made = new HashMap<>();

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
    var sizes = layout.sizes();
    var key = Arrays.toString(sizes) + Arrays.toString(layout.toldStrides()) + layout.block();
    return made.computeIfAbsent(
        key,
        _ -> {
          if (layout.block() == 0) {
            return own(
                OneDnn.createOrFail(
                    "dnnl_memory_desc_create_with_strides",
                    sizes.length,
                    sizes,
                    Codes.FLOAT32,
                    layout.toldStrides()));
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
    return made.computeIfAbsent(
        "any" + Arrays.toString(sizes),
        _ ->
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
    long created = offered.test(function) ? OneDnn.create(function, arguments) : 0;
    return created == 0 ? 0 : own(created, "dnnl_primitive_desc_destroy");
  }
}
