/// Runs a task graph and returns its trace.
@NullMarked
package dev.partitura.engine.execute;

import org.jspecify.annotations.NullMarked;
