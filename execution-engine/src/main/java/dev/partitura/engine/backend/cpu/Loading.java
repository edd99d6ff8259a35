package dev.partitura.engine.backend.cpu;

import java.lang.foreign.Arena;

/// What recipes make their kernels with: the native objects and packed weights of one program, freed
/// with its arena. Used by one thread.
record Loading(Descriptors descriptors, PackedConstants packed) {
  static Loading into(Arena arena) {
    var descriptors = new Descriptors(arena);
    return new Loading(descriptors, new PackedConstants(arena, descriptors));
  }

  Arena arena() {
    return descriptors.arena();
  }
}
