package dev.partitura.engine.backend.gpu.cuda;

import dev.partitura.engine.backend.gpu.GpuCard;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuDriver;
import dev.partitura.engine.problem.Phrase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// NVIDIA's cards from Maxwell on.
public final class CudaDriver implements GpuDriver {
  /// What the kernels are compiled for; newer cards run it too.
  private static final int LEAST_CAPABILITY = 50;

  private static final int NAME_BYTES = 256;

  /// Where the library of the driver is found.
  private static final List<String> LIBRARIES =
      System.getProperty("os.name", "").startsWith("Windows")
          ? List.of("nvcuda.dll")
          : List.of("libcuda.so.1", "libcuda.so");

  @Override
  public Found find() {
    if (!isInstalled()) {
      return new Found(List.of(), Phrase.of("words.gpu.cuda.driver", LIBRARIES.getFirst()));
    }
    try {
      CudaLibrary.load();
      JCudaDriver.setExceptionsEnabled(true);
      JCudaDriver.cuInit(0);
      var count = new int[1];
      JCudaDriver.cuDeviceGetCount(count);
      var cards = new ArrayList<GpuCard>();
      for (int number = 0; number < count[0]; number++) {
        var card = card(number);
        if (card != null) {
          cards.add(card);
        }
      }
      return new Found(cards, Phrase.of("words.gpu.cuda.none"));
    } catch (IOException | LinkageError | CudaException fault) {
      return new Found(
          List.of(), Phrase.of("words.gpu.cuda.broken", String.valueOf(fault.getMessage())));
    }
  }

  /// Asked before JCuda is, which tells of a missing library at length.
  @SuppressWarnings("restricted")
  private static boolean isInstalled() {
    for (var name : LIBRARIES) {
      try {
        var ignored = SymbolLookup.libraryLookup(name, Arena.global());
        return true;
      } catch (IllegalArgumentException absent) {
        // Perhaps under the next name.
      }
    }
    return false;
  }

  /// A card, or null where it is older than the kernels.
  private static @Nullable GpuCard card(int number) {
    var device = device(number);
    int capability =
        10 * attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    if (capability < LEAST_CAPABILITY) {
      return null;
    }
    var name = new byte[NAME_BYTES];
    JCudaDriver.cuDeviceGetName(name, name.length, device);
    var version = new int[1];
    JCudaDriver.cuDriverGetVersion(version);
    var memory = new long[1];
    JCudaDriver.cuDeviceTotalMem(memory, device);
    return new GpuCard(
        "CUDA",
        number,
        new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
        "NVIDIA",
        "CUDA " + version[0] / 1000 + "." + version[0] % 1000 / 10,
        "sm_" + capability,
        memory[0],
        memory[0],
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        false);
  }

  static CUdevice device(int number) {
    var device = new CUdevice();
    JCudaDriver.cuDeviceGet(device, number);
    return device;
  }

  private static int attribute(CUdevice device, int which) {
    var value = new int[1];
    JCudaDriver.cuDeviceGetAttribute(value, which, device);
    return value[0];
  }

  @Override
  public GpuContext open(GpuCard card) {
    return CudaContext.open(card);
  }
}
