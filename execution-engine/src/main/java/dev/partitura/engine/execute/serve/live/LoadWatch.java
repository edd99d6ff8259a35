package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.DeviceId;
import java.util.List;

/// Hears of a load under way, a few times a second, and may end it early. Called by a thread of its
/// own, so that requests wait for nobody who watches.
public interface LoadWatch {
  /// Nobody watches; then nothing is kept over time either.
  LoadWatch NONE =
      new LoadWatch() {
        @Override
        public void stretch(List<DeviceId> devices, LoadStretch stretch) {
          // Nobody listens.
        }

        @Override
        public boolean isWatching() {
          return false;
        }

        @Override
        public boolean isOver() {
          return false;
        }
      };

  /// Whether anything is to be kept over time.
  default boolean isWatching() {
    return true;
  }

  /// @param devices in the order of [LoadStretch#devices]
  void stretch(List<DeviceId> devices, LoadStretch stretch);

  /// Whether the load shall end now: what waits is shed, and what was measured is told. Asked
  /// before every request; any thread.
  boolean isOver();
}
