package dev.partitura.engine.backend.gpu.opencl;

import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_kernel;

/// The arguments of a launch, as the driver reads them.
final class OpenClArguments {
  private final List<Long> sizes = new ArrayList<>();
  private final List<Pointer> values = new ArrayList<>();

  void add(long bytes, Pointer value) {
    sizes.add(bytes);
    values.add(value);
  }

  void set(cl_kernel kernel) {
    for (int i = 0; i < values.size(); i++) {
      CL.clSetKernelArg(kernel, i, sizes.get(i), values.get(i));
    }
  }
}
