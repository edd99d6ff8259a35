package dev.partitura.engine.backend.cpu;

import java.lang.foreign.Arena;
import java.util.function.Predicate;

/// What recipes make their kernels with: the native objects and packed weights of one program,
/// freed with its arena. Used by one thread.
record Loading(Descriptors descriptors, PackedConstants packed) {
  /// @param offered which functions that make primitives the library has
  static Loading into(Arena arena, Predicate<String> offered) {
    var descriptors = new Descriptors(arena, offered);
    return new Loading(descriptors, new PackedConstants(arena));
  }

  Arena arena() {
    return descriptors.arena();
  }
}
