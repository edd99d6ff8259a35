package dev.partitura.engine.backend.gpu.opencl;

import dev.partitura.engine.backend.gpu.GpuCard;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuDriver;
import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/// Every card whose driver speaks OpenCL 1.2 or newer, and CPUs that do.
public final class OpenClDriver implements GpuDriver {
  private final List<cl_device_id> devices = new ArrayList<>();
  private final List<cl_platform_id> platforms = new ArrayList<>();

  /// Why there are no cards where the library of OpenCL cannot be loaded; null where it can.
  private static @Nullable Phrase absence() {
    try {
      if (NamelessLoader.isNeeded()) {
        NamelessLoader.load(UserFolders.ofUser().cache("native"));
      }
      CL.setExceptionsEnabled(true);
      return null;
    } catch (IllegalArgumentException _) {
      return Phrase.of("words.gpu.opencl.loader", NamelessLoader.LIBRARY);
    } catch (IOException | LinkageError | RuntimeException fault) {
      return Phrase.of("words.gpu.opencl.broken", String.valueOf(fault.getMessage()));
    }
  }

  @Override
  public Found find() {
    var absence = absence();
    if (absence != null) {
      return new Found(List.of(), absence);
    }
    var cards = new ArrayList<GpuCard>();
    try {
      for (var platform : platforms()) {
        for (var device : devices(platform)) {
          if (isUsable(device)) {
            cards.add(card(platform, device, cards.size()));
            devices.add(device);
            platforms.add(platform);
          }
        }
      }
    } catch (CLException fault) {
      return new Found(
          List.of(), Phrase.of("words.gpu.opencl.broken", String.valueOf(fault.getMessage())));
    }
    return new Found(cards, Phrase.of("words.gpu.opencl.none"));
  }

  private static cl_platform_id[] platforms() {
    var count = new int[1];
    try {
      CL.clGetPlatformIDs(0, null, count);
    } catch (CLException none) {
      // The loader's own word for no driver.
      return new cl_platform_id[0];
    }
    var found = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(found.length, found, null);
    return found;
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    var count = new int[1];
    try {
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
    } catch (CLException none) {
      return new cl_device_id[0];
    }
    var found = new cl_device_id[count[0]];
    CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, found.length, found, null);
    return found;
  }

  /// Whether it is at hand, compiles kernels and counts bytes as this machine does.
  private static boolean isUsable(cl_device_id device) {
    return number(device, CL.CL_DEVICE_AVAILABLE, Sizeof.cl_int) != 0
        && number(device, CL.CL_DEVICE_COMPILER_AVAILABLE, Sizeof.cl_int) != 0
        && number(device, CL.CL_DEVICE_ENDIAN_LITTLE, Sizeof.cl_int) != 0;
  }

  /// The word for shared memory went with OpenCL 2.0, whose devices still answer to it.
  @SuppressWarnings("deprecation")
  private static GpuCard card(cl_platform_id platform, cl_device_id device, int number) {
    long type = number(device, CL.CL_DEVICE_TYPE, Sizeof.cl_long);
    boolean isProcessor = (type & CL.CL_DEVICE_TYPE_CPU) != 0;
    return new GpuCard(
        "OpenCL",
        number,
        text(device, CL.CL_DEVICE_NAME),
        text(device, CL.CL_DEVICE_VENDOR),
        text(platform) + ", " + text(device, CL.CL_DRIVER_VERSION),
        text(device, CL.CL_DEVICE_OPENCL_C_VERSION),
        number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE, Sizeof.cl_long),
        number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE, Sizeof.cl_long),
        (int) number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS, Sizeof.cl_int),
        isProcessor);
  }

  @Override
  public GpuContext open(GpuCard card) {
    return OpenClContext.open(card, platforms.get(card.number()), devices.get(card.number()));
  }

  static long number(cl_device_id device, int what, int bytes) {
    var value = new long[1];
    CL.clGetDeviceInfo(device, what, bytes, Pointer.to(value), null);
    return bytes == Sizeof.cl_int ? value[0] & 0xffff_ffffL : value[0];
  }

  private static String text(cl_device_id device, int what) {
    var size = new long[1];
    CL.clGetDeviceInfo(device, what, 0, null, size);
    var bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
    return words(bytes);
  }

  private static String text(cl_platform_id platform) {
    var size = new long[1];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, 0, null, size);
    var bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, bytes.length, Pointer.to(bytes), null);
    return words(bytes);
  }

  private static String words(byte[] bytes) {
    return new String(bytes, 0, Math.max(0, bytes.length - 1), StandardCharsets.UTF_8).strip();
  }
}
