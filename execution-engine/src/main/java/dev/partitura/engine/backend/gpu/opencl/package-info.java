/// Cards through OpenCL, by JOCL: the only place that knows it.
@NullMarked
package dev.partitura.engine.backend.gpu.opencl;

import org.jspecify.annotations.NullMarked;
