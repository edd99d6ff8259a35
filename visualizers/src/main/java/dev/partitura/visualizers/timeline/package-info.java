/// The score: a track for each device and link, a span for each task, all aligned in time.
@NullMarked
package dev.partitura.visualizers.timeline;

import org.jspecify.annotations.NullMarked;
