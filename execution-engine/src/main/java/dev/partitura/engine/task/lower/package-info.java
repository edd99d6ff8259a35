/// From network, cluster and plan to a task graph with its memory: one file per step.
@NullMarked
package dev.partitura.engine.task.lower;

import org.jspecify.annotations.NullMarked;
