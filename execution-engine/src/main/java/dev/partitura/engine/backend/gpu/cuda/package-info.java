/// NVIDIA's cards through the driver's own functions, by JCuda: the only place that knows it. Needs
/// the driver alone, no toolkit.
@NullMarked
package dev.partitura.engine.backend.gpu.cuda;

import org.jspecify.annotations.NullMarked;
