/// The engine: networks, clusters and plans are lowered to a task graph, executed, and read back as
// a trace.
@NullMarked
package dev.partitura.engine;

import org.jspecify.annotations.NullMarked;
