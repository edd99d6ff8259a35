/// What the devices of a run sent to each other.
@NullMarked
package dev.partitura.visualizers.communication;

import org.jspecify.annotations.NullMarked;
