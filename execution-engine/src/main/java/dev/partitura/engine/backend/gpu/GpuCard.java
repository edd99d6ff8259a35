package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.quantity.Quantity;

/// A device as its driver tells of it.
///
/// @param driver such as `OpenCL` or `CUDA`
/// @param number by which the driver knows it
/// @param name such as `NVIDIA H100 80GB HBM3`
/// @param version of the driver, in its own words
/// @param capability what its kernels may use, in the words of the driver, such as `OpenCL C 1.2`
///   or `sm_90`
/// @param memoryBytes all of its memory
/// @param largestBytes the largest piece of memory that it gives at once
/// @param isProcessor whether it is a CPU that poses as a card
public record GpuCard(
    String driver,
    int number,
    String name,
    String vendor,
    String version,
    String capability,
    long memoryBytes,
    long largestBytes,
    int computeUnits,
    boolean isProcessor) {
  /// @throws ProblemException `gpu.memory` when it does not give so much memory at once
  public void requireRoom(long bytes) {
    if (bytes > largestBytes) {
      throw ProblemException.of(
          "gpu.memory", name, name, Quantity.bytes(bytes), Quantity.bytes(largestBytes));
    }
  }
}
