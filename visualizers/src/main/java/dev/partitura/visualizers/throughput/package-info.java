/// How fast the runs of a session were: over repeats, by percentile, by device and against each
/// other.
@NullMarked
package dev.partitura.visualizers.throughput;

import org.jspecify.annotations.NullMarked;
