package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Kernel;

/// A queue whose code runs on the thread that submits it, timed by the system's clock.
final class ThreadQueue implements DeviceQueue {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void submit(Kernel.Bound code) {
    code.run();
  }
}
