/// Executes a task graph on pinned worker threads of this machine.
@NullMarked
package dev.partitura.engine.execute.local;

import org.jspecify.annotations.NullMarked;
