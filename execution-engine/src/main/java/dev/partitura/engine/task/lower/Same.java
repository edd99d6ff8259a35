package dev.partitura.engine.task.lower;

import org.jspecify.annotations.Nullable;

/// A key that only the very same object equals; its content may be large.
@SuppressWarnings("ReferenceEquality") // That is what it is for.
record Same<T>(T object) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Same<?> same && same.object == object;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(object);
  }
}
