/// Splits of layer and operator graphs over devices: exact ones along chains of ideals, and free
/// ones.
@NullMarked
package dev.partitura.engine.planner.partition;

import org.jspecify.annotations.NullMarked;
