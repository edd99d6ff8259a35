/// How much memory each device used over a run.
@NullMarked
package dev.partitura.visualizers.memory;

import org.jspecify.annotations.NullMarked;
