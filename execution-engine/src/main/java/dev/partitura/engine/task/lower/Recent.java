package dev.partitura.engine.task.lower;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The last few results of a pure function. Any thread.
final class Recent<K, V> {
  private static final int MOST = 8;

  private final Map<K, V> known = new LinkedHashMap<>(2 * MOST, 0.75f, true);

  /// The result for `key`, made when it is not at hand.
  V get(K key, Supplier<V> maker) {
    synchronized (known) {
      var found = known.get(key);
      if (found != null) {
        return found;
      }
    }
    var made = maker.get();
    synchronized (known) {
      known.put(key, made);
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return made;
  }
}
